import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { ServiceDiscoveryClient } from "@aws-sdk/client-servicediscovery";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import { makeAuditClients } from "../../shared/aws/audit/make-audit-clients.ts";
import { traceIdOf } from "../../shared/notices/links/trace.ts";
import { builtConfig } from "../built-config.ts";
import { readEnvironment } from "../environment.ts";
import { sdkOptions } from "../sdk-options.ts";
import { makeHandler } from "./handler.ts";
import { runStack } from "./run-stack.ts";
import { runbookDeps } from "./wiring.ts";

const resources = readEnvironment([
  "AWS_REGION",
  "STACK_PREFIX",
  "TABLE_NAME",
  "TOPIC_ARN",
  "EVENTS_QUEUE_URL",
  "RUNS_QUEUE_URL",
  "EVENTS_DLQ_URL",
  "SCALING_DLQ_URL",
  "RECORDS_DLQ_URL",
  "RUNS_DLQ_URL",
]);
const logger = new Logger({ serviceName: "runbook" });

const clients = {
  ecs: new ECSClient(sdkOptions),
  cloudWatch: new CloudWatchClient(sdkOptions),
  applicationAutoScaling: new ApplicationAutoScalingClient(sdkOptions),
  dynamoDb: new DynamoDBClient(sdkOptions),
  sqs: new SQSClient(sdkOptions),
  sns: new SNSClient(sdkOptions),
  rds: new RDSClient(sdkOptions),
  ec2: new EC2Client(sdkOptions),
  route53: new Route53Client(sdkOptions),
  serviceDiscovery: new ServiceDiscoveryClient(sdkOptions),
  s3: new S3Client(sdkOptions),
  ssm: new SSMClient(sdkOptions),
  elasticLoadBalancing: new ElasticLoadBalancingV2Client(sdkOptions),
};

const deps = runbookDeps(clients, runStack(resources, process.env), builtConfig, {
  nowMs: () => Date.now(),
  // Sixteen clients that one runbook needs.
  audit: () => makeAuditClients(resources.AWS_REGION),
  traceId: () => traceIdOf(process.env["_X_AMZN_TRACE_ID"]),
  log: {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
  },
});

export const handler = middy(makeHandler(deps)).use(injectLambdaContext(logger));
