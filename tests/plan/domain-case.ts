import * as fc from "fast-check";
import { marginOf } from "../../shared/config/budget.ts";
import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ScheduleConfig } from "../../shared/config/schedule-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import type { ScalableTarget } from "../../shared/plan/readings/autoscaling-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import {
  alarmSignal,
  backlogSignal,
  config,
  counts,
  cpuSignal,
  database,
  latencySignal,
  memorySignal,
  nowMs,
  proxyConfig,
  rateSignal,
  requestsSignal,
  scalableTarget,
  service,
} from "./builders.ts";
import {
  type PublishedStart,
  type PublishedWeather,
  publishedAs,
  publishedPlaces,
  publishedStart,
  publishedWeather,
} from "./published-case.ts";

/** One domain and what befalls it: a few plans in a row, with weather between them. */
export type DomainCase = {
  readonly config: Config;
  /** Id of the domain that is planned. */
  readonly domain: string;
  readonly starts: readonly ServiceStart[];
  /** By service; who is not in it is published nowhere. */
  readonly published: ReadonlyMap<string, PublishedStart>;
  readonly steps: readonly Step[];
};

/** A service before the first plan. */
export type ServiceStart = {
  readonly counts: TaskCounts;
  readonly target: ScalableTarget;
  /** It has asked for little for a long time, so it may shrink at once. */
  readonly calm: boolean;
};

export type Step = {
  readonly afterSeconds: number;
  /** As many as there may be services and databases; the rest is not looked at. */
  readonly services: readonly ServiceWeather[];
  readonly databases: readonly DatabaseWeather[];
};

export type ServiceWeather = {
  /** Load in tasks at target. */
  readonly loadTasks: number;
  readonly signal: "fresh" | "without-tasks" | "stale" | "unknown" | "not-a-number";
  readonly alarm: "OK" | "ALARM" | "INSUFFICIENT_DATA" | "muted" | "unknown";
  readonly tasks: "known" | "unreadable" | "absent";
  readonly deployment: "as-before" | "none" | "rolling" | "external";
  /** A person sets the desired count. */
  readonly hand: number | null;
  readonly usersMaxCapacity: number | null;
  readonly scalableTarget: "known" | "unknown" | "none";
  readonly writeFails: boolean;
  readonly published: PublishedWeather;
};

export type DatabaseWeather = {
  readonly reading: "fresh" | "stale" | "unknown" | "not-read";
  /** How full the pools are, 0..1. */
  readonly load: number;
  readonly othersConnections: number;
  /** Its CPU is at its end. */
  readonly hot: boolean;
  /** The proxy in front of it. */
  readonly front: "calm" | "waiting" | "silent" | "no-target" | "not-read";
  readonly allowedConnections: number;
};

const mostServices = 8;
const databaseNames = ["main", "orders", "reports"] as const;
/** Some are names that every object has; all are legal in headgate.yml. */
const serviceNames = ["web", "api", "constructor", "jobs", "toString", "mail", "Zoo", "a-1"] as const;

const mostly = <T>(value: T, weight: number, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight, arbitrary: fc.constant(value) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );

const connectionsPerTask = fc.oneof(fc.constant(10), fc.integer({ min: 1, max: 25 }));

const poolOn = (name: string): fc.Arbitrary<PoolConfig> =>
  fc
    .record({
      k: connectionsPerTask,
      elastic: fc.boolean(),
      idle: fc.integer({ min: 0, max: 5 }),
      proxied: mostly(false, 4, true),
      measured: fc.boolean(),
    })
    .map(
      ({ k, elastic, idle, proxied, measured }): PoolConfig => ({
        database: name,
        proxy: proxied ? frontOf(name) : null,
        connectionsPerTask: k,
        kind: elastic ? "elastic" : "fixed",
        minimumConnectionsPerTask: elastic ? Math.min(k, idle) : k,
        admission: elastic && measured ? "measured" : "worst",
      }),
    );

/** The one proxy in front of a database, there where a pool names it. */
export const frontOf = (database: string): string => `${database}-front`;

const pools = fc
  .record({
    used: mostly(
      [true, false, false],
      6,
      [true, true, false],
      [true, true, true],
      [false, true, false],
      [false, false, false],
    ),
    each: fc.tuple(...databaseNames.map(poolOn)),
  })
  .map(({ used, each }) => each.filter((_, index) => used[index]));

const signals: fc.Arbitrary<readonly SignalConfig[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant([cpuSignal()]) },
  { weight: 1, arbitrary: fc.constant([alarmSignal(), cpuSignal()]) },
  { weight: 1, arbitrary: fc.constant([cpuSignal(), memorySignal()]) },
  { weight: 1, arbitrary: fc.constant([cpuSignal({ name: "lag", measures: "total", target: 7 })]) },
  { weight: 1, arbitrary: fc.constant([cpuSignal(), requestsSignal()]) },
  { weight: 1, arbitrary: fc.constant([cpuSignal(), latencySignal(), rateSignal()]) },
  { weight: 1, arbitrary: fc.constant([backlogSignal()]) },
);

/** Windows around the cases' nine o'clock: an open one, one that ends between two plans, one that parks. */
const schedules = (minTasks: number, maxTasks: number): fc.Arbitrary<readonly ScheduleConfig[]> => {
  const window = (name: string, when: ScheduleConfig["when"], bounds: Partial<ScheduleConfig>): ScheduleConfig => ({
    name,
    when,
    minTasks: null,
    maxTasks: null,
    ...bounds,
  });
  const morning = { kind: "cron", cron: "0 8 * * *", timeZone: "UTC", durationSeconds: 3900 } as const;
  const fromNow = { kind: "between", fromMs: nowMs + 30_000, untilMs: nowMs + 900_000 } as const;
  return mostly<readonly ScheduleConfig[]>(
    [],
    12,
    [window("morning", morning, { minTasks: maxTasks })],
    [window("lid", fromNow, { maxTasks: Math.max(1, minTasks) })],
    [window("off", fromNow, { maxTasks: 0 })],
    [window("off", { kind: "between", fromMs: null, untilMs: nowMs + 60_000 }, { maxTasks: 0 })],
  );
};

const serviceConfig = (mode: fc.Arbitrary<ServiceConfig["mode"]>): fc.Arbitrary<ServiceConfig> =>
  fc
    .record({
      mode,
      minTasks: fc.integer({ min: 0, max: 4 }),
      span: fc.integer({ min: 0, max: 30 }),
      priority: mostly(1, 3, 0, 2),
      weight: fc.constantFrom(1, 1, 1, 2, 0.5, 3),
      drainSeconds: fc.constantFrom(0, 30, 60, 330),
      pools,
      surge: mostly<ServiceConfig["surge"]>("borrow", 4, "reserve"),
      deploymentEntry: fc.constantFrom<ServiceConfig["deploymentEntry"]>("announce", "fit"),
      leastHealthyPercent: fc.constantFrom(100, 100, 50),
      signals,
      upPercent: fc.constantFrom(100, 100, 10, 1000),
      stabilizationSeconds: fc.constantFrom(300, 300, 0, 60),
    })
    .chain(({ minTasks, span, upPercent, stabilizationSeconds, ...changes }) => {
      const legal = service({ ...changes, minTasks, maxTasks: Math.max(1, minTasks + span) });
      const pace = { ...legal.pace, upPercent, stabilizationSeconds };
      return schedules(minTasks, legal.maxTasks).map((windows) => ({ ...legal, pace, schedules: windows }));
    });

/** Most domains are of one kind; some mix what we scale with what others scale. */
const modes = fc.oneof(
  { weight: 4, arbitrary: fc.constant(["scale"] as const) },
  { weight: 2, arbitrary: fc.constant(["govern"] as const) },
  { weight: 1, arbitrary: fc.constant(["observe"] as const) },
  { weight: 3, arbitrary: fc.constant(["scale", "govern", "observe"] as const) },
);

const databaseConfig = (name: string): fc.Arbitrary<DatabaseConfig> =>
  fc
    .record({
      limit: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 40, max: 600 }) },
        { weight: 8, arbitrary: fc.integer({ min: 300, max: 2500 }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      reservedConnections: fc.constantFrom(0, 8),
      unmanagedConnections: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 20 })),
      connectors: fc.constantFrom([], [{ name: "night-job", connections: 7 }]),
    })
    .map(({ limit, ...changes }) =>
      database({
        name,
        maxConnections: limit,
        marginConnections: limit === null ? null : marginOf(limit),
        ...changes,
      }),
    );

const serviceStart: fc.Arbitrary<ServiceStart> = fc
  .record({
    desired: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 1, max: 20 }) },
      { weight: 1, arbitrary: fc.constant(0) },
    ),
    missing: mostly(0, 6, 1, 3, 8),
    surplus: mostly(0, 8, 1, 4),
    stopping: mostly(0, 6, 1, 5),
    maximumPercent: fc.constantFrom(200, 200, 150, 110),
    minimumHealthyPercent: fc.constantFrom(100, 100, 50),
    scheduling: mostly<TaskCounts["scheduling"]>("REPLICA", 30, "DAEMON"),
    strategy: mostly<TaskCounts["strategy"]>("ROLLING", 8, "BLUE_GREEN", "CANARY", "CODE_DEPLOY"),
    unhealthy: mostly(0, 8, 1, 4),
    rebalancing: mostly(false, 12, true),
    calm: fc.boolean(),
    minCapacity: fc.integer({ min: 0, max: 3 }),
    maxCapacity: fc.integer({ min: 3, max: 40 }),
    scaleOutSuspended: mostly(false, 6, true),
  })
  .map(({ desired, missing, surplus, calm, minCapacity, maxCapacity, scaleOutSuspended, ...changes }) => ({
    counts: counts({
      ...changes,
      desired,
      running: Math.max(0, desired - missing) + surplus,
      pending: Math.min(1, missing),
    }),
    target: scalableTarget({ minCapacity, maxCapacity, scaleOutSuspended }),
    calm,
  }));

const serviceWeather: fc.Arbitrary<ServiceWeather> = fc.record({
  loadTasks: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 35 })),
  signal: mostly<ServiceWeather["signal"]>("fresh", 16, "without-tasks", "stale", "unknown", "not-a-number"),
  alarm: mostly<ServiceWeather["alarm"]>("OK", 2, "ALARM", "ALARM", "INSUFFICIENT_DATA", "muted", "unknown"),
  tasks: mostly<ServiceWeather["tasks"]>("known", 60, "unreadable", "absent"),
  deployment: mostly<ServiceWeather["deployment"]>(
    "as-before",
    40,
    "none",
    "none",
    "none",
    "none",
    "none",
    "none",
    "rolling",
    "rolling",
    "external",
  ),
  hand: fc.oneof(
    { weight: 15, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 }) },
  ),
  usersMaxCapacity: fc.oneof(
    { weight: 15, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
  ),
  scalableTarget: mostly<ServiceWeather["scalableTarget"]>("known", 20, "unknown", "none"),
  writeFails: mostly(false, 12, true),
  published: publishedWeather,
});

const databaseWeather: fc.Arbitrary<DatabaseWeather> = fc.record({
  reading: mostly<DatabaseWeather["reading"]>("fresh", 20, "stale", "unknown", "not-read"),
  load: fc.double({ min: 0, max: 1, noNaN: true }),
  othersConnections: fc.integer({ min: 0, max: 25 }),
  hot: mostly(false, 20, true),
  front: mostly<DatabaseWeather["front"]>("calm", 20, "waiting", "silent", "no-target", "not-read"),
  allowedConnections: fc.integer({ min: 20, max: 800 }),
});

const step: fc.Arbitrary<Step> = fc.record({
  afterSeconds: fc.constantFrom(5, 20, 60, 300, 1200, 4000),
  services: fc.array(serviceWeather, { minLength: mostServices, maxLength: mostServices }),
  databases: fc.array(databaseWeather, { minLength: databaseNames.length, maxLength: databaseNames.length }),
});

/** Shaped so that about half of all domains want more than their databases carry. */
export const domainCases: fc.Arbitrary<DomainCase> = modes
  .chain((choice) =>
    fc.record({
      services: fc.array(serviceConfig(fc.constantFrom(...choice)), { minLength: 1, maxLength: mostServices }),
      databases: fc.tuple(...databaseNames.map(databaseConfig)),
      starts: fc.array(serviceStart, { minLength: mostServices, maxLength: mostServices }),
      steps: fc.array(step, { minLength: 1, maxLength: 8 }),
      publications: fc.array(publishedStart, { minLength: mostServices, maxLength: mostServices }),
    }),
  )
  .map(({ services, databases, starts, steps, publications }) => {
    const published = new Map(
      publications.flatMap((start, index): [string, PublishedStart][] =>
        start === null || services[index] === undefined ? [] : [[serviceNames[index]!, start]],
      ),
    );
    const named = services
      .map((entry, index) => ({ ...entry, name: serviceNames[index]!, ecsService: serviceNames[index]! }))
      .map((entry) => (published.has(entry.name) ? publishedAs(entry, published.get(entry.name)!) : entry))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const fronts = databaseNames.filter((name) =>
      named.some(({ pools }) => pools.some(({ proxy }) => proxy === frontOf(name))),
    );
    const proxies = fronts.map((name) => proxyConfig({ name: frontOf(name), proxy: `rds-${name}`, database: name }));
    const compiled = { ...config(named, databases, proxies), ...publishedPlaces };
    const largest = compiled.domains.reduce((a, b) => (b.services.length > a.services.length ? b : a));
    return { config: compiled, domain: largest.id, starts, published, steps };
  });
