import type { GetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import type { Config } from "../../shared/config/config.ts";
import type { World } from "../world/world.ts";
import { AwsError } from "./aws-error.ts";

const shortestPeriodSeconds = 20;
const lookbackMs = 120_000;

/** The SQS queues that services of the world consume, as `GetQueueAttributes` tells of them. */
export class ServiceQueues {
  readonly #world: World;
  /** Consumer by queue name. */
  readonly #consumers: ReadonlyMap<string, string>;

  constructor(world: World, config: Config) {
    this.#world = world;
    this.#consumers = new Map(
      config.services.flatMap(({ name, signals }) =>
        signals.flatMap((signal) =>
          signal.kind === "backlog" && signal.source.kind === "sqs" ? [[signal.source.queueName, name] as const] : [],
        ),
      ),
    );
  }

  getQueueAttributes(input: GetQueueAttributesRequest): object {
    const service = this.#consumers.get(input.QueueUrl?.split("/").at(-1) ?? "");
    if (service === undefined) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    const { nowMs } = this.#world;
    const metric = { service, name: "QueueLength" } as const;
    const newest = this.#world.datapoints(metric, shortestPeriodSeconds, nowMs - lookbackMs, nowMs).at(-1);
    const waiting = String(Math.round(newest?.average ?? 0));
    // The world's tasks take a message and are done with it in the same second.
    const all = { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: "0" };
    const asked = new Set<string>(input.AttributeNames ?? []);
    return { Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => asked.has(name))) };
  }
}
