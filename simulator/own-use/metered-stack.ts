import { makeHandler as makeLimitsHandler } from "../../functions/limits/handler.ts";
import { limitsDeps } from "../../functions/limits/wiring.ts";
import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { AlarmSpec } from "../cloud/alarm-spec.ts";
import { EmbeddedCloud } from "../cloud/embedded-cloud.ts";
import type { EventSourceSpec } from "../cloud/event-source.ts";
import { localEstate } from "../cloud/wire/local-estate.ts";
import { declarePublication } from "../cloud/wire/local-publication.ts";
import { eventSources, rehearsalNames, type Telling } from "../controllers/headgate.ts";
import type { WorldSpec } from "../world/spec.ts";
import { World } from "../world/world.ts";
import { ownWorld } from "./own-world.ts";
import type { StackFacts } from "./stack-facts.ts";
import { UseCounter } from "./use-counter.ts";

const seed = 1;

/**
 * What the embedded cloud can't know is assumed, on the dear side. A call's time is a round trip to an AWS service from a
 * function in its region; that the calls of an invocation run one after the other is more than is true.
 */
const baseMs = 50;
const callMs = 25;
/** Around the fields of a log line: time, level, request id, function. */
const lineBytes = 400;
/** Lambda's own lines of an invocation: start, report. */
const platformBytes = 900;
/** A metric goes to CloudWatch as a log line. */
const metricBytes = 450;

/**
 * Lambda asks each queue over five connections, for 20 s at a time.
 *
 * @see AWS Lambda Developer Guide, "Understanding polling and batching behavior for Amazon SQS event source mappings"
 */
export const pollsPerHour = 5 * (3600 / 20);

/** The deployed handlers on the embedded cloud, with a meter on everything that is billed. */
export type MeteredStack = {
  readonly world: World;
  readonly cloud: EmbeddedCloud;
  readonly sources: readonly EventSourceSpec[];
  readonly limits: (event: unknown) => Promise<unknown>;
  readonly counter: UseCounter;
  readonly invocations: Readonly<Record<string, number>>;
  /** Batches that were handed to a function, by queue. */
  readonly batches: ReadonlyMap<string, number>;
  readonly gbSeconds: () => number;
  readonly logBytes: () => number;
  /** Metric, dimension where it has one, and hour: what CloudWatch bills by the hour in which it is sent. */
  readonly metricHours: ReadonlySet<string>;
};

/** @throws Error from a handler's own warning: a stack whose wake-ups fail is none to measure */
export const meteredStack = (config: Config, work: WorldSpec, { memoryMb }: StackFacts): MeteredStack => {
  const world = new World(ownWorld(config, work), seed);
  const cloud = new EmbeddedCloud(world, config, config.services.flatMap(alarmsOf), rehearsalNames);
  cloud.estate = localEstate(config);
  declarePublication(cloud, config);
  const counter = new UseCounter();
  const answer = cloud.handle.bind(cloud);
  cloud.handle = async (service, operation, input) => {
    const output = await answer(service, operation, input);
    counter.count(service, operation, input);
    return output;
  };

  const invocations: Record<string, number> = {};
  const batches = new Map<string, number>();
  const metricHours = new Set<string>();
  let gbSeconds = 0;
  let logBytes = 0;
  const write = (message: string, fields: Readonly<Record<string, unknown>>): void => {
    logBytes += lineBytes + Buffer.byteLength(message) + Buffer.byteLength(JSON.stringify(fields));
  };
  const telling: Telling = {
    log: {
      info: write,
      warn: (message, fields) => {
        throw new Error(`${message}: ${JSON.stringify(fields)}`);
      },
    },
    // A count of zero is sent too, and makes the metric exist.
    count: (metricName, _value, of) => {
      const dimension = metricName === "Dropped" ? of : "";
      metricHours.add(`${metricName} ${dimension} ${Math.floor(world.nowMs / 3_600_000)}`);
      logBytes += metricBytes;
    },
  };
  const metered =
    <Event, Result>(name: string, handler: (event: Event) => Promise<Result>) =>
    async (event: Event): Promise<Result> => {
      const before = counter.calls;
      const result = await handler(event);
      const seconds = (baseMs + callMs * (counter.calls - before)) / 1000;
      invocations[name] = (invocations[name] ?? 0) + 1;
      gbSeconds += (memoryMb[name]! / 1024) * seconds;
      logBytes += platformBytes;
      return result;
    };

  const functionOf: Readonly<Record<string, string>> = {
    [cloud.queues.events.spec.name]: "router",
    [cloud.queues.scaling.spec.name]: "scale",
    [cloud.queues.records.spec.name]: "records",
  };
  const sources = eventSources(cloud, config, () => world.nowMs, telling).map((source): EventSourceSpec => {
    const queue = source.queue.spec.name;
    const handler = metered(functionOf[queue]!, source.handler);
    return {
      ...source,
      handler: (event) => {
        batches.set(queue, (batches.get(queue) ?? 0) + 1);
        return handler(event);
      },
    };
  });
  const resources = {
    TABLE_NAME: cloud.table.name,
    EVENTS_QUEUE_URL: cloud.queues.url("events"),
    EVENTS_DLQ_URL: cloud.queues.url("events-dlq"),
  };
  const limits = metered(
    "limits",
    makeLimitsHandler(
      limitsDeps(cloud.limitsClients(), resources, config, {
        nowMs: () => world.nowMs,
        log: telling.log,
        count: (metricName, value) => telling.count(metricName, value, ""),
      }),
    ),
  );
  return {
    world,
    cloud,
    sources,
    limits,
    counter,
    invocations,
    batches,
    gbSeconds: () => gbSeconds,
    logBytes: () => logBytes,
    metricHours,
  };
};

/** What a configured alarm watches is not in headgate.yml; here it is a CPU that stays below it. */
const alarmsOf = ({ name, signals }: ServiceConfig): readonly AlarmSpec[] =>
  signals.flatMap((signal) =>
    signal.kind === "alarm"
      ? [
          {
            alarmName: signal.alarmName,
            service: name,
            metric: "CPUUtilization" as const,
            threshold: 95,
            periodSeconds: 60 as const,
            datapoints: 3,
          },
        ]
      : [],
  );
