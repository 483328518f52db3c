import { describe, expect, it } from "@jest/globals";
import { percentileOf } from "../../../simulator/world/latency-percentile.ts";
import type { ServiceSpec } from "../../../simulator/world/spec.ts";
import type { MetricQuery } from "../../../simulator/world/world.ts";
import { simulateP99Seconds } from "./discrete-event.ts";
import { legalService, legalWorld, startMs, worldAfter } from "./small-world.ts";

const response: MetricQuery = { service: "shop", name: "TargetResponseTime" };

const points = (seconds: number, spec: Partial<ServiceSpec>, period = 60) => {
  const world = worldAfter(seconds, legalWorld(spec));
  return world.datapoints(response, period, startMs, world.nowMs);
};

/** 5 tasks of 25 ms at load .7. */
const steady: Partial<ServiceSpec> = {
  traffic: { kind: "perSecond", requestsPerSecond: [140] },
  initialTasks: 5,
  cpuSecondsPerRequest: 0.025,
};

describe("TargetResponseTime", () => {
  it.each([60, 20])("is published every %d s, with one sample a request", (period) => {
    const found = points(1_200, steady, period);
    expect(found.slice(0, 2).map(({ atMs }) => atMs - startMs)).toEqual([0, period * 1_000]);
    for (const { sampleCount, sum, average } of found) {
      expect(Math.abs(sampleCount / (140 * period) - 1)).toBeLessThan(0.1);
      expect(sum).toBeCloseTo(average * sampleCount, 6);
    }
  });

  it("has the discrete events' 99th percentile at a steady load, within 5 %", () => {
    const discrete = simulateP99Seconds(0.7, 5, 0.025, 300_000, 1);
    const found = points(3_600, steady).slice(5);
    const p99 = found.reduce((sum, point) => sum + (point.p99 ?? 0), 0) / found.length;
    expect(Math.abs(p99 / discrete - 1)).toBeLessThan(0.05);
  });

  it("has rising percentiles around its average, within its ends", () => {
    for (const { p50, p90, p95, p99, average, minimum, maximum } of points(600, steady)) {
      const ladder = [minimum, p50, average, p90, p95, p99] as number[];
      expect([...ladder].sort((a, b) => a - b)).toEqual(ladder);
      expect(p99).toBeLessThanOrEqual(maximum);
    }
  });

  it("of an exponential time the median is ln 2 of the mean, the 90th percentile ln 10", () => {
    const exponential = { atMs: 0, average: 1, maximum: 9, minimum: 0, sum: 1, sampleCount: 1, p99: Math.log(100) };
    expect(percentileOf(exponential, 50)).toBeCloseTo(Math.log(2), 9);
    expect(percentileOf(exponential, 90)).toBeCloseTo(Math.log(10), 9);
    expect(percentileOf(exponential, 99)).toBeCloseTo(Math.log(100), 9);
  });

  it("weighs seconds by their requests", () => {
    const requestsPerSecond = Array.from({ length: 60 }, (_, second) => (second < 20 ? 190 : 10));
    const load = { ...steady, traffic: { kind: "perSecond", requestsPerSecond } } as const;
    const [minute] = points(180, load);
    const thirds = points(180, load, 20).slice(0, 3);
    const requests = thirds.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
    const weighted = thirds.reduce((sum, third) => sum + third.sum, 0) / requests;
    const plain = thirds.reduce((sum, { average }) => sum + average, 0) / 3;
    expect((minute?.average ?? 0) / weighted).toBeCloseTo(1, 6);
    expect(weighted / plain).toBeGreaterThan(1.2);
  });

  it.each([
    { when: "no requests", spec: { traffic: { kind: "perSecond", requestsPerSecond: [0] } } as const },
    { when: "nobody to answer them", spec: { initialTasks: 0 } },
  ])("says nothing where there are $when", ({ spec }) => expect(points(600, spec)).toEqual([]));

  it("never tells of an answer later than the client waits", () => {
    const flood: Partial<ServiceSpec> = {
      traffic: { kind: "perSecond", requestsPerSecond: [900] },
      queueLimitPerTask: 5_000,
      client: { timeoutSeconds: 7, retries: 0, retryProbability: 0, backOffSeconds: 1 },
    };
    const found = points(600, flood);
    expect(Math.max(...found.map(({ maximum }) => maximum))).toBe(7);
    expect(Math.max(...found.map(({ p99 }) => p99 ?? 0))).toBeCloseTo(7, 6);
  });

  it("of a caller has its callee's in it; a queue's consumer has none", () => {
    const { traffic: _users, ...back } = legalService({ name: "back", cpuSecondsPerRequest: 0.03 });
    const { traffic: _none, ...mail } = legalService({ name: "mail" });
    const world = worldAfter(
      600,
      legalWorld(
        {},
        {
          services: [legalService({ calls: [{ service: "back", requestsPerRequest: 1 }] }), back, mail],
          queues: [{ name: "mails", consumer: "mail", producer: { service: "back", messagesPerRequest: 1 } }],
        },
      ),
    );
    const averageOf = (service: string) =>
      world.datapoints({ service, name: "TargetResponseTime" }, 60, startMs, world.nowMs).at(-1)?.average;
    expect(averageOf("shop")).toBeGreaterThan((averageOf("back") ?? 0) + 0.02);
    expect(averageOf("mail")).toBeUndefined();
  });
});

describe("what databases publish", () => {
  const pool = {
    database: "orders",
    connectionsPerTask: 10,
    kind: "fixed",
    holdSecondsPerRequest: 0.05,
    databaseCpuSecondsPerRequest: 0.01,
    withoutConnections: "crash",
  } as const;
  const world = worldAfter(600, legalWorld({ pool }));
  const of = (name: MetricQuery["name"], period = 60) =>
    world.datapoints({ database: "orders", name }, period, startMs, world.nowMs);

  type Row = { when: string; name: MetricQuery["name"]; expected: number };
  it.each<Row>([
    { when: "CPU in percent: 100 x 0.01 s of 4 cores", name: "CPUUtilization", expected: 25 },
    { when: "active sessions: those that compute, 100 x 0.01 s", name: "DBLoad", expected: 1 },
    { when: "active sessions per core", name: "DBLoadRelativeToNumVCPUs", expected: 0.25 },
    { when: "connections", name: "DatabaseConnections", expected: 45 },
  ])("$when", ({ name, expected }) => {
    expect((of(name).at(-1)?.average ?? 0) / expected).toBeCloseTo(1, 1);
  });

  it("comes 150 s late, each minute and not in between", () => {
    for (const name of ["CPUUtilization", "DBLoad", "DatabaseConnections"] as const) {
      expect(of(name)).toHaveLength(7);
      expect(of(name, 20)).toEqual([]);
    }
  });

  it("shows a full machine as 100 %, and more sessions than cores", () => {
    const busy = worldAfter(600, legalWorld({ pool: { ...pool, databaseCpuSecondsPerRequest: 0.2 } }));
    const newest = (name: MetricQuery["name"]) =>
      busy.datapoints({ database: "orders", name }, 60, startMs + 300_000, busy.nowMs)[0];
    expect(newest("CPUUtilization")?.average).toBeGreaterThan(99);
    expect(newest("CPUUtilization")?.maximum).toBeLessThanOrEqual(100);
    expect(newest("DBLoadRelativeToNumVCPUs")?.average).toBeGreaterThan(1);
  });
});
