import type { Config } from "../../shared/config/config.ts";
import { compress, decompress } from "../../shared/state/compressed.ts";
import type { Handler } from "../../simulator/cloud/event-source.ts";

/** Something broken on purpose, around the functions and not in them. */
export type PlantedBug = {
  readonly config?: (config: Config) => Config;
  /** @param queue name as in the stack */
  readonly handler?: (queue: string, handler: Handler) => Handler;
  /** What a function reads back of the state that it stored. @param key as in `DOMAIN#orders` */
  readonly memory?: (key: string, state: object) => object;
};

const every = 20;

export const plantedBugs = {
  /** Each firing of an alarm is a step of its own. */
  noWindow: {
    config: (config) => ({
      ...config,
      services: config.services.map((service) => ({
        ...service,
        signals: service.signals.map((signal) =>
          signal.kind === "alarm" ? { ...signal, windowSeconds: 0, warmUpSeconds: 0 } : signal,
        ),
      })),
    }),
  },
  /** `records` doesn't know when it wrote or looked, and does so at each wake-up. */
  noPace: {
    memory: (key, state) =>
      key.startsWith("RECORDS#") ? { ...state, readStartedAtMs: 0, wroteAtMs: null, busySinceMs: null } : state,
  },
  /** `scale` doesn't know that a delayed wake-up is under way, and sends one with each read. */
  forgottenLoop: {
    memory: (key, state) => (key.startsWith("DOMAIN#") ? { ...state, loopToken: null, loopMessage: null } : state),
  },
  /** A mapping without ReportBatchItemFailures: what the router returns is deleted. */
  noPartialBatches: {
    handler: (queue, handler) =>
      queue === "events" ? async (event) => handler(event).then(() => ({ batchItemFailures: [] })) : handler,
  },
  /** A function that acknowledges one wake-up in 20 and does nothing. */
  swallowed: {
    handler: (queue, handler) => {
      let invocations = 0;
      return async (event) =>
        queue === "scaling.fifo" && ++invocations % every === 0 ? { batchItemFailures: [] } : handler(event);
    },
  },
  /** The router reads all but the last message of a batch. */
  shortBatch: {
    handler: (queue, handler) =>
      queue === "events" ? (event) => handler({ Records: event.Records.slice(0, -1) }) : handler,
  },
} satisfies Record<string, PlantedBug>;

type Item = Record<string, { readonly S?: string; readonly B?: Uint8Array }>;

/** An answer of BatchGetItem as the bug has it. */
export const misremembered = (answer: object, memory: NonNullable<PlantedBug["memory"]>): object => {
  const { Responses = {} } = answer as { readonly Responses?: Record<string, readonly Item[]> };
  const altered = (item: Item): Item =>
    item["sk"]?.S === "STATE" && item["body"]?.B !== undefined
      ? { ...item, body: { B: compress(memory(item["pk"]!.S!, decompress<object>(item["body"].B))) } }
      : item;
  return {
    ...answer,
    Responses: Object.fromEntries(Object.entries(Responses).map(([table, items]) => [table, items.map(altered)])),
  };
};
