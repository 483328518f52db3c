import type { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { PIClient } from "@aws-sdk/client-pi";
import type { RDSClient } from "@aws-sdk/client-rds";
import type { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";

/** The whole of an AWS client that the adapters use: whatever takes a command and answers as the service does. */
export type Ecs = Pick<ECSClient, "send">;
export type CloudWatch = Pick<CloudWatchClient, "send">;
export type ApplicationAutoScaling = Pick<ApplicationAutoScalingClient, "send">;
export type DynamoDb = Pick<DynamoDBClient, "send">;
export type Sqs = Pick<SQSClient, "send">;
export type Sns = Pick<SNSClient, "send">;
export type Rds = Pick<RDSClient, "send">;
export type PerformanceInsights = Pick<PIClient, "send">;
export type Ec2 = Pick<EC2Client, "send">;
export type ServiceQuotas = Pick<ServiceQuotasClient, "send">;

export type Clients = {
  readonly ecs: Ecs;
  readonly cloudWatch: CloudWatch;
  readonly applicationAutoScaling: ApplicationAutoScaling;
  readonly dynamoDb: DynamoDb;
  readonly sqs: Sqs;
  readonly sns: Sns;
};

/** What the function `limits` takes; `scale` needs none of the first four. */
export type LimitsClients = {
  readonly rds: Rds;
  readonly performanceInsights: PerformanceInsights;
  readonly ec2: Ec2;
  readonly serviceQuotas: ServiceQuotas;
  readonly dynamoDb: DynamoDb;
  readonly sqs: Sqs;
};
