import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import type { DatabaseFacts } from "../../shared/limits/database-facts.ts";
import { emptyMemory, type Memory, remembered, type ServiceMemory } from "../../shared/plan/memory.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import {
  type DatabaseReading,
  noFacts,
  noPressure,
  type ProxyReading,
} from "../../shared/plan/readings/database-reading.ts";
import type { Deployment, ServiceReading } from "../../shared/plan/readings/service-reading.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import {
  connectionsAt,
  databaseFacts,
  datapoint,
  instanceFacts,
  known,
  proxyFacts,
  proxyReading,
  nowMs as startMs,
  unknown,
} from "./builders.ts";
import { type DatabaseWeather, type DomainCase, frontOf, type ServiceWeather } from "./domain-case.ts";
import { type EcsService, elapsed, openConnections, written } from "./ecs-model.ts";
import type { PublishedStart } from "./published-case.ts";
import {
  appProtects,
  beginPublished,
  freeTasks,
  lookedAfter,
  type PublishedBeginning,
  type PublishedState,
  readFrontOf,
  standingAfter,
  toldWithdrawal,
  withTasks,
} from "./published-model.ts";

/** One plan of a history with everything that went into it. */
export type Moment = {
  readonly config: Config;
  readonly snapshot: Snapshot;
  readonly memory: Memory;
  readonly nowMs: number;
  readonly plan: Plan;
};

/** Plans a case step by step on a small ECS that applies the writes, all but those that fail. */
export const momentsOf = (given: DomainCase): readonly Moment[] => {
  const { config, domain } = given;
  const names = config.domains.find(({ id }) => id === domain)!;
  const services = config.services.filter(({ name }) => names.services.includes(name));
  const beginnings = beginningsOf(given, services);
  const states = new Map(
    services.map(({ name }, index): [string, EcsService] => {
      const start = given.starts[index]!;
      return [name, { ...start, counts: beginnings.get(name)?.counts ?? start.counts }];
    }),
  );
  const publishedStates = new Map([...beginnings].map(([name, { state }]) => [name, state]));
  const moments: Moment[] = [];
  let memory = firstMemory(given, services, beginnings);
  let nowMs = startMs;
  for (const [at, step] of given.steps.entries()) {
    nowMs += step.afterSeconds * 1000;
    services.forEach((service, index) => {
      const { name } = service;
      const weather = step.services[index]!;
      const published = publishedStates.get(name);
      const free = published === undefined ? undefined : freeTasks(published, nowMs);
      const moved = befallen(elapsed(states.get(name)!, service, step.afterSeconds, nowMs, free), weather, nowMs);
      states.set(name, moved);
      if (published !== undefined) {
        publishedStates.set(name, publishedBefallen(published, moved, weather, step.afterSeconds, nowMs));
      }
    });
    const snapshot: Snapshot = {
      domain,
      readAtMs: nowMs,
      services: services.map((service, index) => {
        const { name } = service;
        const published = publishedStates.get(name);
        const weather = weatherOf(given.published.get(name), at, step.services[index]!);
        const isUnderWay = remembered(memory.services, name)?.withdrawal !== undefined;
        return {
          ...readService(service, states.get(name)!, weather, nowMs),
          ...(published === undefined ? {} : readFrontOf(published, weather.published, isUnderWay)),
        };
      }),
      databases: names.databases.flatMap((name, index) =>
        readDatabase(config, states, name, step.databases[index]!, nowMs),
      ),
    };
    const planned = plan(snapshot, memory, config, nowMs);
    moments.push({ config, snapshot, memory, nowMs, plan: planned });
    memory = planned.memory;
    for (const action of planned.actions) {
      const index = services.findIndex(({ name }) => name === action.service);
      if (!step.services[index]!.writeFails) states.set(action.service, written(states.get(action.service)!, action));
    }
    services.forEach(({ name }, index) => {
      const published = publishedStates.get(name);
      if (published === undefined) return;
      const own = planned.actions.filter(({ service }) => service === name);
      const tasks = step.services[index]!.writeFails ? published.tasks : standingAfter(published.tasks, own, nowMs);
      publishedStates.set(name, toldWithdrawal({ ...published, tasks }, planned.withdrawals?.posts ?? []));
    });
  }
  return moments;
};

const beginningsOf = (
  { starts, published }: DomainCase,
  services: readonly ServiceConfig[],
): ReadonlyMap<string, PublishedBeginning> =>
  new Map(
    services.flatMap(({ name }, index): [string, PublishedBeginning][] => {
      const start = published.get(name);
      return start === undefined ? [] : [[name, beginPublished(name, start, starts[index]!.counts)]];
    }),
  );

/** At first the load of a service that is published may be its own. */
const weatherOf = (start: PublishedStart | undefined, at: number, weather: ServiceWeather): ServiceWeather =>
  start === undefined || start.loadTasks === null || at >= start.loadSteps
    ? weather
    : { ...weather, loadTasks: start.loadTasks };

/** Its tasks follow the counts, and its destinations are looked after twice. */
const publishedBefallen = (
  before: PublishedState,
  { counts }: EcsService,
  { published: { lookedAfter: which, appProtectsMinutes } }: ServiceWeather,
  afterSeconds: number,
  nowMs: number,
): PublishedState => {
  const looked = lookedAfter(before, which, nowMs - afterSeconds * 800);
  return appProtects(lookedAfter(withTasks(looked, counts, nowMs), which, nowMs - 1000), appProtectsMinutes, nowMs);
};

const firstMemory = (
  given: DomainCase,
  services: readonly ServiceConfig[],
  beginnings: ReadonlyMap<string, PublishedBeginning>,
): Memory => ({
  ...emptyMemory,
  services: Object.fromEntries(
    services.flatMap(({ name, minTasks }, index): [string, ServiceMemory][] => {
      const { calm, counts: startCounts } = given.starts[index]!;
      const { withdrawal = null, counts = startCounts } = beginnings.get(name) ?? {};
      if (!calm && withdrawal === null) return [];
      const { desired, running } = counts;
      const asks = [{ atMs: startMs, tasks: minTasks }];
      const intended = { atMs: startMs, from: desired, to: desired };
      return [
        [
          name,
          {
            asks,
            changes: [],
            running: [{ atMs: startMs, tasks: running }],
            intended,
            revision: counts.revision,
            pin: null,
            alarmSteps: {},
            ceiling: null,
            ...(withdrawal === null ? {} : { withdrawal }),
          },
        ],
      ];
    }),
  ),
  databases: Object.fromEntries(
    given.config.databases.map(({ name }) => [
      name,
      {
        unmanaged: { lowConnections: 0, highConnections: 12, measuredAtMs: startMs },
        // Elastic pools were seen to use a fifth of what they may.
        elasticUse: Array.from({ length: 30 }, (_, index) => ({
          atMs: startMs - (30 - index) * 900_000,
          millionths: 200_000,
        })),
      },
    ]),
  ),
});

/** What people and deployments do to a service between two plans. */
const befallen = (state: EcsService, weather: ServiceWeather, nowMs: number): EcsService => {
  const { counts, target } = state;
  const deployment: Deployment =
    weather.deployment === "as-before"
      ? counts.deployment
      : weather.deployment === "none"
        ? { kind: "none" }
        : { kind: weather.deployment, sinceMs: nowMs };
  const begins = deployment.kind !== "none" && deployment !== counts.deployment;
  return {
    counts: {
      ...counts,
      deployment,
      desired: weather.hand ?? counts.desired,
      revision: begins ? `ecs-svc/${nowMs}` : counts.revision,
    },
    target: { ...target, maxCapacity: weather.usersMaxCapacity ?? target.maxCapacity },
  };
};

const readService = (
  service: ServiceConfig,
  state: EcsService,
  weather: ServiceWeather,
  nowMs: number,
): ServiceReading => ({
  name: service.name,
  tasks:
    weather.tasks === "known"
      ? { kind: "known", value: state.counts }
      : unknown({ because: weather.tasks === "absent" ? "not-found" : "failed" }),
  signals: service.signals.map((signal) => readSignal(signal, weather, state, nowMs)),
  scalableTarget:
    weather.scalableTarget === "known"
      ? { kind: "known", value: state.target }
      : weather.scalableTarget === "none"
        ? { kind: "known", value: "none" }
        : unknown(),
});

const readSignal = (signal: SignalConfig, weather: ServiceWeather, state: EcsService, nowMs: number): SignalReading => {
  switch (signal.kind) {
    case "alarm":
      return readAlarm(weather, nowMs);
    case "target":
      return readMetric(weather, state, signal.measures, signal.target, nowMs);
    case "requests":
      return readSeries(weather, weather.loadTasks * signal.targetPerSecond * 60, nowMs);
    case "rate":
      return readSeries(weather, weather.loadTasks * 600, nowMs);
    case "latency":
      return readSeries(weather, (signal.threshold * weather.loadTasks) / Math.max(1, state.counts.running), nowMs);
    case "backlog":
      return readQueue(weather, weather.loadTasks * signal.messagesPerSecond * signal.drainSeconds, nowMs);
  }
};

/** Five minutes of one value; silence with a load balancer behind it where the task count is what is missing. */
const readSeries = (weather: ServiceWeather, value: number, nowMs: number): SignalReading => {
  if (weather.signal === "unknown") return unknown();
  const newestMs = nowMs - (weather.signal === "stale" ? 900_000 : 120_000);
  const shown = weather.signal === "not-a-number" ? Number.NaN : value;
  const points = [4, 3, 2, 1, 0].map((back) => ({ atMs: newestMs - back * 60_000, value: shown }));
  const silent = weather.signal === "without-tasks";
  return {
    kind: "series",
    points: silent ? [] : points,
    periodSeconds: 60,
    seenAtMs: weather.signal === "stale" ? null : newestMs,
  };
};

const readQueue = (weather: ServiceWeather, waitingMessages: number, nowMs: number): SignalReading => {
  if (weather.signal === "unknown") return unknown();
  return {
    kind: "queue",
    waitingMessages: weather.signal === "not-a-number" ? Number.NaN : waitingMessages,
    inFlightMessages: weather.signal === "without-tasks" ? 1 : 0,
    readAtMs: nowMs - (weather.signal === "stale" ? 900_000 : 0),
  };
};

const readAlarm = ({ alarm }: ServiceWeather, nowMs: number): SignalReading =>
  alarm === "unknown"
    ? unknown()
    : {
        kind: "alarm",
        state: alarm === "muted" ? "ALARM" : alarm,
        sinceMs: nowMs - (nowMs % 900_000),
        actionsEnabled: alarm !== "muted",
      };

const readMetric = (
  weather: ServiceWeather,
  { counts }: EcsService,
  measures: "average" | "total",
  target: number,
  nowMs: number,
): SignalReading => {
  if (weather.signal === "unknown") return unknown();
  const tasks = Math.max(1, counts.running);
  const value = measures === "total" ? weather.loadTasks * target : (weather.loadTasks * target) / tasks;
  return datapoint({
    value: weather.signal === "not-a-number" ? Number.NaN : value,
    atMs: nowMs - (weather.signal === "stale" ? 900_000 : 120_000),
    tasks: weather.signal === "without-tasks" || measures === "total" ? null : tasks,
  });
};

const readDatabase = (
  config: Config,
  states: ReadonlyMap<string, EcsService>,
  name: string,
  weather: DatabaseWeather,
  nowMs: number,
): readonly DatabaseReading[] => {
  if (weather.reading === "not-read") return [];
  const endMs = nowMs - (weather.reading === "stale" ? 900_000 : 150_000);
  const front = readFront(config, states, name, weather, endMs);
  const cpu = [endMs - 60_000, endMs].map((atMs) => ({ atMs, value: weather.hot ? 97 : 40 }));
  const read = {
    name,
    facts: front === null || weather.front === "not-read" ? noFacts : known(factsOf(name, weather, nowMs)),
    pressure: { ...noPressure, cpuPercent: known(cpu) },
    proxies: front === null || weather.front === "silent" ? [] : [front.reading],
  };
  if (weather.reading === "unknown") return [{ ...read, connections: unknown() }];
  const open = openConnections(config, states, name, weather.load) + (front?.open ?? 0);
  const maximum = open + weather.othersConnections;
  const value = [connectionsAt(endMs - 60_000, Math.max(0, maximum - 3)), connectionsAt(endMs, maximum)];
  return [{ ...read, connections: { kind: "known", value } }];
};

/** What the proxy in front of a database has lent; `null`: it has none. */
const readFront = (
  config: Config,
  states: ReadonlyMap<string, EcsService>,
  name: string,
  weather: DatabaseWeather,
  endMs: number,
): { readonly reading: ProxyReading; readonly open: number } | null => {
  const proxy = config.proxies.find(({ database }) => database === name);
  if (proxy === undefined) return null;
  const pooled = config.services.reduce((sum, service) => {
    const pool = service.pools.find((entry) => entry.proxy === proxy.name);
    return sum + (pool?.connectionsPerTask ?? 0) * (states.get(service.name)?.counts.running ?? 0);
  }, 0);
  const borrowed = Math.round((pooled * weather.load) / 4);
  const points = (value: number) => known([endMs - 60_000, endMs].map((atMs) => ({ atMs, value })));
  const reading = proxyReading({
    name: proxy.name,
    borrowed: points(borrowed),
    pinned: points(weather.othersConnections > 20 ? 3 : 0),
    connections: points(borrowed + 2),
    peakConnections: known(borrowed + weather.othersConnections),
    allowed: points(weather.allowedConnections),
    clients: points(pooled),
    borrowLatencyMicroseconds: points(weather.front === "waiting" ? 400_000 : 700),
  });
  return { reading, open: borrowed + 2 };
};

/** The limit is the configuration's, or nobody's. */
const factsOf = (name: string, weather: DatabaseWeather, nowMs: number): DatabaseFacts =>
  databaseFacts({
    database: name,
    readAtMs: nowMs,
    instances: [
      instanceFacts({ instance: name, answer: { limit: { kind: "unknown", code: "failed", detail: "" }, notes: [] } }),
    ],
    proxies: [
      {
        ...proxyFacts({ maxConnectionsPercent: 60, ...(weather.front === "no-target" ? { targets: [] } : {}) }),
        proxy: frontOf(name),
      },
    ],
  });
