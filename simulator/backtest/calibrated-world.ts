import type { Config } from "../../shared/config/config.ts";
import { RESERVED_CONNECTIONS } from "../../shared/config/defaults.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { DatabaseSpec, PoolSpec, ServiceSpec, WorldSpec } from "../world/spec.ts";
import type { Calibration, DatabaseCalibration, PoolCalibration, ServiceCalibration } from "./calibration.ts";
import { fillGaps, holdCounts } from "./fill-gaps.ts";
import type { History } from "./history.ts";

/** Figures that no recording shows; each is said in the report. */
const clientTimeoutSeconds = 30;
const queueLimitPerTask = 100;
const defaultSloSeconds = 1;
/** More than any work asks for: CPU of the databases is not recorded. */
const unboundCores = 1_000_000;

/** What is taken for granted in every backtest, a sentence each. */
export const worldRemarks: readonly string[] = [
  "The databases are never short of CPU, and connections do not slow each other down: only the wall of connections is played.",
  `Users wait ${clientTimeoutSeconds} s and do not try again: retries are already among the recorded requests.`,
  `A task holds at most ${queueLimitPerTask} requests; what comes on top is shed.`,
  "A task that finds no connection takes its share of the traffic and fails it.",
  "Each service gets its own recorded requests, whatever becomes of its callers.",
];

/**
 * The world as the recording and headgate.yml describe it, with the recorded requests as its traffic.
 *
 * @throws Error for a service or database that the configuration does not have: calibrate has refused those
 */
export function calibratedWorld(calibration: Calibration, config: Config, history: History): WorldSpec {
  return {
    startMs: Math.floor(history.startMs / 60_000) * 60_000,
    services: calibration.services.map((one) => serviceOf(one, config, history)),
    databases: calibration.databases.map((one) => databaseOf(one, config)),
  };
}

function serviceOf(calibration: ServiceCalibration, config: Config, history: History): ServiceSpec {
  const named = config.services.find(({ name }) => name === calibration.service);
  const recorded = history.services.find(({ service }) => service === calibration.service);
  if (named === undefined || recorded === undefined) throw new Error(`${calibration.service} is not configured`);
  const counts = holdCounts(recorded.runningTasks);
  return {
    name: named.name,
    traffic: { kind: "trace", slotSeconds: history.slotSeconds, requestsPerSlot: fillGaps(recorded.requests) },
    initialTasks: Math.max(1, counts[0] ?? 1),
    cpuSecondsPerRequest: calibration.cpuSecondsPerRequest.value,
    idleCpuRatio: calibration.idleCpuRatio.value,
    pendingSeconds: Math.round(calibration.pendingSeconds.value),
    bootSeconds: Math.round(calibration.bootSeconds.value),
    bootCpuRatio: Math.min(1, calibration.bootCpuRatio.value),
    drainSeconds: named.drainSeconds,
    maximumPercent: named.maximumPercent,
    minimumHealthyPercent: named.minimumHealthyPercent,
    queueLimitPerTask,
    client: { timeoutSeconds: clientTimeoutSeconds, retries: 0, retryProbability: 0, backOffSeconds: 1 },
    sloSeconds: sloOf(named),
    ...(calibration.pool === null ? {} : { pool: poolOf(calibration.pool) }),
  };
}

/** The latency signal's threshold, where the team has one. */
function sloOf({ signals }: ServiceConfig): number {
  const latency = signals.find((signal) => signal.kind === "latency");
  return latency?.threshold ?? defaultSloSeconds;
}

function poolOf(pool: PoolCalibration): PoolSpec {
  const connectionsPerTask = Math.max(1, Math.round(pool.connectionsPerTask.value));
  const elastic = { minimumConnectionsPerTask: Math.min(connectionsPerTask, pool.minimumConnectionsPerTask) };
  return {
    database: pool.database,
    connectionsPerTask,
    kind: pool.kind,
    ...(pool.kind === "elastic" ? elastic : {}),
    holdSecondsPerRequest: pool.holdSecondsPerRequest.value,
    databaseCpuSecondsPerRequest: 0,
    withoutConnections: "degrade",
  };
}

function databaseOf({ database, othersConnections }: DatabaseCalibration, config: Config): DatabaseSpec {
  const named = config.databases.find(({ name }) => name === database);
  if (named?.maxConnections == null) throw new Error(`${database} has no limit`);
  return {
    name: database,
    maxConnections: named.maxConnections,
    reservedConnections: named.reservedConnections ?? RESERVED_CONNECTIONS[named.engine],
    baseConnections: Math.max(0, Math.round(othersConnections.value)),
    cores: unboundCores,
  };
}
