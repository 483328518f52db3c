import { describe, expect, it } from "@jest/globals";
import type { PoolSpec, ReaderPoolSpec, ServiceSpec, WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { failedOf, legalPool, legalService, startMs, steps, worldAfter } from "./small-world.ts";

const reader = (changes: Partial<ReaderPoolSpec> = {}): ReaderPoolSpec => ({
  database: "replica",
  connectionsPerTask: 5,
  requestsRatio: 0.8,
  ...changes,
});

/** Room for twenty pools of 10 at the writer and for five of 5 at the replica. */
const replicated = (pool: Partial<PoolSpec> = {}, service: Partial<ServiceSpec> = {}): WorldSpec => ({
  startMs,
  databases: [
    { name: "orders", maxConnections: 208, reservedConnections: 8, baseConnections: 0, cores: 4 },
    { name: "replica", maxConnections: 33, reservedConnections: 8, baseConnections: 0, cores: 1 },
  ],
  services: [legalService({ pool: legalPool({ reader: reader(), ...pool }), ...service })],
});

describe("a reader pool", () => {
  it("is opened with its task and closed with it, at the replica's own wall", () => {
    const world = worldAfter(10, replicated());
    expect([world.connections("orders"), world.connections("replica")]).toEqual([40, 20]);
    world.setDesiredCount("shop", 2);
    expect(steps(world, 29).connections("replica")).toBe(20);
    expect(steps(world, 2).connections("replica")).toBe(10);
    expect(world.connections("orders")).toBe(20);
  });

  type Row = { when: string; mode: PoolSpec["withoutConnections"]; healthy: number };
  it.each<Row>([
    { when: "crashes", mode: "crash", healthy: 5 },
    { when: "waits", mode: "wait", healthy: 5 },
    { when: "takes traffic and fails it", mode: "degrade", healthy: 7 },
  ])("that can't open: its task $when, without a pool at either database", ({ mode, healthy }) => {
    const world = worldAfter(1, replicated({ withoutConnections: mode }));
    world.setDesiredCount("shop", 7);
    steps(world, 300);
    expect(world.counts("shop").healthy).toBe(healthy);
    expect([world.connections("orders"), world.connections("replica")]).toEqual([50, 25]);
    expect(world.refusedConnections("shop")).toBeGreaterThan(0);
    expect(failedOf(world) > 0).toBe(mode === "degrade");
  });

  it("that can't open undoes a pool that came up in part", () => {
    const world = worldAfter(1, replicated({ connectionsToStart: 4 }));
    world.setDesiredCount("shop", 7);
    steps(world, 300);
    expect(world.counts("shop").healthy).toBe(5);
    expect([world.connections("orders"), world.connections("replica")]).toEqual([50, 25]);
  });
});

describe("the load is split", () => {
  const busy = (requestsRatio: number) =>
    worldAfter(
      300,
      replicated(
        { reader: reader({ requestsRatio }), holdSecondsPerRequest: 0.01, databaseCpuSecondsPerRequest: 0.01 },
        {
          traffic: { kind: "perSecond", requestsPerSecond: [300] },
          cpuSecondsPerRequest: 0.001,
          queueLimitPerTask: 50,
        },
      ),
    );

  // 4 cores at the writer, 1 at the replica; a request takes 10 ms of one: 400 and 100 a second.
  it.each([
    { when: "none to the replica: all are served", requestsRatio: 0, servedPerSecond: 300 },
    { when: "a third to the replica: it carries its 100 a second", requestsRatio: 1 / 3, servedPerSecond: 300 },
    { when: "half to the replica: it holds all up at twice its 100", requestsRatio: 0.5, servedPerSecond: 200 },
    { when: "all to the replica: 100", requestsRatio: 1, servedPerSecond: 100 },
  ])("$when", ({ requestsRatio, servedPerSecond }) => {
    const { served } = busy(requestsRatio).totals();
    expect(Math.abs(served / 300 - servedPerSecond) / servedPerSecond).toBeLessThan(0.03);
  });
});

describe("specs that make no world", () => {
  it.each([
    { when: "a replica that isn't there", given: { database: "none" }, message: /no database is named "none"/ },
    { when: "more than all requests", given: { requestsRatio: 1.1 }, message: /requestsRatio 1.1/ },
  ])("$when", ({ given, message }) =>
    expect(() => new World(replicated({ reader: reader(given) }), 1)).toThrow(message),
  );
});
