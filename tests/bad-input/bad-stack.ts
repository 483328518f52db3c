import { makeHandler } from "../../functions/limits/handler.ts";
import { limitsDeps } from "../../functions/limits/wiring.ts";
import type { Config } from "../../shared/config/config.ts";
import type { Notice } from "../../shared/notices/notice.ts";
import { noticeSchema } from "../../shared/notices/notice-schema.ts";
import type { AlarmSpec } from "../../simulator/cloud/alarm-spec.ts";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import type { WorldSpec } from "../../simulator/world/spec.ts";
import { type Fault, smallStack } from "../scale/small-stack.ts";
import { withCalmMetrics } from "./calm-metrics.ts";
import { connectionsPerTask, soundEstate, takenByOthers, trueLimits, twoDatabasesWorld } from "./two-databases.ts";

export type BadStackInput = {
  readonly config: Config;
  readonly world?: WorldSpec;
  /** What differs from the sound estate. */
  readonly estate?: Partial<RdsEstate>;
  readonly alarms?: readonly AlarmSpec[];
};

/** A notice with the words that people read. */
export type Told = { readonly notice: Notice; readonly text: string };

/** `limits`, `router` and `scale` as they are deployed, on one embedded cloud and one table. */
export const badStack = ({ config, world = twoDatabasesWorld(), estate = {}, alarms = [] }: BadStackInput) => {
  const stack = smallStack(world, config, alarms);
  const { cloud } = stack;
  cloud.estate = { ...soundEstate, ...estate };
  withCalmMetrics(cloud);
  const resources = {
    TABLE_NAME: cloud.table.name,
    EVENTS_QUEUE_URL: cloud.queues.url("events"),
    EVENTS_DLQ_URL: cloud.queues.url("events-dlq"),
  };
  const silent = { info: () => {}, warn: () => {} };
  const desiredOf = (name: string): number => stack.world.counts(name).desired;
  stack.warmUp(240);

  return {
    ...stack,
    /** @param hoursAgo the function's clock: what it stores is so much older than the world's present */
    readLimits: (event: unknown = { kind: "read-limits" }, hoursAgo = 0) => {
      const nowMs = () => stack.world.nowMs - hoursAgo * 3_600_000;
      return makeHandler(limitsDeps(cloud.limitsClients(), resources, config, { nowMs, log: silent, count: () => {} }))(
        event,
      );
    },
    /** Second by second; throws where more was ordered than a database accepts. */
    run: async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        await stack.run(1);
        for (const { database, connections, mostConnections } of ordered(config, desiredOf)) {
          if (connections > mostConnections)
            throw new Error(`${connections} connections ordered on ${database}, which has ${mostConnections}`);
        }
      }
    },
    mend: (sound: Partial<RdsEstate>): void => {
      stack.failing(() => null);
      cloud.estate = { ...cloud.estate, ...sound };
    },
    desiredOf,
    told: (): readonly Told[] =>
      cloud.topic.published.map(({ messages }) => ({
        notice: noticeSchema.parse(JSON.parse(messages["lambda"]!)) as Notice,
        text: messages["default"]!,
      })),
    refusedConnections: (): number => stack.world.totals().failedByCause.refusedConnection,
  };
};

export type BadStack = ReturnType<typeof badStack>;
export type { Fault };

/** What all desired tasks open at their fullest, without those that borrow from a proxy. */
const ordered = (config: Config, desiredOf: (service: string) => number) =>
  (["bad", "good"] as const).map((database) => ({
    database,
    connections: config.services
      .filter(({ pools }) => pools.some((pool) => pool.database === database && pool.proxy === null))
      .reduce((sum, { name }) => sum + desiredOf(name) * connectionsPerTask, 0),
    mostConnections: trueLimits[database] - takenByOthers,
  }));
