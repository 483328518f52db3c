import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { traceIdOf } from "../../shared/notices/links/trace.ts";
import { builtConfig } from "../built-config.ts";
import { builtRelease } from "../built-release.ts";
import { readEnvironment } from "../environment.ts";
import { sdkOptions } from "../sdk-options.ts";
import { makeHandler } from "./handler.ts";
import { scaleDeps } from "./wiring.ts";

const resources = readEnvironment([
  "TABLE_NAME",
  "EVENTS_QUEUE_URL",
  "TOPIC_ARN",
  "AWS_REGION",
  "AWS_LAMBDA_FUNCTION_NAME",
]);
const logger = new Logger({ serviceName: "scale" });
const metrics = new Metrics({ namespace: "Headgate", serviceName: "scale" });

const clients = {
  ecs: new ECSClient(sdkOptions),
  cloudWatch: new CloudWatchClient(sdkOptions),
  applicationAutoScaling: new ApplicationAutoScalingClient(sdkOptions),
  dynamoDb: new DynamoDBClient(sdkOptions),
  sqs: new SQSClient(sdkOptions),
  sns: new SNSClient(sdkOptions),
};

const deps = scaleDeps(clients, resources, builtConfig, builtRelease, {
  nowMs: () => Date.now(),
  // Lambda writes it anew for every invocation.
  traceId: () => traceIdOf(process.env["_X_AMZN_TRACE_ID"]),
  log: {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
  },
  count: (metricName, value, domain) => {
    // Written at once: nothing is left to flush at the end. In the line and no dimension, which would be a metric to pay each.
    const metric = metrics.singleMetric();
    metric.addMetadata("domain", domain);
    metric.addMetric(metricName, MetricUnit.Count, value);
  },
});

export const handler = middy(makeHandler(deps)).use(injectLambdaContext(logger));
