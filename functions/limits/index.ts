import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { PIClient } from "@aws-sdk/client-pi";
import { RDSClient } from "@aws-sdk/client-rds";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { builtConfig } from "../built-config.ts";
import { readEnvironment } from "../environment.ts";
import { makeHandler } from "./handler.ts";
import { limitsDeps } from "./wiring.ts";

const resources = readEnvironment(["TABLE_NAME", "EVENTS_QUEUE_URL", "EVENTS_DLQ_URL"]);
const logger = new Logger({ serviceName: "limits" });
const metrics = new Metrics({ namespace: "Headgate", serviceName: "limits" });

// Four attempts of at most 5 s: nobody waits for this function, and one throttled call costs a quarter of an hour.
const options = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
const clients = {
  rds: new RDSClient(options),
  performanceInsights: new PIClient(options),
  ec2: new EC2Client(options),
  serviceQuotas: new ServiceQuotasClient(options),
  dynamoDb: new DynamoDBClient(options),
  sqs: new SQSClient(options),
};

const deps = limitsDeps(clients, resources, builtConfig, {
  nowMs: () => Date.now(),
  log: {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
  },
  count: (metricName, value) => metrics.addMetric(metricName, MetricUnit.Count, value),
});

export const handler = middy(makeHandler(deps)).use(injectLambdaContext(logger)).use(logMetrics(metrics));
