import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { buildHistory, type RecordedPoint } from "../../simulator/backtest/build-history.ts";
import type { History } from "../../simulator/backtest/history.ts";
import type { DeploymentSpec } from "../../simulator/world/deployment-spec.ts";
import { RandomStream } from "../../simulator/world/random.ts";
import type { ServiceSpec, WorldSpec } from "../../simulator/world/spec.ts";
import { World } from "../../simulator/world/world.ts";

export const startMs = Date.parse("2026-03-02T00:00:00Z");

/** A world with known parameters, and what somebody does to it while it is recorded. */
export type RecordedWorld = {
  readonly spec: WorldSpec;
  readonly hours: number;
  readonly seed?: number;
  /** Desired count of a service at a minute; absent: it stays. */
  readonly counts?: Readonly<Record<string, (minute: number) => number>>;
  readonly deployments?: readonly {
    readonly service: string;
    readonly minute: number;
    readonly spec?: DeploymentSpec;
  }[];
};

/** A day in eight hours: a quiet start, a peak in the middle, with a wobble of a quarter of an hour. */
export const dayRates = (hours: number, low: number, high: number): readonly number[] =>
  Array.from({ length: hours * 60 }, (_, minute) => {
    const day = (1 - Math.cos((2 * Math.PI * minute) / (hours * 60))) / 2;
    return (low + (high - low) * day) * (1 + 0.15 * Math.sin((2 * Math.PI * minute) / 17));
  });

export const service = (overrides: Partial<ServiceSpec> & { readonly rates: readonly number[] }): ServiceSpec => {
  const { rates, ...rest } = overrides;
  return {
    name: "order",
    traffic: { kind: "trace", slotSeconds: 60, requestsPerSlot: rates.map((rate) => rate * 60) },
    initialTasks: 4,
    cpuSecondsPerRequest: 0.012,
    idleCpuRatio: 0.03,
    pendingSeconds: 25,
    bootSeconds: 20,
    drainSeconds: 60,
    queueLimitPerTask: 100,
    client: { timeoutSeconds: 30, retries: 0, retryProbability: 0, backOffSeconds: 1 },
    pool: {
      database: "shop-db",
      connectionsPerTask: 12,
      kind: "fixed",
      holdSecondsPerRequest: 0.01,
      databaseCpuSecondsPerRequest: 0,
      withoutConnections: "degrade",
    },
    ...rest,
  };
};

export const elasticPool = {
  database: "shop-db",
  connectionsPerTask: 40,
  kind: "elastic",
  minimumConnectionsPerTask: 2,
  holdSecondsPerRequest: 0.15,
  databaseCpuSecondsPerRequest: 0,
  withoutConnections: "degrade",
} as const;

export const worldOf = (services: readonly ServiceSpec[], others = 17): WorldSpec => ({
  startMs,
  services,
  databases: [
    { name: "shop-db", maxConnections: 500, reservedConnections: 8, baseConnections: others, cores: 1_000_000 },
  ],
});

/** What target tracking at 60 % does, roughly: a count that follows the load in steps, changed every 20 minutes. */
export const following =
  (rates: readonly number[], perTask: number, least = 3) =>
  (minute: number): number =>
    Math.max(least, Math.ceil((rates[Math.floor(minute / 20) * 20] ?? 0) / perTask));

/** Runs the world and records its minutes as CloudWatch would, Container Insights' desired count included. */
export const recordPoints = ({
  spec,
  hours,
  seed = 7,
  counts = {},
  deployments = [],
}: RecordedWorld): RecordedPoint[] => {
  const kept = { delaySeconds60: 0, delaySeconds20: 0, databaseDelaySeconds: 0, keptDatapoints: hours * 60 + 5 };
  const world = new World({ ...spec, metrics: kept }, seed);
  const points: RecordedPoint[] = [];
  for (let minute = 0; minute < hours * 60; minute += 1) {
    for (const [name, count] of Object.entries(counts)) world.setDesiredCount(name, count(minute));
    for (const deployment of deployments)
      if (deployment.minute === minute) world.startDeployment(deployment.service, deployment.spec);
    for (const { name } of spec.services)
      points.push({
        subject: name,
        series: "desiredTasks",
        atMs: startMs + minute * 60_000,
        value: world.counts(name).desired,
      });
    for (let second = 0; second < 60; second += 1) world.step();
  }
  const untilMs = startMs + hours * 3_600_000;
  for (const { name } of spec.services) {
    for (const { atMs, sum } of world.datapoints({ service: name, name: "RequestCount" }, 60, startMs, untilMs))
      points.push({ subject: name, series: "requests", atMs, value: sum });
    for (const { atMs, average, sampleCount } of world.datapoints(
      { service: name, name: "CPUUtilization" },
      60,
      startMs,
      untilMs,
    )) {
      points.push({ subject: name, series: "cpuPercent", atMs, value: average });
      points.push({ subject: name, series: "runningTasks", atMs, value: sampleCount });
    }
  }
  for (const { name } of spec.databases)
    for (const { atMs, average } of world.datapoints(
      { database: name, name: "DatabaseConnections" },
      60,
      startMs,
      untilMs,
    ))
      points.push({ subject: name, series: "connections", atMs, value: average });
  return points;
};

export const record = (recorded: RecordedWorld): History => buildHistory(recordPoints(recorded), 60);

/** Gauges are never exact: CPU and connections are off by up to this part, and some minutes are missing. Requests are counted. */
export const disturbed = (
  points: readonly RecordedPoint[],
  { noiseRatio = 0, missingRatio = 0, seed = 3 },
): RecordedPoint[] => {
  const random = new RandomStream(seed);
  const isGauge = ({ series }: RecordedPoint): boolean => series === "cpuPercent" || series === "connections";
  return points.flatMap((point) => {
    if (random.uniform() < missingRatio) return [];
    const off = 1 + noiseRatio * (2 * random.uniform() - 1);
    return [isGauge(point) ? { ...point, value: point.value * off } : point];
  });
};

/** headgate.yml for the services; pools as the team believes them to be. */
export const configFor = (services: Readonly<Record<string, string>>): Config => {
  const text = `version: 1
name: shop
defaults: { cluster: shop, startSeconds: 45, drain: { deregistrationDelaySeconds: 30, stopTimeoutSeconds: 30 }, tasks: { min: 3, max: 30 }, signals: { cpu: 60 } }
databases: { shop-db: { instance: shop-orders, engine: postgres, maxConnections: 500 } }
services:
${Object.entries(services)
  .map(([name, rest]) => `  ${name}: ${rest}`)
  .join("\n")}
`;
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "ok") return reading.config;
  throw new Error(JSON.stringify(reading.problems));
};
