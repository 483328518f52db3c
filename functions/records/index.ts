import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { ServiceDiscoveryClient } from "@aws-sdk/client-servicediscovery";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import middy from "@middy/core";
import { traceIdOf } from "../../shared/notices/links/trace.ts";
import { installsNginx } from "../../shared/records/destination.ts";
import { builtConfig } from "../built-config.ts";
import { readEnvironment } from "../environment.ts";
import { sdkOptions } from "../sdk-options.ts";
import { makeHandler } from "./handler.ts";
import { recordsDeps } from "./wiring.ts";

const resources = {
  ...readEnvironment(["TABLE_NAME", "EVENTS_QUEUE_URL", "TOPIC_ARN", "AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME"]),
  ...(installsNginx(builtConfig) ? readEnvironment(["RENDER_BUCKET", "INSTALL_DOCUMENT"]) : {}),
};
const logger = new Logger({ serviceName: "records" });
const metrics = new Metrics({ namespace: "Headgate", serviceName: "records" });

const clients = {
  ecs: new ECSClient(sdkOptions),
  ec2: new EC2Client(sdkOptions),
  route53: new Route53Client(sdkOptions),
  serviceDiscovery: new ServiceDiscoveryClient(sdkOptions),
  s3: new S3Client(sdkOptions),
  ssm: new SSMClient(sdkOptions),
  dynamoDb: new DynamoDBClient(sdkOptions),
  sqs: new SQSClient(sdkOptions),
  sns: new SNSClient(sdkOptions),
};

const deps = recordsDeps(clients, resources, builtConfig, {
  nowMs: () => Date.now(),
  // Lambda writes it anew for every invocation.
  traceId: () => traceIdOf(process.env["_X_AMZN_TRACE_ID"]),
  log: {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
  },
  count: (metricName, value, destination) => {
    // Written at once: nothing is left to flush at the end. In the line and no dimension, which would be a metric to pay each.
    const metric = metrics.singleMetric();
    metric.addMetadata("destination", destination);
    metric.addMetric(metricName, MetricUnit.Count, value);
  },
});

export const handler = middy(makeHandler(deps)).use(injectLambdaContext(logger));
