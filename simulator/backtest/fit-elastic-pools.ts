import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { WorldSpec } from "../world/spec.ts";
import { type MeasuredFigure, measured } from "./calibration.ts";
import { fillGaps, holdCounts } from "./fill-gaps.ts";
import { type Fit, fitWithError, type PlacedObservation } from "./fit-with-error.ts";
import type { LoadResponse } from "./follows-load.ts";
import type { History } from "./history.ts";
import { playRecorded } from "./play-recorded.ts";

/** What a service's CPU calibration says, as far as its pool's needs it. */
export type CalibratedStart = {
  readonly cpuSecondsPerRequest: number;
  readonly idleCpuRatio: number;
  readonly pendingSeconds: number;
  readonly bootSeconds: number;
};

export type ElasticHolder = {
  readonly service: ServiceConfig;
  readonly pool: PoolConfig;
  readonly start: CalibratedStart;
};

export type ElasticFit = {
  /** Columns: those of the observations, then one per elastic service, whose coefficient is near 1. */
  readonly fit: Fit | null;
  readonly holds: ReadonlyMap<string, MeasuredFigure>;
  /** Connections that rounding to whole ones leaves open, all elastic pools together. */
  readonly openConnections: number;
};

/** Connections are whole: so much of one per task stays open. */
const openPerTask = 0.1;
const mostRounds = 6;
const closeEnough = 0.01;
/** Pools in the world grow with the peaks inside a second. */
const worldHeadroom = 1.5;
const mostConnections = 100_000;

/**
 * Finds how long a request holds a connection: plays each elastic pool alone, compares how its connections move with the
 * recorded ones, and scales the time until both move alike.
 *
 * @param observations steady slots; further columns are fixed pools and others
 * @returns the fit of the last round
 */
export function fitElasticPools(
  history: History,
  holders: readonly ElasticHolder[],
  responses: ReadonlyMap<string, LoadResponse>,
  observations: readonly PlacedObservation[],
): ElasticFit {
  const columns = observations[0]?.x.length ?? 0;
  if (holders.length === 0)
    return { fit: fitWithError(observations, columns, history.slots), holds: new Map(), openConnections: 0 };
  const holds = holders.map(({ service }) => {
    const response = responses.get(service.name);
    return response?.kind === "follows" ? response.connectionsPerRate / worldHeadroom : 0.01;
  });
  let fit: Fit | null = null;
  let perTask: readonly number[] = [];
  for (let round = 0; round < mostRounds; round += 1) {
    const played = playRecorded(aloneWorld(history, holders, holds), history);
    const withPlayed = observations.map((one) => ({
      ...one,
      x: [...one.x, ...holders.map(({ service }) => played.connections.get(service.name)?.[one.slot] ?? 0)],
    }));
    perTask = holders.map(({ service }) => meanPerTask(history, service.name, played.connections.get(service.name)));
    fit = fitWithError(withPlayed, columns + holders.length, history.slots);
    if (fit === null) break;
    const factors = holders.map((_, index) => Math.min(3, Math.max(1 / 3, fit!.coefficients[columns + index]!)));
    if (factors.every((factor) => Math.abs(factor - 1) <= closeEnough)) break;
    if (round === mostRounds - 1) break;
    for (const [index, factor] of factors.entries()) holds[index]! *= factor;
  }
  const tasks = holders.map(({ service }) => meanTasks(history, service.name));
  return {
    fit,
    openConnections: openPerTask * tasks.reduce((sum, one) => sum + one, 0),
    holds: new Map(
      holders.map(({ service }, index): [string, MeasuredFigure] => {
        const off = fit === null ? Number.POSITIVE_INFINITY : offOf(fit, columns + index) + wholeOf(perTask[index]!);
        const error = fit?.heldOutError ?? null;
        return [service.name, measured(holds[index]!, holds[index]! * off, error, fit?.samples ?? 0)];
      }),
    ),
  };
}

function meanPerTask(history: History, service: string, connections: Float64Array | undefined): number {
  const counts = holdCounts(history.services.find((one) => one.service === service)?.runningTasks ?? []);
  const tasks = counts.reduce((sum, count) => sum + count, 0);
  return tasks === 0 ? 0 : (connections ?? new Float64Array()).reduce((sum, one) => sum + one, 0) / tasks;
}

function meanTasks(history: History, service: string): number {
  const counts = holdCounts(history.services.find((one) => one.service === service)?.runningTasks ?? []);
  return counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
}

function wholeOf(connectionsPerTask: number): number {
  return connectionsPerTask > 0 ? openPerTask / connectionsPerTask : Number.POSITIVE_INFINITY;
}

/** What is left to scale, and how well the scale is known. */
function offOf(fit: Fit, column: number): number {
  return Math.abs(fit.coefficients[column]! - 1) + fit.plusMinus[column]!;
}

/** Each elastic service in front of a database of its own without a wall. */
function aloneWorld(history: History, holders: readonly ElasticHolder[], holds: readonly number[]): WorldSpec {
  const services = holders.map(({ service, pool, start }, index) => {
    const recorded = history.services.find((one) => one.service === service.name)!;
    return {
      name: service.name,
      traffic: {
        kind: "trace" as const,
        slotSeconds: history.slotSeconds,
        requestsPerSlot: fillGaps(recorded.requests),
      },
      initialTasks: Math.max(1, holdCounts(recorded.runningTasks)[0] ?? 1),
      cpuSecondsPerRequest: start.cpuSecondsPerRequest,
      idleCpuRatio: start.idleCpuRatio,
      pendingSeconds: Math.round(start.pendingSeconds),
      bootSeconds: Math.round(start.bootSeconds),
      drainSeconds: service.drainSeconds,
      queueLimitPerTask: 100,
      client: { timeoutSeconds: 30, retries: 0, retryProbability: 0, backOffSeconds: 1 },
      pool: {
        database: service.name,
        kind: "elastic" as const,
        connectionsPerTask: pool.connectionsPerTask,
        minimumConnectionsPerTask: Math.min(pool.minimumConnectionsPerTask, pool.connectionsPerTask),
        holdSecondsPerRequest: holds[index]!,
        databaseCpuSecondsPerRequest: 0,
        withoutConnections: "degrade" as const,
      },
    };
  });
  const databases = services.map(({ name }) => ({
    name,
    maxConnections: mostConnections,
    reservedConnections: 0,
    baseConnections: 0,
    cores: mostConnections,
  }));
  return { startMs: Math.floor(history.startMs / 60_000) * 60_000, services, databases };
}
