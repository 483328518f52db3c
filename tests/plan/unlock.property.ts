import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { marginOf } from "../../shared/config/budget.ts";
import type { Config } from "../../shared/config/config.ts";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { Unlock } from "../../shared/plan/explain/finding.ts";
import { emptyMemory } from "../../shared/plan/memory.ts";
import { plan } from "../../shared/plan/plan.ts";
import { type DatabaseReading, noPressure } from "../../shared/plan/readings/database-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import { always } from "./always.ts";
import {
  config,
  counts,
  database,
  databaseReading,
  datapoint,
  known,
  nowMs,
  pool,
  service,
  serviceReading,
  snapshot,
} from "./builders.ts";

type Given = { readonly config: Config; readonly snapshot: Snapshot };

const unpaced = { ...service().pace, upPercent: 100_000 };

const readingOf = (instanceClass: string, activeSessions: number | null): DatabaseReading =>
  databaseReading({
    facts: known({
      database: "main",
      readAtMs: nowMs,
      instances: [
        {
          instance: "main",
          resourceId: "db-MAIN",
          role: "instance",
          status: "available",
          engine: "mysql",
          engineVersion: "8.0.40",
          instanceClass,
          vcpu: 2,
          multiAz: false,
          answer: { limit: { kind: "exact", source: "parameter", maxConnections: 100 }, notes: [] },
        },
      ],
      proxies: [],
    }),
    ...(activeSessions === null
      ? {}
      : {
          pressure: { ...noPressure, loadPerVcpu: known([{ atMs: nowMs - 120_000, value: activeSessions / 2 / 100 }]) },
        }),
  });

/** A service that asks for more, beside one that is content. */
const given: fc.Arbitrary<Given> = fc
  .record({
    perTask: fc.integer({ min: 1, max: 20 }),
    orders: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null, freq: 3 }),
    surge: fc.constantFrom<ServiceConfig["surge"]>("borrow", "reserve"),
    drainSeconds: fc.constantFrom(0, 60, 330),
    desired: fc.integer({ min: 1, max: 8 }),
    surplus: fc.constantFrom(0, 0, 0, 2),
    stopping: fc.constantFrom(0, 0, 3),
    ask: fc.integer({ min: 4, max: 30 }),
    rolls: fc.constantFrom(false, false, false, true),
    maximumPercent: fc.constantFrom(200, 150, 125),
    neighbour: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
    limit: fc.integer({ min: 30, max: 300 }),
    ordersLimit: fc.integer({ min: 30, max: 400 }),
    reservedConnections: fc.constantFrom(0, 8),
    instanceClass: fc.constantFrom(null, "db.t4g.micro", "db.t4g.small", "db.m6g.large"),
    monthlyDollars: fc.constantFrom(null, 100),
    readSharePercent: fc.constantFrom(null, 50, 80),
    activeSessions: fc.constantFrom(null, 0.5, 4),
  })
  .map((shape): Given => {
    const pools: readonly PoolConfig[] = [
      pool({ connectionsPerTask: shape.perTask }),
      ...(shape.orders === null ? [] : [pool({ database: "orders", connectionsPerTask: shape.orders })]),
    ];
    const { surge, drainSeconds, desired, surplus, stopping, maximumPercent, ask } = shape;
    const asking = service({ pools, surge, drainSeconds, pace: unpaced, minTasks: 1, maxTasks: 40 });
    const deployment: TaskCounts["deployment"] = shape.rolls ? { kind: "rolling", sinceMs: nowMs } : { kind: "none" };
    const tasks = counts({ desired, running: desired + surplus, stopping, maximumPercent, deployment });
    const reading = serviceReading({
      tasks: known(tasks),
      signals: [datapoint({ value: (50 * ask) / tasks.running, tasks: tasks.running })],
    });
    const contentTasks = shape.neighbour ?? 0;
    const neighbour = service({ name: "api", minTasks: 1 });
    const beside = serviceReading({
      name: "api",
      tasks: known(counts({ desired: contentTasks })),
      signals: [datapoint({ tasks: contentTasks })],
    });
    return {
      config: config(shape.neighbour === null ? [asking] : [asking, neighbour], [
        database({
          maxConnections: shape.limit,
          marginConnections: marginOf(shape.limit),
          reservedConnections: shape.reservedConnections,
          monthlyDollars: shape.monthlyDollars,
          readSharePercent: shape.readSharePercent,
        }),
        database({ name: "orders", maxConnections: shape.ordersLimit, marginConnections: marginOf(shape.ordersLimit) }),
      ]),
      snapshot: snapshot(
        shape.neighbour === null ? [reading] : [reading, beside],
        shape.instanceClass === null ? [] : [readingOf(shape.instanceClass, shape.activeSessions)],
      ),
    };
  });

const planned = (input: Given) => plan(input.snapshot, emptyMemory, input.config, nowMs);
const targetOf = (input: Given): number => planned(input).services.find(({ name }) => name === "web")!.targetTasks!;

const withService = (input: Given, change: (web: ServiceConfig) => ServiceConfig): Given => ({
  ...input,
  config: { ...input.config, services: input.config.services.map((it) => (it.name === "web" ? change(it) : it)) },
});

/** The option taken, everything else as it is. */
const unlocked = (input: Given, unlock: Unlock, on: string): Given => {
  switch (unlock.kind) {
    case "smaller-pool":
      return withService(input, (web) => ({
        ...web,
        pools: web.pools.map((it) =>
          it.database === on
            ? {
                ...it,
                connectionsPerTask: unlock.connectionsPerTask,
                minimumConnectionsPerTask: unlock.connectionsPerTask,
              }
            : it,
        ),
      }));
    case "borrow-surge":
      return withService(input, (web) => ({ ...web, surge: "borrow" }));
    case "shorter-drain":
      return withService(input, (web) => ({ ...web, drainSeconds: unlock.drainSeconds }));
    case "read-replica":
      return withService(input, (web) => ({
        ...web,
        pools: web.pools.map((it) => {
          const connectionsPerTask = it.connectionsPerTask - unlock.movedConnections;
          return it.database === on ? { ...it, connectionsPerTask, minimumConnectionsPerTask: connectionsPerTask } : it;
        }),
      }));
    // What a proxy does to the plan is another budget: it has its own tests.
    case "proxy":
      return input;
    case "next-class":
    case "larger-limit":
      return {
        ...input,
        config: {
          ...input.config,
          databases: input.config.databases.map((it) =>
            it.name === on
              ? {
                  ...it,
                  maxConnections: unlock.maxConnections,
                  marginConnections: marginOf(unlock.maxConnections),
                }
              : it,
          ),
        },
      };
    case "maximum-percent":
    case "lower-maximum-percent":
      return {
        ...input,
        snapshot: {
          ...input.snapshot,
          services: input.snapshot.services.map((it) =>
            it.name === "web" && it.tasks.kind === "known"
              ? { ...it, tasks: known({ ...it.tasks.value, maximumPercent: unlock.maximumPercent }) }
              : it,
          ),
        },
      };
  }
};

describe("an unlock option", () => {
  it("always reaches the task count that it promises, once taken", () => {
    const seen: Record<string, number> = {};
    always(
      fc.property(given, (input) => {
        const finding = planned(input).findings.find(
          ({ code, service: name }) => code === "database-budget" && name === "web",
        );
        for (const unlock of finding?.unlocks ?? []) {
          if (unlock.kind === "lower-maximum-percent") throw new Error("not an option of a capped service");
          seen[unlock.kind] = (seen[unlock.kind] ?? 0) + 1;
          expect(unlock.tasks).toBeGreaterThan(finding!.numbers["grantedTasks"]!);
          expect(unlock.tasks).toBeLessThanOrEqual(finding!.numbers["askTasks"]!);
          if (unlock.kind === "proxy") continue;
          const reached = targetOf(unlocked(input, unlock, finding!.database!));
          expect({ unlock, reaches: reached >= unlock.tasks, reached }).toEqual({ unlock, reaches: true, reached });
        }
      }),
      1500,
    );
    const common = ["smaller-pool", "borrow-surge", "larger-limit", "next-class", "read-replica", "proxy"];
    for (const kind of common) expect([kind, (seen[kind] ?? 0) > 50]).toEqual([kind, true]);
    for (const kind of ["maximum-percent", "shorter-drain"])
      expect([kind, (seen[kind] ?? 0) > 10]).toEqual([kind, true]);
  });

  it("of a smaller maximumPercent always ends the warning about the next deployment", () => {
    let seen = 0;
    always(
      fc.property(given, (input) => {
        const warns = (from: Given) =>
          planned(from).findings.find(
            ({ code, service: name }) => code === "deployment-exceeds-budget" && name === "web",
          );
        for (const unlock of warns(input)?.unlocks ?? []) {
          seen += 1;
          const after = unlocked(input, unlock, "main");
          // With more room a reserved surge lets the service grow: then it is another count that would be rolled out.
          if (targetOf(after) === targetOf(input)) expect(warns(after)?.database).not.toBe(warns(input)!.database);
        }
      }),
      1500,
    );
    expect(seen).toBeGreaterThan(50);
  });
});
