/** Names of what is bought, as rows of the price book have them. */
export const items = {
  fargateVcpu: "fargate/x86/vcpu",
  fargateMemory: "fargate/x86/memory",
  albHour: "alb/hour",
  albCapacityUnit: "alb/capacity-unit",
  efsStandard: "efs/standard",
  mskStorage: "msk/storage",
  customMetric: "cloudwatch/custom-metric",
  alarmMetric: "cloudwatch/alarm-metric",
  metricRead: "cloudwatch/metric-read",
  cloudWatchRequest: "cloudwatch/request",
  logIngestion: "cloudwatch/log-ingestion",
  trace: "xray/trace",
  secret: "secrets-manager/secret",
  lambdaCompute: "lambda/arm/compute",
  lambdaRequest: "lambda/request",
  standardQueueRequest: "sqs/standard/request",
  fifoQueueRequest: "sqs/fifo/request",
  tableWrite: "dynamodb/write",
  tableRead: "dynamodb/read",
  tableStorage: "dynamodb/storage",
  tableBackup: "dynamodb/backup",
  notification: "sns/request",
  scheduledCall: "scheduler/invocation",
  objectPut: "s3/put",
  databaseInsightsRequest: "pi/request",
  hostedZone: "route53/zone",
  dnsQuery: "route53/query",
  gp3: "ebs/gp3",
  publicIpv4: "ec2/public-ipv4",
} as const;

export type Engine = "postgres" | "mysql" | "mariadb";
export type Deployment = "single-az" | "multi-az";

/** MariaDB has MySQL's prices. @see https://aws.amazon.com/rds/mariadb/pricing/ */
export const databaseInstance = (engine: Engine, instanceClass: string, deployment: Deployment): string =>
  `rds/${engine === "mariadb" ? "mysql" : engine}/${instanceClass}/${deployment}`;

export const databaseStorage = (deployment: Deployment): string => `rds/gp3/${deployment}`;

export const cacheNode = (nodeType: string): string => `elasticache/redis/${nodeType}`;

export const kafkaBroker = (brokerType: string): string => `msk/${brokerType}`;

export const messageBroker = (engine: "rabbitmq" | "activemq", instanceType: string): string =>
  `mq/${engine}/${instanceType}/single-instance`;

export const virtualMachine = (instanceType: string): string => `ec2/${instanceType}`;
