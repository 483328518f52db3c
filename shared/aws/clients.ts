import type { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { PIClient } from "@aws-sdk/client-pi";
import type { RDSClient } from "@aws-sdk/client-rds";
import type { Route53Client } from "@aws-sdk/client-route-53";
import type { S3Client } from "@aws-sdk/client-s3";
import type { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { ServiceDiscoveryClient } from "@aws-sdk/client-servicediscovery";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SSMClient } from "@aws-sdk/client-ssm";

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
export type Route53 = Pick<Route53Client, "send">;
export type S3 = Pick<S3Client, "send">;
export type Ssm = Pick<SSMClient, "send">;
export type ElasticLoadBalancing = Pick<ElasticLoadBalancingV2Client, "send">;
export type ServiceDiscovery = Pick<ServiceDiscoveryClient, "send">;

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

/** What the function `records` takes. */
export type RecordsClients = {
  readonly ecs: Ecs;
  readonly ec2: Ec2;
  readonly route53: Route53;
  readonly serviceDiscovery: ServiceDiscovery;
  readonly s3: S3;
  readonly ssm: Ssm;
  readonly dynamoDb: DynamoDb;
  readonly sqs: Sqs;
  readonly sns: Sns;
};

/** What the function `runbook` takes: what its runbooks read and change. */
export type RunClients = {
  readonly ecs: Ecs;
  readonly cloudWatch: CloudWatch;
  readonly applicationAutoScaling: ApplicationAutoScaling;
  readonly dynamoDb: DynamoDb;
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly rds: Rds;
  readonly ec2: Ec2;
  readonly route53: Route53;
  readonly serviceDiscovery: ServiceDiscovery;
  readonly s3: S3;
  readonly ssm: Ssm;
  readonly elasticLoadBalancing: ElasticLoadBalancing;
};
