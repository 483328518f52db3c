import type { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import type { BudgetsClient } from "@aws-sdk/client-budgets";
import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { GuardDutyClient } from "@aws-sdk/client-guardduty";
import type { Inspector2Client } from "@aws-sdk/client-inspector2";
import type { RDSClient } from "@aws-sdk/client-rds";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { STSClient } from "@aws-sdk/client-sts";
import type { SupportClient } from "@aws-sdk/client-support";

/**
 * What the checklist reads with; made by the caller, all for one account.
 *
 * Two of them are not of the region: Budgets and Trusted Advisor answer in us-east-1 only.
 */
export type AuditClients = {
  /** Of the others. */
  readonly region: string;
  readonly applicationAutoScaling: Pick<ApplicationAutoScalingClient, "send">;
  readonly budgets: Pick<BudgetsClient, "send">;
  readonly cloudFormation: Pick<CloudFormationClient, "send">;
  readonly cloudWatch: Pick<CloudWatchClient, "send">;
  readonly ec2: Pick<EC2Client, "send">;
  readonly ecs: Pick<ECSClient, "send">;
  readonly elasticLoadBalancing: Pick<ElasticLoadBalancingV2Client, "send">;
  readonly guardDuty: Pick<GuardDutyClient, "send">;
  readonly inspector: Pick<Inspector2Client, "send">;
  readonly logs: Pick<CloudWatchLogsClient, "send">;
  readonly rds: Pick<RDSClient, "send">;
  readonly secretsManager: Pick<SecretsManagerClient, "send">;
  readonly ssm: Pick<SSMClient, "send">;
  readonly sts: Pick<STSClient, "send">;
  readonly support: Pick<SupportClient, "send">;
};

/** Where Budgets and AWS Support have their only endpoint that answers. @see AWS General Reference, their endpoints */
export const globalRegion = "us-east-1";
