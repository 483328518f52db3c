import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { BudgetsClient } from "@aws-sdk/client-budgets";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { GuardDutyClient } from "@aws-sdk/client-guardduty";
import { Inspector2Client } from "@aws-sdk/client-inspector2";
import { RDSClient } from "@aws-sdk/client-rds";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { SupportClient } from "@aws-sdk/client-support";
import { type AuditClients, globalRegion } from "./audit-clients.ts";

/**
 * The user's own credentials, as every AWS tool finds them, looked for once.
 *
 * @throws Error where no region is set
 */
export const makeAuditClients = async (region: string | undefined): Promise<AuditClients> => {
  const sts = new STSClient(region === undefined ? {} : { region });
  const found = await sts.config.region();
  const { credentials } = sts.config;
  const here = { region: found, credentials };
  const global = { region: globalRegion, credentials };
  return {
    region: found,
    sts,
    applicationAutoScaling: new ApplicationAutoScalingClient(here),
    budgets: new BudgetsClient(global),
    cloudFormation: new CloudFormationClient(here),
    cloudWatch: new CloudWatchClient(here),
    ec2: new EC2Client(here),
    ecs: new ECSClient(here),
    elasticLoadBalancing: new ElasticLoadBalancingV2Client(here),
    guardDuty: new GuardDutyClient(here),
    inspector: new Inspector2Client(here),
    logs: new CloudWatchLogsClient(here),
    rds: new RDSClient(here),
    secretsManager: new SecretsManagerClient(here),
    ssm: new SSMClient(here),
    support: new SupportClient(global),
  };
};
