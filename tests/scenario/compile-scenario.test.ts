import { describe, expect, it } from "@jest/globals";
import { controllerNames } from "../../simulator/controllers/controller-names.ts";
import { minimalScenario } from "../../simulator/scenario/render-scenario-docs.ts";
import type { Scenario } from "../../simulator/scenario/scenario.ts";
import { fullScenario } from "./full-scenario.ts";
import { legal, lines, withMore, withService } from "./scenario-text.ts";

const client = { timeoutSeconds: 10, retries: 1, retryProbability: 0.7, backOffSeconds: 1 };
const start = { pendingSeconds: 20, pendingJitterSeconds: 0, bootSeconds: 20 };

it("the minimal scenario is filled with the documented defaults", () => {
  expect(legal(minimalScenario)).toEqual({
    name: "sale",
    title: "sale",
    remarks: [],
    world: {
      startMs: Date.UTC(2026, 0, 5),
      timelineSeconds: 10,
      services: [
        {
          name: "web",
          traffic: { kind: "ramp", baseRequestsPerSecond: 100, riseAtSeconds: 600, rampSeconds: 300, amplitude: 3 },
          vcpuPerTask: 1,
          cpuSecondsPerRequest: 0.02,
          ...start,
          drainSeconds: 60,
          queueLimitPerTask: 500,
          client,
          sloSeconds: 1,
          pool: {
            database: "orders",
            connectionsPerTask: 20,
            kind: "fixed",
            holdSecondsPerRequest: 0.02,
            databaseCpuSecondsPerRequest: 0.002,
            withoutConnections: "degrade",
          },
          // 100 requests a second, 30 a task at 60 %.
          initialTasks: 4,
        },
      ],
      databases: [{ name: "orders", maxConnections: 200, reservedConnections: 8, baseConnections: 0, cores: 4 }],
    },
    seconds: 3_600,
    // floor((200 - 8 - 0) / 20 / 1)
    terms: [{ service: "web", minTasks: 2, maxTasks: 20, targetPercent: 60, requestsPerTask: 30, handSetCap: 9 }],
    headgate: {
      surge: "borrow",
      admission: "worst",
      marginConnections: null,
      limits: "known",
      priorities: { web: 0 },
      unnamed: [],
      latency: null,
    },
    controllers: controllerNames,
    seeds: [1],
    sweep: [],
    prices: { taskHourDollars: 0.04, violationMinuteDollars: 0.2 },
  } satisfies Scenario);
});

describe("the full scenario", () => {
  const scenario = legal(fullScenario);
  const world: Scenario["world"] = {
    startMs: Date.UTC(2026, 2, 14, 1),
    timelineSeconds: 5,
    metrics: { delaySeconds60: 30, delaySeconds20: 5, databaseDelaySeconds: 120 },
    services: [
      {
        name: "web",
        traffic: { kind: "perSecond", requestsPerSecond: [400, 400, 50] },
        vcpuPerTask: 2,
        cpuSecondsPerRequest: 0.01,
        cpuSecondsPerRefusal: 0.001,
        idleCpuRatio: 0.03,
        pendingSeconds: 10,
        pendingJitterSeconds: 5,
        bootSeconds: 30,
        bootCpuRatio: 0.5,
        drainSeconds: 30,
        maximumPercent: 150,
        minimumHealthyPercent: 50,
        queueLimitPerTask: 90,
        concurrencyPerTask: 40,
        healthCheck: { intervalSeconds: 10, timeoutSeconds: 5, failuresToReplace: 2 },
        queueOrder: "shared",
        client: { timeoutSeconds: 5, retries: 3, retryProbability: 0.9, backOffSeconds: 2 },
        calls: [
          { service: "order", requestsPerRequest: 0.5 },
          { service: "stock", requestsPerRequest: 1 },
        ],
        memory: { idleRatio: 0.3, fullQueueRatio: 0.9 },
        placement: { tasksAtMost: 12 },
        sloSeconds: 0.5,
        // 400 requests a second of 80 a task.
        initialTasks: 5,
      },
      {
        name: "order",
        vcpuPerTask: 1,
        cpuSecondsPerRequest: 0.01,
        ...start,
        bootSeconds: 30,
        bootCpuRatio: 0.5,
        drainSeconds: 30,
        queueLimitPerTask: 500,
        client,
        sloSeconds: 2,
        pool: {
          database: "orders",
          connectionsPerTask: 4,
          kind: "elastic",
          minimumConnectionsPerTask: 2,
          idleSeconds: 20,
          holdSecondsPerRequest: 0.05,
          databaseCpuSecondsPerRequest: 0.003,
          withoutConnections: "crash",
          reconnectSeconds: 5,
          restartBackOffSeconds: { first: 10, most: 300 },
          migrationPool: { connectionsPerTask: 1, seconds: 60 },
          databaseHealthCheck: { intervalSeconds: 10, failuresToReplace: 3 },
          reader: { database: "replica", connectionsPerTask: 2, requestsRatio: 0.4 },
        },
        initialTasks: 7,
      },
      {
        name: "stock",
        vcpuPerTask: 1,
        cpuSecondsPerRequest: 0.01,
        ...start,
        bootSeconds: 30,
        bootCpuRatio: 0.5,
        drainSeconds: 30,
        queueLimitPerTask: 500,
        client,
        sloSeconds: 2,
        pool: {
          database: "replica",
          proxy: "front",
          connectionsPerTask: 4,
          kind: "fixed",
          connectionsToStart: 2,
          holdSecondsPerRequest: 0.02,
          databaseCpuSecondsPerRequest: 0.002,
          withoutConnections: "wait",
        },
        // 400 from web, 50 a task at 50 %.
        initialTasks: 8,
      },
      {
        name: "mailer",
        vcpuPerTask: 1,
        cpuSecondsPerRequest: 0.01,
        ...start,
        bootSeconds: 30,
        bootCpuRatio: 0.5,
        drainSeconds: 30,
        queueLimitPerTask: 500,
        client,
        sloSeconds: 2,
        // 400 x 0.5 x 0.25 = 50 messages a second need one task, and the minimum is three.
        initialTasks: 3,
      },
    ],
    databases: [
      {
        name: "orders",
        maxConnections: 100,
        reservedConnections: 3,
        baseConnections: 17,
        cores: 2,
        baseCores: 0.5,
        uncontendedSessions: 16,
        slowdownPerSession: 0.005,
        cpuSecondsPerConnectionAttempt: 0.01,
      },
      { name: "replica", maxConnections: 400, reservedConnections: 8, baseConnections: 0, cores: 4 },
    ],
    proxies: [{ name: "front", database: "replica", maxConnections: 50, borrowTimeoutSeconds: 5, pinnedRatio: 0.1 }],
    queues: [{ name: "mail", consumer: "mailer", producer: { service: "order", messagesPerRequest: 0.25 } }],
    faults: [
      { kind: "api-throttling", fromSecond: 1, untilSecond: 2, api: "ecs", ratio: 0.5 },
      { kind: "stale-metrics", fromSecond: 1, untilSecond: 2, service: "web" },
      { kind: "lost-events", fromSecond: 1, untilSecond: 2, ratio: 0.1 },
      { kind: "duplicate-events", fromSecond: 1, untilSecond: 2, ratio: 0.2 },
      { kind: "zone-loss", fromSecond: 1, untilSecond: 2, ratio: 0.33 },
      { kind: "slow-database", fromSecond: 1, untilSecond: 2, database: "orders", factor: 4 },
    ],
    deployments: [
      {
        service: "order",
        atSecond: 60,
        strategy: "canary",
        canaryPercent: 20,
        canarySeconds: 100,
        maximumPercent: 120,
        minimumHealthyPercent: 90,
        connectionsPerTask: 5,
        pendingSeconds: 15,
        bootSeconds: 25,
        defect: { failedRatio: 0.05, cpuFactor: 2 },
        circuitBreaker: { rollback: true },
      },
      { service: "web", atSecond: 70, strategy: "blue-green", bakeSeconds: 30, defect: { crashes: true } },
    ],
  };

  it("is compiled key by key", () => {
    expect({ ...scenario, sweep: [] }).toEqual({
      name: "everything",
      title: "Everything at once",
      remarks: ["[I] Made up.", "Nothing was measured."],
      world,
      seconds: 600,
      terms: [
        { service: "web", minTasks: 3, maxTasks: 12, targetPercent: 50, requestsPerTask: 80, handSetCap: 8 },
        // A canary is a second fleet: floor((100 - 3 - 17) / 4 / 2).
        { service: "order", minTasks: 3, maxTasks: 10, targetPercent: 50, requestsPerTask: 50, handSetCap: 10 },
        { service: "stock", minTasks: 3, maxTasks: 20, targetPercent: 50, requestsPerTask: 50, handSetCap: 20 },
        { service: "mailer", minTasks: 3, maxTasks: 20, targetPercent: 50, requestsPerTask: 50, handSetCap: 20 },
      ],
      headgate: {
        surge: "reserve",
        admission: "measured",
        marginConnections: 5,
        limits: "unknown",
        priorities: { web: 0, order: 1, stock: 0, mailer: 0 },
        unnamed: ["mailer"],
        latency: { thresholdSeconds: 2, windowSeconds: 300 },
      },
      controllers: ["static", "headgate-scale"],
      seeds: [4, 5],
      sweep: [],
      prices: { taskHourDollars: 0.05, violationMinuteDollars: 1 },
    } satisfies Scenario);
  });

  it("has a sweep of every value with every seed, and nothing else changes", () => {
    const web = { ...world.services[0]!, traffic: { kind: "perSecond", requestsPerSecond: [400, 400, 60] } };
    const swept = { ...world, services: [web, ...world.services.slice(1)] };
    expect(scenario.sweep).toEqual([4, 5].map((seed) => ({ label: "requestsPerSecond 60", world: swept, seed })));
  });
});

it("a sweep over two keys is the whole grid, the last key first", () => {
  const { sweep } = legal(
    withMore(
      "seeds: [1, 2]",
      "sweep:",
      "  - { path: services.a.traffic.requestsPerSecond, values: [10, 20] }",
      "  - { path: databases.orders.cores, values: [2, 4] }",
    ),
  );
  expect(sweep.map(({ label, seed }) => `${label} seed ${seed}`)).toEqual([
    "requestsPerSecond 10, cores 2 seed 1",
    "requestsPerSecond 10, cores 2 seed 2",
    "requestsPerSecond 10, cores 4 seed 1",
    "requestsPerSecond 10, cores 4 seed 2",
    "requestsPerSecond 20, cores 2 seed 1",
    "requestsPerSecond 20, cores 2 seed 2",
    "requestsPerSecond 20, cores 4 seed 1",
    "requestsPerSecond 20, cores 4 seed 2",
  ]);
});

describe("the hand-set cap", () => {
  type Row = { readonly when: string; readonly services: readonly string[]; readonly caps: readonly number[] };
  const pool = (connections: number, tasks: string) =>
    `{ cpuSecondsPerRequest: 1, tasks: { ${tasks} }, pool: { database: db, connectionsPerTask: ${connections} } }`;
  it.each<Row>([
    { when: "gives one service all that fits: floor(92 / 10)", services: [pool(10, "max: 20")], caps: [9] },
    { when: "is max where all fits", services: [pool(10, "max: 9")], caps: [9] },
    {
      when: "splits in proportion to max: 92 of 10 x (20 + 10)",
      services: [pool(10, "max: 20"), pool(10, "max: 10")],
      caps: [6, 3],
    },
    {
      when: "counts pools that differ: 92 of 10 x 10 + 4 x 20",
      services: [pool(10, "max: 10"), pool(4, "max: 20")],
      caps: [5, 10],
    },
    { when: "is at least min", services: [pool(90, "min: 2, max: 20")], caps: [2] },
  ])("$when", ({ services, caps }) => {
    const text = lines(
      "version: 1",
      "name: caps",
      "databases: { db: { maxConnections: 110, reservedConnections: 8, otherConnections: 10 } }",
      "services:",
      ...services.map((service, index) => `  s${index}: ${service}`),
    );
    expect(legal(text).terms.map(({ handSetCap }) => handSetCap)).toEqual(caps);
  });

  it("counts tasks times maximumPercent where there are deployments: floor(192 / 20 / 1.5)", () => {
    const text = minimalScenario.replace("    pool:", "    deployment: { maximumPercent: 150 }\n    pool:");
    expect(legal(`${text}deployments: [{ service: web, atSecond: 9 }]\n`).terms[0]?.handSetCap).toBe(6);
    expect(legal(text).terms[0]?.handSetCap).toBe(9);
  });
});

describe("a trace", () => {
  const traces = { "rehearsals/monday.csv": "minute_offset,requests\n0,60\n1,120\n2,240\n3,120\n" };
  const text = withService("cpuSecondsPerRequest: 0.02", "traffic: { trace: { file: monday.csv, scale: 2 } }");

  it("is scaled, and the run is as long as it", () => {
    const { seconds, world } = legal(text, traces);
    expect([seconds, world.services[0]?.traffic]).toEqual([
      240,
      { kind: "trace", slotSeconds: 60, requestsPerSlot: [120, 240, 480, 240] },
    ]);
  });

  it("is smoothed before it is scaled, and keeps its offset", () => {
    const smooth = text.replace("scale: 2", "scale: 2, smoothingSeconds: 180, offsetSeconds: 60");
    expect(legal(smooth, traces).world.services[0]?.traffic).toEqual({
      kind: "trace",
      slotSeconds: 60,
      requestsPerSlot: [180, 280, 320, 360],
      offsetSeconds: 60,
    });
  });

  it("of the caller takes the place of the file's, with the caller's scale", () => {
    const changes = { tracePath: "monday.csv", scale: 3 };
    const { seconds, world } = legal(
      minimalScenario.replace("name: sale", "name: sale\ndurationSeconds: 999"),
      traces,
      changes,
    );
    expect([seconds, world.services[0]?.traffic]).toEqual([
      240,
      { kind: "trace", slotSeconds: 60, requestsPerSlot: [180, 360, 720, 360] },
    ]);
  });
});

it("the caller's scale alone multiplies all that arrives", () => {
  const queue = "queues: { mail: { consumer: c, traffic: { perSecond: [1, 2] } } }";
  const { world } = legal(withMore(queue), {}, { scale: 3 });
  expect([world.services[0]?.traffic, world.queues?.[0]?.traffic]).toEqual([
    { kind: "perSecond", requestsPerSecond: [150] },
    { kind: "perSecond", requestsPerSecond: [3, 6] },
  ]);
});

it("a made-up day has its mean, and begins at the time of day", () => {
  const text = withService("cpuSecondsPerRequest: 0.02", "traffic: { day: { meanRequestsPerSecond: 100 } }");
  const { traffic } = legal(`${text}startAt: 2026-03-14T08:00:00Z\n`).world.services[0]!;
  if (traffic?.kind !== "trace") throw new Error("no trace");
  expect(traffic.offsetSeconds).toBe(8 * 3_600);
  expect(traffic.requestsPerSlot.reduce((sum, requests) => sum + requests, 0)).toBeCloseTo(8_640_000, 3);
});
