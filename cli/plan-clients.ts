import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Clients } from "../shared/aws/clients.ts";
import type { Config } from "../shared/config/config.ts";
import { queueUrlOf } from "../simulator/cloud/stack-names.ts";
import { openLocalCloud } from "../simulator/cloud/wire/local-cloud.ts";
import { type TableOptions, tableOf } from "./history-table.ts";

/** What a plan is read with. Nothing in it writes. */
export type PlanSource = {
  readonly clients: Omit<Clients, "sns">;
  readonly table: string;
  /** URL of any queue of the account and region in which the services' queues are. */
  readonly siblingQueueUrl: string;
  readonly nowMs: number;
};

/** Your own account, with your own credentials. @throws what SQS answers for the first queue that the configuration names */
export const liveSource = async (options: TableOptions, config: Config, nowMs: number): Promise<PlanSource> => {
  const settings = options.region === undefined ? {} : { region: options.region };
  const sqs = new SQSClient(settings);
  const clients = {
    ecs: new ECSClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    applicationAutoScaling: new ApplicationAutoScalingClient(settings),
    dynamoDb: new DynamoDBClient(settings),
    sqs,
  };
  const [queueName] = config.services.flatMap(({ signals }) =>
    signals.flatMap((signal) =>
      signal.kind === "backlog" && signal.source.kind === "sqs" ? [signal.source.queueName] : [],
    ),
  );
  // Only the last part of a queue's URL differs within an account and region.
  const url =
    queueName === undefined ? undefined : (await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }))).QueueUrl;
  return { clients, table: tableOf(options), siblingQueueUrl: url ?? "https://sqs.invalid/0/none", nowMs };
};

const localNames = { prefix: "local", region: "eu-central-1", accountId: "123456789012" };

/** A cloud of its own in this process: the services of headgate.yml in a rush, and an empty table. */
export const localSource = async (config: Config, nowMs: number): Promise<PlanSource> => {
  const cloud = await openLocalCloud(config, localNames, nowMs);
  return {
    clients: cloud.clients(),
    table: localNames.prefix,
    siblingQueueUrl: queueUrlOf(localNames, "events"),
    nowMs,
  };
};
