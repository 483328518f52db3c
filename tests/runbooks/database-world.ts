import { makeHandler as makeLimitsHandler } from "../../functions/limits/handler.ts";
import { limitsDeps } from "../../functions/limits/wiring.ts";
import type { RunAnswer } from "../../functions/runbook/run-answer.ts";
import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { AlarmSpec } from "../../simulator/cloud/alarm-spec.ts";
import { emptyEstate, type RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import type { WorldSpec } from "../../simulator/world/spec.ts";
import { postgres, withoutInsights } from "../limits-function/estates.ts";
import type { SdkCall } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";
import { killedAt, type RunWorld, runWorld } from "./run-world.ts";

export const classTypes: RdsEstate["instanceTypes"] = [
  { type: "t4g.medium", memoryMib: 4_096, vcpus: 2 },
  { type: "r6g.large", memoryMib: 16_384, vcpus: 2 },
  { type: "r6g.xlarge", memoryMib: 32_768, vcpus: 4 },
];

/** `orders`, single-AZ PostgreSQL of 16 GiB whose limit follows its default formula. */
export const orders = withoutInsights(postgres("orders"));

/** More than a page of what RDS would list, the wanted one on the second. */
export const orderable = (engine: string, ...classes: readonly string[]): RdsEstate["orderable"] => [
  ...classes.flatMap((instanceClass) =>
    Array.from({ length: 101 }, () => ({ engine, engineVersion: "16.4", instanceClass })),
  ),
];

/** Every account runbook that is tested here is allowed. */
export const databaseConfig = (
  checkout: Partial<ServiceConfig> = {},
  database: Partial<DatabaseConfig> = {},
  changes: Partial<Config> = {},
): Config =>
  stackConfig(
    checkout,
    { maxConnections: null, marginConnections: null, ...database },
    {
      runbooks: {
        allow: ["add-read-replica", "chaos", "park", "resize-database"],
        approval: [],
        approvalMinutes: 60,
      },
      ...changes,
    },
  );

/** The deployed functions `runbook`, `router`, `scale` and `limits` over an account with databases. */
export const databaseWorld = async (
  given: {
    readonly estate?: Partial<RdsEstate>;
    readonly config?: Config;
    readonly world?: WorldSpec;
    readonly alarms?: readonly AlarmSpec[];
  } = {},
) => {
  const config = given.config ?? databaseConfig();
  const world = runWorld({ config, world: given.world ?? worldSpec(), alarms: given.alarms ?? [] });
  const { cloud } = world;
  cloud.estate = {
    ...emptyEstate,
    instances: [orders],
    instanceTypes: classTypes,
    orderable: orderable("postgres", "db.t4g.medium", "db.r6g.xlarge") ?? [],
    ...given.estate,
  };
  const resources = {
    TABLE_NAME: cloud.table.name,
    EVENTS_QUEUE_URL: cloud.queues.url("events"),
    EVENTS_DLQ_URL: cloud.queues.url("events-dlq"),
  };
  const silent = { info: () => {}, warn: () => {} };
  const limits = makeLimitsHandler(
    limitsDeps(cloud.limitsClients(), resources, config, {
      nowMs: () => world.world.nowMs,
      log: silent,
      count: () => {},
    }),
  );
  world.warmUp(300);
  await limits({ kind: "read-limits" });
  world.calls.length = 0;

  /** Calls of the function `runbook` alone. */
  const ran: SdkCall[] = [];
  const recorded = async <T>(work: () => Promise<T>): Promise<T> => {
    const from = world.calls.length;
    try {
      return await work();
    } finally {
      ran.push(...world.calls.slice(from));
    }
  };
  const deliver = (): Promise<void> => recorded(world.deliver);
  const invoke = (event: unknown): Promise<RunAnswer> => recorded(() => world.invoke(event));

  /** RDS tells EventBridge of each change of an instance, and a rule hands that to `limits`. */
  let seen = "";
  const tellLimits = async (): Promise<void> => {
    const { DBInstances } = (await cloud.handle("rds", "DescribeDBInstances", {})) as {
      DBInstances: Record<string, unknown>[];
    };
    world.calls.pop();
    const now = DBInstances.map((one) => `${one["DBInstanceIdentifier"]} ${one["DBInstanceStatus"]}`);
    const before = seen === "" ? now : seen.split("\n");
    seen = now.join("\n");
    for (const changed of now.filter((line) => !before.includes(line))) {
      const detail = { SourceIdentifier: changed.split(" ")[0], Message: changed };
      const event = { id: `rds-${world.world.nowMs}`, source: "aws.rds", "detail-type": "RDS DB Instance Event" };
      await limits({ ...event, time: new Date(world.world.nowMs).toISOString(), detail });
    }
  };

  /** A second of everything; the runs last, so that a fault may hit them alone. */
  const second = async (runs: () => Promise<void>): Promise<void> => {
    await world.run(1);
    if (world.nowSeconds() % 900 === 0) await limits({ kind: "read-limits" });
    await tellLimits();
    await runs();
  };
  return {
    ...world,
    ran,
    deliver,
    invoke,
    live: async (seconds: number): Promise<void> => {
      for (let passed = 0; passed < seconds; passed += 1) await second(deliver);
    },
    second,
    /** The instance as RDS describes it now. */
    instance: async (id = "orders"): Promise<Record<string, unknown>> => {
      const answer = await cloud.handle("rds", "DescribeDBInstances", { DBInstanceIdentifier: id });
      world.calls.pop();
      return (answer as { DBInstances: Record<string, unknown>[] }).DBInstances[0]!;
    },
    status: (run: string): Promise<RunAnswer> => invoke({ run, command: "status" }),
  };
};

export type DatabaseWorld = Awaited<ReturnType<typeof databaseWorld>>;

/** What of the account was changed since a moment, without Headgate's own table and queues. */
export const accountChanges = ({ calls }: Pick<RunWorld, "calls">, from = 0): readonly string[] =>
  calls
    .slice(from)
    .map(({ name }) => name)
    .filter((name) => /^(rds|ecs|route53|elbv2) (?!Describe|List|Get)/.test(name));

/**
 * Kills the function at its n-th call of a run, wherever that is, and lets the run go on: whoever has asked asks again
 * with the same request id, and the queue hands its message over again.
 *
 * @returns whether there was an n-th call
 */
export const killRunAt = async (
  world: DatabaseWorld,
  request: Readonly<Record<string, unknown>>,
  nth: number,
  seconds: number,
): Promise<boolean> => {
  const { fault, wasKilled } = killedAt(nth);
  const exposed = async (work: () => Promise<unknown>): Promise<void> => {
    const isArmed = !wasKilled();
    if (isArmed)
      world.failing((call) => {
        const error = fault(call);
        // It was not made.
        if (error !== null) world.calls.splice(world.calls.indexOf(call), 1);
        return error;
      });
    await work().catch(() => null);
    world.failing(() => null);
  };
  await exposed(() => world.invoke(request));
  if (wasKilled()) await world.invoke(request);
  for (let passed = 0; passed < seconds; passed += 1) await world.second(() => exposed(world.deliver));
  return wasKilled();
};
