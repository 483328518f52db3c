import { describe, expect, it } from "@jest/globals";
import type { ServiceSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { type ClosedRun, simulateClosed } from "./discrete-event.ts";
import { legalService, legalWorld, startMs, steps, worldAfter } from "./small-world.ts";

const usersOf = (users: number, thinkSeconds: number) => ({ kind: "users", users, thinkSeconds }) as const;

/** Throughput and response time as monitoring has them, the first ten minutes left out. */
function measured(spec: Partial<ServiceSpec>, seconds = 3_600): ClosedRun {
  const world = worldAfter(600, legalWorld({ queueLimitPerTask: 100_000, ...spec }));
  const before = world.totals().served;
  steps(world, seconds);
  const metric = { service: "shop", name: "TargetResponseTime" } as const;
  const points = world.datapoints(metric, 60, startMs + 600_000, world.nowMs);
  const requests = points.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
  return {
    requestsPerSecond: (world.totals().served - before) / seconds,
    meanSeconds: points.reduce((sum, point) => sum + point.sum, 0) / requests,
  };
}

describe("the response time law, N = X (R + Z)", () => {
  type Row = { when: string; users: number; thinkSeconds: number; tasks: number; cpuSeconds: number };
  it.each<Row>([
    { when: "few users, hardly a wait", users: 100, thinkSeconds: 5, tasks: 4, cpuSeconds: 0.02 },
    { when: "at the knee", users: 1_000, thinkSeconds: 5, tasks: 4, cpuSeconds: 0.02 },
    { when: "far past it", users: 3_000, thinkSeconds: 5, tasks: 4, cpuSeconds: 0.02 },
    { when: "10,000 users", users: 10_000, thinkSeconds: 10, tasks: 20, cpuSeconds: 0.025 },
  ])("$when", ({ users, thinkSeconds, tasks, cpuSeconds }) => {
    const traffic = usersOf(users, thinkSeconds);
    const run = measured({ traffic, initialTasks: tasks, cpuSecondsPerRequest: cpuSeconds });
    expect((run.requestsPerSecond * (run.meanSeconds + thinkSeconds)) / users).toBeCloseTo(1, 1.7);
  });

  it("10,000 users who think 10 s on 800 requests a second wait 2.5 s: 10,000 / 800 - 10", () => {
    const traffic = usersOf(10_000, 10);
    const run = measured({ traffic, initialTasks: 20, cpuSecondsPerRequest: 0.025 });
    expect(run.requestsPerSecond).toBeCloseTo(800, 3);
    expect(run.meanSeconds).toBeCloseTo(2.5, 1);
  });
});

describe("against discrete events: round robin, exponential service and thinking", () => {
  type Row = { when: string; users: number; tolerance: number };
  it.each<Row>([
    { when: "50 users, load .25", users: 50, tolerance: 0.02 },
    { when: "120 users, load .6", users: 120, tolerance: 0.02 },
    { when: "170 users, load .85", users: 170, tolerance: 0.03 },
    { when: "230 users, saturated", users: 230, tolerance: 0.03 },
    { when: "400 users, twice what is carried", users: 400, tolerance: 0.02 },
  ])("$when: throughput within $tolerance", ({ users, tolerance }) => {
    const [thinkSeconds, tasks, serviceSeconds] = [5, 4, 0.1];
    const runs = [1, 2, 3].map((seed) => simulateClosed(users, thinkSeconds, tasks, serviceSeconds, 40_000, seed));
    const discrete = runs.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0) / runs.length;
    const traffic = usersOf(users, thinkSeconds);
    const fluid = measured({ traffic, initialTasks: tasks, cpuSecondsPerRequest: serviceSeconds });
    expect(Math.abs(fluid.requestsPerSecond / discrete - 1)).toBeLessThan(tolerance);
  });
});

describe("users", () => {
  const changing = (users: number) =>
    legalService({
      traffic: { kind: "users", users: 100, thinkSeconds: 5, changes: [{ atSecond: 300, users }] },
    });

  it.each([400, 10, 0])("come and go: %d of them from second 300 on", (users) => {
    const world = new World(legalWorld(changing(users)), 1);
    expect(steps(world, 300).users("shop")?.present).toBe(100);
    expect(steps(world, 60).users("shop")?.present).toBeCloseTo(users, 6);
  });

  it("who wait for an answer leave after it", () => {
    const traffic = { kind: "users", users: 4_000, thinkSeconds: 1, changes: [{ atSecond: 60, users: 0 }] } as const;
    const world = worldAfter(62, legalWorld({ traffic, queueLimitPerTask: 100_000 }));
    const { present, thinking } = world.users("shop") as { present: number; thinking: number };
    // Who was answered in the last second leaves in the next one: four tasks answer 200.
    expect(thinking).toBe(200);
    expect(present).toBeGreaterThan(1_000);
    expect(steps(world, 60).users("shop")?.present).toBeCloseTo(0, 6);
  });

  it("send less when answers take longer, where a trace would send on", () => {
    const traffic = usersOf(1_000, 5);
    const slow = worldAfter(600, legalWorld({ traffic, initialTasks: 2, queueLimitPerTask: 100_000 })).totals();
    const fast = worldAfter(600, legalWorld({ traffic, initialTasks: 8, queueLimitPerTask: 100_000 })).totals();
    expect(slow.requests).toBeLessThan(0.6 * fast.requests);
    expect(slow.failedByCause.timeout).toBe(0);
  });

  it.each([
    {
      when: "who hardly think can't be shown in seconds",
      spec: legalWorld({ traffic: usersOf(10, 0.5) }),
      message: /thinkSeconds of at least 1/,
    },
    {
      when: "don't wait for messages",
      spec: {
        ...legalWorld(),
        queues: [{ name: "mails", consumer: "shop", traffic: usersOf(10, 5) }],
      },
      message: /nobody waits for a message/,
    },
  ])("$when", ({ spec, message }) => expect(() => new World(spec, 1)).toThrow(message));
});
