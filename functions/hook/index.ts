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
import { sdkOptions } from "../sdk-options.ts";
import { makeHandler } from "./handler.ts";
import { hookDeps } from "./wiring.ts";

const resources = readEnvironment(["TABLE_NAME", "EVENTS_QUEUE_URL"]);
const logger = new Logger({ serviceName: "hook" });

const clients = {
  ecs: new ECSClient(sdkOptions),
  cloudWatch: new CloudWatchClient(sdkOptions),
  applicationAutoScaling: new ApplicationAutoScalingClient(sdkOptions),
  dynamoDb: new DynamoDBClient(sdkOptions),
  sqs: new SQSClient(sdkOptions),
};

const deps = hookDeps(clients, resources, builtConfig, {
  nowMs: () => Date.now(),
  log: {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
  },
});

export const handler = middy(makeHandler(deps)).use(injectLambdaContext(logger));
