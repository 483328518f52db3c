import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { builtConfig } from "../built-config.ts";
import { readEnvironment } from "../environment.ts";
import { makeHandler } from "./handler.ts";
import { hookDeps } from "./wiring.ts";

const resources = readEnvironment(["TABLE_NAME", "EVENTS_QUEUE_URL"]);
const logger = new Logger({ serviceName: "hook" });

// Three attempts of at most 2 s end well before the function's 20 s.
const options = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};
const clients = {
  ecs: new ECSClient(options),
  cloudWatch: new CloudWatchClient(options),
  applicationAutoScaling: new ApplicationAutoScalingClient(options),
  dynamoDb: new DynamoDBClient(options),
  sqs: new SQSClient(options),
};

const deps = hookDeps(clients, resources, builtConfig, {
  nowMs: () => Date.now(),
  log: {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
  },
});

export const handler = middy(makeHandler(deps)).use(injectLambdaContext(logger));
