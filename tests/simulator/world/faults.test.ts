import { describe, expect, it } from "@jest/globals";
import type { FaultSpec } from "../../../simulator/world/fault-spec.ts";
import { Faults } from "../../../simulator/world/faults.ts";
import { type MetricQuery, World } from "../../../simulator/world/world.ts";
import { failedOf, legalPool, legalService, legalWorld, startMs, steps, worldAfter } from "./small-world.ts";

const span = { fromSecond: 100, untilSecond: 200 };

describe("throttled calls", () => {
  const faults = (ratio: number, seed = 1) =>
    new Faults([{ kind: "api-throttling", api: "ecs", ratio, ...span }], seed);

  type Row = { when: string; ratio: number; second: number; least: number; most: number };
  it.each<Row>([
    { when: "none before it begins", ratio: 1, second: 99, least: 0, most: 0 },
    { when: "all from its first second on", ratio: 1, second: 100, least: 1, most: 1 },
    { when: "none from its end on", ratio: 1, second: 200, least: 0, most: 0 },
    { when: "a share of them", ratio: 0.3, second: 150, least: 0.28, most: 0.32 },
  ])("$when", ({ ratio, second, least, most }) => {
    const asked = faults(ratio);
    const throttled = Array.from({ length: 10_000 }, () => asked.throttles("ecs", second)).filter(Boolean).length;
    expect(throttled / 10_000).toBeGreaterThanOrEqual(least);
    expect(throttled / 10_000).toBeLessThanOrEqual(most);
  });

  it("of another API pass", () => expect(faults(1).throttles("cloudwatch", 150)).toBe(false));

  it("are the same ones for the same seed", () => {
    const drawn = (seed: number) => {
      const asked = faults(0.5, seed);
      return Array.from({ length: 64 }, () => asked.throttles("ecs", 150));
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  it("of UpdateService do nothing, and say so", () => {
    const world = worldAfter(
      120,
      legalWorld({}, { faults: [{ kind: "api-throttling", api: "ecs", ratio: 1, ...span }] }),
    );
    expect(world.setDesiredCount("shop", 9)).toBe(false);
    expect(world.counts("shop").desired).toBe(4);
    expect(world.setDesiredCount("shop", 9, "answered")).toBe(true);
    expect(steps(world, 80).setDesiredCount("shop", 5)).toBe(true);
    expect(world.counts("shop").desired).toBe(5);
  });
});

describe("events", () => {
  const copies = (...specs: FaultSpec[]) => {
    const faults = new Faults(specs, 3);
    return Array.from({ length: 4_000 }, () => faults.eventCopies(150));
  };
  const share = (drawn: readonly number[], wanted: number) =>
    drawn.filter((count) => count === wanted).length / drawn.length;

  it("come once without a fault", () => expect(new Set(copies())).toEqual(new Set([1])));

  it("are lost and doubled in their shares", () => {
    const drawn = copies(
      { kind: "lost-events", ratio: 0.2, ...span },
      { kind: "duplicate-events", ratio: 0.5, ...span },
    );
    expect(share(drawn, 0)).toBeCloseTo(0.2, 1);
    expect(share(drawn, 2)).toBeCloseTo(0.4, 1);
  });

  it("come once again when it is over", () => {
    expect(new Faults([{ kind: "lost-events", ratio: 1, ...span }], 1).eventCopies(200)).toBe(1);
  });
});

describe("stale metrics", () => {
  const cpu: MetricQuery = { service: "shop", name: "CPUUtilization" };
  const connections: MetricQuery = { database: "orders", name: "DatabaseConnections" };
  const stale = (service?: string): FaultSpec => ({
    kind: "stale-metrics",
    fromSecond: 170,
    untilSecond: 400,
    ...(service === undefined ? {} : { service }),
  });
  const newest = (seconds: number, faults: readonly FaultSpec[], metric = cpu) => {
    const { traffic: _users, ...other } = legalService({ name: "other" });
    const services = [legalService({ pool: legalPool() }), { ...other, traffic: legalService().traffic as never }];
    const world = worldAfter(seconds, legalWorld({}, { services, faults }));
    return world.datapoints(metric, 60, startMs, startMs + 86_400_000).map(({ atMs }) => (atMs - startMs) / 60_000);
  };

  type Row = { when: string; seconds: number; faults: readonly FaultSpec[]; expected: readonly number[] };
  it.each<Row>([
    { when: "what was published before stays readable", seconds: 180, faults: [stale()], expected: [0] },
    { when: "what would come meanwhile doesn't", seconds: 399, faults: [stale()], expected: [0] },
    { when: "all of it comes when the fault ends", seconds: 400, faults: [stale()], expected: [0, 1, 2, 3, 4] },
    { when: "another service's fault changes nothing", seconds: 180, faults: [stale("other")], expected: [0, 1] },
    { when: "its own does", seconds: 180, faults: [stale("shop")], expected: [0] },
    {
      when: "a second fault keeps back what the first one let go of too late",
      seconds: 500,
      faults: [stale(), { kind: "stale-metrics", fromSecond: 390, untilSecond: 600 }],
      expected: [0],
    },
  ])("$when", ({ seconds, faults, expected }) => expect(newest(seconds, faults)).toEqual(expected));

  it("are a database's too, where the fault is everybody's", () => {
    expect(newest(399, [stale()], connections)).toEqual([]);
    expect(newest(399, [stale("shop")], connections)).toEqual([0, 1, 2, 3]);
  });
});

describe("a lost zone", () => {
  const loss = (ratio: number): FaultSpec => ({ kind: "zone-loss", ratio, fromSecond: 60, untilSecond: 600 });

  it("takes a share of the tasks and their connections at once; ECS starts as many again", () => {
    const world = worldAfter(60, legalWorld({ initialTasks: 5, pool: legalPool() }, { faults: [loss(0.4)] }));
    expect(world.connections("orders")).toBe(55);
    world.step();
    expect(world.counts("shop")).toEqual({ desired: 5, running: 3, pending: 2, stopping: 0, healthy: 3 });
    expect(world.connections("orders")).toBe(35);
    const gone = world.takeTaskEvents().filter(({ lastStatus }) => lastStatus === "STOPPED");
    expect(gone).toHaveLength(2);
    expect(steps(world, 60).counts("shop")).toMatchObject({ running: 5, healthy: 5 });
    expect(world.connections("orders")).toBe(55);
  });

  it("takes whole tasks: half of five are two or three, by the seed", () => {
    const left = (seed: number) =>
      steps(new World(legalWorld({ initialTasks: 5 }, { faults: [loss(0.5)] }), seed), 61).counts("shop").running;
    const seen = Array.from({ length: 40 }, (_, seed) => left(seed));
    expect(new Set(seen)).toEqual(new Set([2, 3]));
    expect(seen).toEqual(Array.from({ length: 40 }, (_, seed) => left(seed)));
  });

  it("takes pending and stopping tasks as well", () => {
    const spec = legalWorld({ initialTasks: 4, pendingSeconds: 40 }, { faults: [loss(1)] });
    const world = worldAfter(50, spec);
    world.setDesiredCount("shop", 2);
    steps(world, 5);
    world.setDesiredCount("shop", 6);
    steps(world, 5);
    expect(world.counts("shop")).toMatchObject({ running: 2, pending: 4, stopping: 2 });
    const before = new Set(world.tasks("shop").map(({ taskId }) => taskId));
    world.step();
    expect(world.counts("shop")).toEqual({ desired: 6, running: 0, pending: 6, stopping: 0, healthy: 0 });
    expect(world.tasks("shop").some(({ taskId }) => before.has(taskId))).toBe(false);
  });
});

describe("a slow database", () => {
  const slow: FaultSpec = { kind: "slow-database", database: "orders", factor: 5, fromSecond: 120, untilSecond: 240 };
  const world = worldAfter(600, legalWorld({ pool: legalPool({ holdSecondsPerRequest: 0.02 }) }, { faults: [slow] }));

  it("holds each request five times as long, for as long as the fault lasts", () => {
    const response: MetricQuery = { service: "shop", name: "TargetResponseTime" };
    const points = world.datapoints(response, 60, startMs, world.nowMs);
    const calm = points[0]?.average ?? 0;
    // 0.02 s at the database, and 0.1 s in minutes 2 and 3.
    const added = points.map(({ average }) => Math.round(100 * (average - calm)));
    expect(added).toEqual([0, 0, 8, 8, 0, 0, 0, 0, 0]);
    expect(failedOf(world)).toBe(0);
  });

  it("uses five times the CPU", () => {
    const points = world.datapoints({ database: "orders", name: "CPUUtilization" }, 60, startMs, world.nowMs);
    // 100 x 0.001 s of four cores.
    expect(points[0]?.average).toBeCloseTo(2.5, 0);
    expect((points[3]?.average ?? 0) / (points[0]?.average ?? 1)).toBeCloseTo(5, 0);
  });
});

describe("faults that make no sense", () => {
  const legal = { kind: "zone-loss", ratio: 0.5, ...span } as const;
  type Row = { when: string; fault: FaultSpec; message: RegExp };
  it.each<Row>([
    { when: "an end before the begin", fault: { ...legal, untilSecond: 100 }, message: /let it end after it begins/ },
    { when: "a share above 1", fault: { ...legal, ratio: 1.2 }, message: /ratio 1.2 is not in 0..1/ },
    {
      when: "a factor of 0",
      fault: { kind: "slow-database", database: "orders", factor: 0, ...span },
      message: /factor 0 is not above 0/,
    },
    {
      when: "a database that isn't there",
      fault: { kind: "slow-database", database: "none", factor: 2, ...span },
      message: /no database is named "none"/,
    },
    {
      when: "a service that isn't there",
      fault: { kind: "stale-metrics", service: "none", ...span },
      message: /no service is named "none"/,
    },
  ])("$when", ({ fault, message }) => {
    expect(() => new World(legalWorld({}, { faults: [fault] }), 1)).toThrow(message);
  });
});
