import type { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { RDSClient } from "@aws-sdk/client-rds";
import type { Route53Client } from "@aws-sdk/client-route-53";
import type { S3Client } from "@aws-sdk/client-s3";
import type { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { ServiceDiscoveryClient } from "@aws-sdk/client-servicediscovery";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SSMClient } from "@aws-sdk/client-ssm";

/** The SDK's own clients: real serialization, real wire, one attempt. */
export type ContractClients = {
  readonly applicationAutoScaling: ApplicationAutoScalingClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamoDb: DynamoDBClient;
  readonly ec2: EC2Client;
  readonly ecs: ECSClient;
  readonly elasticLoadBalancing: ElasticLoadBalancingV2Client;
  readonly rds: RDSClient;
  readonly route53: Route53Client;
  readonly s3: S3Client;
  readonly serviceDiscovery: ServiceDiscoveryClient;
  readonly serviceQuotas: ServiceQuotasClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
};

/** A queue with its dead-letter queue behind it, after five receives; both are empty. */
export type QueuePair = {
  readonly url: string;
  readonly arn: string;
  readonly deadLetterUrl: string;
  readonly deadLetterArn: string;
};

/** An ECS service in a cluster that holds no other but the ones of the same call. */
export type PlacedService = { readonly cluster: string; readonly service: string };

export type Balancer = {
  readonly listenerArn: string;
  readonly ruleArn: string;
  readonly targetGroupArns: readonly string[];
};

/** A metric with one datapoint of each minute from `fromMs` on, the last of them over. */
export type SeenMetric = {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly minutes: number;
};

/** What a function of an event source mapping does with a batch; no more than what is in its text and its argument. */
export type BatchHandler = (event: {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}) => { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/** A cloud that the cases run on: clients, and what stands in an account before Headgate comes. */
export type ContractBed = {
  readonly clients: ContractClients;
  /** Lets the cloud's time pass: at once where it is virtual, by waiting elsewhere. */
  readonly pass: (seconds: number) => Promise<void>;
  /** The cloud's own time, ms since 1970. */
  readonly nowMs: () => number;
  readonly newQueues: (kind: "standard" | "fifo") => Promise<QueuePair>;
  /** With the string keys `pk` and `sk`, paid per request, and a time to live in `expiresAtSeconds`. */
  readonly newTable: () => Promise<string>;
  readonly newZone: () => Promise<{ readonly id: string; readonly domain: string }>;
  readonly newTopic: () => Promise<string>;
  readonly newBucket: () => Promise<string>;
  /** In one cluster, each with so many desired tasks and none of them started. */
  readonly newServices: (desiredCounts: readonly number[]) => Promise<readonly PlacedService[]>;
  /** Like `newServices` of one, with its tasks running. @returns their ARNs too */
  readonly newTasks: (count: number) => Promise<PlacedService & { readonly taskArns: readonly string[] }>;
  /** PostgreSQL instances; RDS has no other ones whose names begin with the same letters. */
  readonly newDatabases: (count: number) => Promise<readonly string[]>;
  /** A DB parameter group whose max_connections somebody has set. */
  readonly newParameterGroup: (maxConnections: string) => Promise<string>;
  /** A proxy in front of nothing yet. */
  readonly newProxy: () => Promise<string>;
  readonly newInterfaces: (count: number) => Promise<readonly string[]>;
  readonly newMetric: (minutes: number) => Promise<SeenMetric>;
  /** A Run Command document. */
  readonly newDocument: () => Promise<string>;
  /** A load balancer's listener with one rule, which forward to the first of two target groups; those have no targets. */
  readonly newBalancer: () => Promise<Balancer>;
  /** A service of Cloud Map that instances can be registered with. */
  readonly newRegistry: () => Promise<string>;
  /**
   * A Lambda function behind a queue, with ReportBatchItemFailures, until it was called so often or 10 s are over.
   *
   * Messages that it does not delete are visible again after a second.
   */
  readonly consume: (queue: QueuePair, batchSize: number, handler: BatchHandler, calls: number) => Promise<void>;
};

/** Of a call that AWS refuses: the error as the SDK names it. A call that succeeds is seen as `"accepted"`. */
export const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};

/** Where AWS says that a call fails and not by which name: whether the caller is at fault. */
export const faultOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return "accepted";
  } catch (error) {
    const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
    return status !== undefined && status >= 400 && status < 500 ? "refused" : `failed with ${status}: ${error}`;
  }
};
