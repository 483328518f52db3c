import { describe, expect, it } from "@jest/globals";
import { RequestSlots } from "../../../simulator/world/request-slots.ts";
import type { DatabaseSpec, ServiceSpec } from "../../../simulator/world/spec.ts";
import { simulateSlots } from "./discrete-event.ts";
import { legalPool, legalService, legalWorld, startMs, worldAfter } from "./small-world.ts";

const tasks = 4;
const cpuSeconds = 0.02;
const awaySeconds = 0.18;

const roomy: readonly DatabaseSpec[] = [
  { name: "orders", maxConnections: 5_000, reservedConnections: 8, baseConnections: 5, cores: 4 },
];

/** Four tasks of 20 ms CPU and 180 ms with the database; queues are short enough that nobody's client gives up. */
function service(rate: number, slots: number | undefined): Partial<ServiceSpec> {
  return {
    traffic: { kind: "perSecond", requestsPerSecond: [rate] },
    initialTasks: tasks,
    cpuSecondsPerRequest: cpuSeconds,
    queueLimitPerTask: 60,
    pool: legalPool({
      connectionsPerTask: 100,
      holdSecondsPerRequest: awaySeconds,
      databaseCpuSecondsPerRequest: 0,
    }),
    ...(slots === undefined ? {} : { concurrencyPerTask: slots }),
  };
}

const runFor = (seconds: number, rate: number, slots: number | undefined) =>
  worldAfter(seconds, legalWorld(service(rate, slots), { databases: roomy }));

describe("what a task's slots carry", () => {
  type Row = { when: string; slots: number; cpu: number; away: number; expected: number };
  it.each<Row>([
    { when: "one slot: a request at a time", slots: 1, cpu: 0.02, away: 0.18, expected: 5 },
    { when: "nothing but CPU: as many as the CPU", slots: 7, cpu: 0.02, away: 0, expected: 50 },
    { when: "hardly any CPU: slots over time away", slots: 7, cpu: 1e-9, away: 0.1, expected: 70 },
    // The first is at the CPU half of the time: 2 / (0.1 + 0.1 x 1.5).
    { when: "two slots get in each other's way", slots: 2, cpu: 0.1, away: 0.1, expected: 8 },
    { when: "slots to spare: the CPU's limit", slots: 200, cpu: 0.02, away: 0.18, expected: 50 },
  ])("$when", ({ slots, cpu, away, expected }) => {
    expect(new RequestSlots(slots).capacity(cpu, away)).toBeCloseTo(expected, 4);
  });

  it.each([1, 2, 5, 10, 30])("%d slots carry what they do in discrete events, within 1 %", (slots) => {
    const carried = tasks * new RequestSlots(slots).capacity(cpuSeconds, awaySeconds);
    const discrete = simulateSlots(2 * carried, tasks, slots, cpuSeconds, awaySeconds, 200_000, 1);
    expect(Math.abs(carried / discrete.requestsPerSecond - 1)).toBeLessThan(0.01);
  });

  it("half a slot is none", () => expect(() => new RequestSlots(0.5)).toThrow(/whole number >= 1/));
});

describe("a service with slots", () => {
  type Row = { when: string; slots: number | undefined; rate: number; expected: number };
  it.each<Row>([
    { when: "five slots a task carry 95 of 300", slots: 5, rate: 300, expected: 95 },
    { when: "one slot a task carries 20", slots: 1, rate: 300, expected: 20 },
    { when: "with slots to spare CPU binds at 200", slots: 60, rate: 300, expected: 200 },
    { when: "without a limit CPU binds at 200", slots: undefined, rate: 300, expected: 200 },
    { when: "at a rate that five slots carry all are served", slots: 5, rate: 60, expected: 60 },
  ])("$when", ({ slots, rate, expected }) => {
    expect(runFor(600, rate, slots).totals().served / 600 / expected).toBeCloseTo(1, 1.5);
  });

  it("a slow callee occupies its caller's slots", () => {
    const { traffic: _users, ...back } = legalService({ name: "back", cpuSecondsPerRequest: 0.1, initialTasks: 40 });
    const front = legalService({
      traffic: { kind: "perSecond", requestsPerSecond: [150] },
      queueLimitPerTask: 60,
      concurrencyPerTask: 3,
      calls: [{ service: "back", requestsPerRequest: 1 }],
    });
    const carried = worldAfter(600, legalWorld({}, { services: [front, back] })).totals().served / 600;
    // 4 x 3 slots, each occupied 20 ms for CPU and 100 ms and a little for the callee.
    expect(carried).toBeGreaterThan(85);
    expect(carried).toBeLessThan(100);
  });

  it("holds no connection busy that its slots keep it from", () => {
    // 20 sessions at most are at work, of 400 open; more than 30 would slow each other down.
    const databases = roomy.map((database) => ({ ...database, uncontendedSessions: 30, slowdownPerSession: 0.1 }));
    const world = worldAfter(600, legalWorld(service(300, 5), { databases }));
    expect(world.totals().served / 600 / 95).toBeCloseTo(1, 1.5);
  });
});

describe("the mean response against discrete events, five slots a task", () => {
  type Row = { when: string; rate: number; tolerance: number };
  it.each<Row>([
    { when: "load .32 within 5 %", rate: 30, tolerance: 0.05 },
    { when: "load .63 within 10 %", rate: 60, tolerance: 0.1 },
    { when: "load .84 within 25 %, above", rate: 80, tolerance: 0.25 },
  ])("$when", ({ rate, tolerance }) => {
    const discrete = simulateSlots(rate, tasks, 5, cpuSeconds, awaySeconds, 200_000, 1).meanSeconds;
    const world = runFor(2_400, rate, 5);
    const metric = { service: "shop", name: "TargetResponseTime" } as const;
    const points = world.datapoints(metric, 60, startMs + 600_000, world.nowMs);
    const fluid = points.reduce((sum, { average }) => sum + average, 0) / points.length;
    expect(Math.abs(fluid / discrete - 1)).toBeLessThan(tolerance);
  });
});
