import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Clients, Sqs } from "../shared/aws/clients.ts";
import { nameAndMessage } from "../shared/aws/failure.ts";
import type { Config } from "../shared/config/config.ts";
import { awsHint } from "../shared/notices/aws-hint.ts";
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

export type LiveSource =
  | { readonly kind: "ok"; readonly source: PlanSource }
  /** A sentence, and what to do. */
  | { readonly kind: "failed"; readonly message: string };

/** Your own account, with your own credentials. Never throws. */
export const liveSource = async (options: TableOptions, config: Config, nowMs: number): Promise<LiveSource> => {
  const settings = options.region === undefined ? {} : { region: options.region };
  const clients = {
    ecs: new ECSClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    applicationAutoScaling: new ApplicationAutoScalingClient(settings),
    dynamoDb: new DynamoDBClient(settings),
    sqs: new SQSClient(settings),
  };
  const found = await queueUrl(clients.sqs, config);
  if (found.kind === "failed") return found;
  return { kind: "ok", source: { clients, table: tableOf(options), siblingQueueUrl: found.url, nowMs } };
};

/** Only the last part of a queue's URL differs within an account and region, so one tells all. */
const queueUrl = async (
  sqs: Sqs,
  { services }: Config,
): Promise<{ readonly kind: "ok"; readonly url: string } | Extract<LiveSource, { kind: "failed" }>> => {
  const sources = services.flatMap(({ signals }) =>
    signals.flatMap((signal) => ("source" in signal ? signal.source : [])),
  );
  const first = sources.find((source) => source.kind === "sqs");
  // Nobody reads a queue, so nobody asks for the URL.
  if (first === undefined) return { kind: "ok", url: "https://sqs.invalid/0/none" };
  try {
    const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: first.queueName }));
    return { kind: "ok", url: QueueUrl };
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    const fix = awsHint(`${name}: ${message}`) ?? "check the queue's name and --region; you need sqs:GetQueueUrl";
    return {
      kind: "failed",
      message: `The queue ${first.queueName} can't be found: ${name}: ${message}\n  fix: ${fix}`,
    };
  }
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
