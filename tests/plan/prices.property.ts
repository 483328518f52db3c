import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { type Budgeted, budgetsOf } from "../../shared/plan/budget/budget.ts";
import { commitmentOf } from "../../shared/plan/budget/commitment.ts";
import { pricesOf } from "../../shared/plan/budget/prices.ts";
import { roomsOf } from "../../shared/plan/budget/rooms.ts";
import { settle, spend } from "../../shared/plan/budget/spend.ts";
import type { Memory, QuarterMaximum } from "../../shared/plan/memory.ts";
import { partiesOf } from "../../shared/plan/party.ts";
import type { DatabaseReading } from "../../shared/plan/readings/database-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import { always } from "./always.ts";
import {
  config,
  connectionsAt,
  counts,
  database,
  databaseFacts,
  databaseReading,
  known,
  memory,
  minutesOf,
  nowMs,
  pool,
  proxyConfig,
  proxyFacts,
  proxyReading,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
} from "./builders.ts";

const quarters = (millionths: number, count: number): readonly QuarterMaximum[] =>
  Array.from({ length: count }, (_, index) => ({ atMs: nowMs - (count - index) * 900_000, millionths }));

const poolArbitrary: fc.Arbitrary<PoolConfig> = fc
  .record({
    k: fc.integer({ min: 1, max: 25 }),
    proxy: fc.constantFrom(null, null, "front", "side"),
    measured: fc.boolean(),
    idle: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ k, proxy, measured, idle }) =>
    pool({
      proxy,
      connectionsPerTask: k,
      ...(measured
        ? { kind: "elastic", minimumConnectionsPerTask: Math.min(k, idle), admission: "measured" as const }
        : {}),
    }),
  );

type Member = { readonly service: ServiceConfig; readonly counts: TaskCounts };

const members: fc.Arbitrary<readonly Member[]> = fc
  .array(
    fc.record({
      pools: fc.uniqueArray(poolArbitrary, { minLength: 1, maxLength: 2, selector: ({ proxy }) => proxy }),
      surge: fc.constantFrom<ServiceConfig["surge"]>("borrow", "borrow", "reserve"),
      counts: fc.record({
        desired: fc.integer({ min: 1, max: 8 }),
        stopping: fc.constantFrom(0, 0, 0, 2),
        unhealthy: fc.constantFrom(0, 0, 1),
        rebalancing: fc.constantFrom(false, false, false, true),
        strategy: fc.constantFrom<TaskCounts["strategy"]>("ROLLING", "ROLLING", "BLUE_GREEN"),
      }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((entries) =>
    entries.map((entry, index) => ({
      service: service({ name: `s${index}`, pools: entry.pools, surge: entry.surge }),
      counts: counts(entry.counts),
    })),
  );

const worlds = fc.record({
  members,
  limit: fc.oneof(fc.integer({ min: 20, max: 900 }), fc.integer({ min: 400, max: 3000 })),
  sharePercent: fc.constantFrom(100, 100, 40),
  elastic: fc.record({ use: fc.integer({ min: 0, max: 900_000 }), count: fc.constantFrom(0, 15, 40) }),
  borrowed: fc.integer({ min: 0, max: 60 }),
  pinned: fc.constantFrom(0, 0, 5),
  allowed: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 200, max: 3000 })),
  peak: fc.integer({ min: 0, max: 200 }),
  percent: fc.constantFrom(100, 60, 30),
  maxClients: fc.constantFrom(null, null, null, 600),
  /** Who asks for the next task. */
  asks: fc.array(fc.nat(), { minLength: 20, maxLength: 60 }),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

const readingOf = (world: World): DatabaseReading => {
  const proxies = ["front", "side"].map((name) =>
    proxyReading({
      name,
      borrowed: minutesOf(world.borrowed),
      pinned: minutesOf(world.pinned),
      allowed: minutesOf(world.allowed),
      peakConnections: known(world.peak),
    }),
  );
  const facts = ["front", "side"].map((proxy) => ({ ...proxyFacts({ maxConnectionsPercent: world.percent }), proxy }));
  return databaseReading({
    facts: known(databaseFacts({ proxies: facts })),
    connections: known([connectionsAt(secondsAgo(180), 40)]),
    proxies,
  });
};

/** The budgets of a world whose services have the desired counts. */
const budgeted = (world: World, desired: readonly number[], before: Memory): readonly Budgeted[] => {
  const services = world.members.map((member) => member.service);
  const compiled = {
    ...config(
      services,
      [database({ maxConnections: world.limit, sharePercent: world.sharePercent })],
      ["front", "side"].map((name) =>
        proxyConfig({ name, proxy: `rds-${name}`, maxClientConnections: world.maxClients }),
      ),
    ),
  };
  const readings = world.members.map((member, index) =>
    serviceReading({
      name: member.service.name,
      tasks: known({ ...member.counts, desired: desired[index]! }),
    }),
  );
  const read = snapshot(readings, [readingOf(world)], { domain: "s0" });
  return budgetsOf(read, partiesOf(read, before, compiled, nowMs), before, compiled, nowMs);
};

const roomsIn = (all: readonly Budgeted[]): Map<string, number | null> =>
  new Map(roomsOf(all).map(({ name, free, closed }) => [name, closed === null ? free : null]));

describe("what a task is granted for", () => {
  it("is always what it is counted with afterwards, in every room, and never leads past a budget", () => {
    let granted = 0;
    let refused = 0;
    always(
      fc.property(worlds, (world) => {
        const { use, count } = world.elastic;
        const before = memory({}, { main: { unmanaged: null, elasticUse: quarters(use, count) } });
        const desired = world.members.map((member) => member.counts.desired);
        const first = budgeted(world, desired, before);
        const byName = new Map(first.map((entry) => [entry.budget.database, entry]));
        const left = roomsIn(first);
        const own = new Set<number>();
        for (const ask of world.asks) {
          const index = ask % world.members.length;
          const { service: asking, counts: tasks } = world.members[index]!;
          const commitment = commitmentOf(asking, tasks);
          const added = commitment(desired[index]! + 1) - commitment(desired[index]!);
          const spent = new Map<string, number>();
          if (spend(pricesOf(asking, byName), added, left, spent) !== null) {
            refused += 1;
            continue;
          }
          settle(left, spent);
          desired[index]! += 1;
          own.add(index);
          granted += 1;
        }
        const again = budgeted(world, desired, memory({}, { main: first[0]!.remembered }));
        expect(Object.fromEntries(roomsIn(again))).toEqual(Object.fromEntries(left));
        for (const index of own) {
          for (const { room } of pricesOf(world.members[index]!.service, byName)) {
            expect(left.get(room)).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      600,
    );
    expect(granted).toBeGreaterThan(2000);
    expect(refused).toBeGreaterThan(2000);
  });
});
