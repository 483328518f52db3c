import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { makeDeadLetter } from "../../shared/aws/dead-letter.ts";
import { readDueDomains } from "../../shared/aws/domain-table.ts";
import { makeSendWakeUps, type SendWakeUps } from "../../shared/aws/send-wake-ups.ts";
import { builtConfig } from "../built-config.ts";
import { readEnvironment } from "../environment.ts";
import { makeHandler } from "./handler.ts";
import type { RouterDeps } from "./router-deps.ts";

const { TABLE_NAME, EVENTS_DLQ_URL, SCALING_QUEUE_URL, RECORDS_QUEUE_URL } = readEnvironment([
  "TABLE_NAME",
  "EVENTS_DLQ_URL",
  "SCALING_QUEUE_URL",
  "RECORDS_QUEUE_URL",
]);

const logger = new Logger({ serviceName: "router" });
const metrics = new Metrics({ namespace: "Headgate", serviceName: "router" });
// Every call with its retry ends well before the function's timeout, so that a slow service returns records by name.
const clientOptions = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};
const sqs = new SQSClient(clientOptions);
const dynamodb = new DynamoDBClient(clientOptions);

const sendTo = (queueUrl: string): SendWakeUps =>
  makeSendWakeUps(sqs, queueUrl, (group, reason) => logger.warn("wake-up not sent", { group, reason }));

const count: RouterDeps["count"] = (metricName, value, dimensions) => {
  // With dimensions a metric of its own: they would otherwise hold for every metric of the invocation.
  const target = dimensions === undefined ? metrics : metrics.singleMetric().addDimensions(dimensions);
  target.addMetric(metricName, MetricUnit.Count, value);
};

export const handler = middy(
  makeHandler({
    config: builtConfig,
    nowMs: () => Date.now(),
    dueDomains: (nowMs) => readDueDomains(dynamodb, TABLE_NAME, builtConfig, nowMs),
    sendWakeUps: sendTo(SCALING_QUEUE_URL),
    sendRecordsWakeUps: sendTo(RECORDS_QUEUE_URL),
    deadLetter: makeDeadLetter(sqs, EVENTS_DLQ_URL),
    log: {
      info: (message, fields) => logger.info(message, { ...fields }),
      warn: (message, fields) => logger.warn(message, { ...fields }),
    },
    count,
  }),
)
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics));
