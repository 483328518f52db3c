import type { PoolConfig } from "../../config/config.ts";
import type { QuarterMaximum } from "../memory.ts";
import type { ConnectionsDatapoint } from "../snapshot.ts";
import { percentileOf, rememberMaxima } from "./day-of-maxima.ts";
import { isStable, mostHeld, type PoolHolder, stoppedNothingSince } from "./pool-holder.ts";

/** The whole of something, in millionths. */
export const wholeMillionths = 1_000_000;
/** Four hours: fewer may lie between two peaks. */
const leastQuarters = 16;
const percentile = 99;
/** A burst may use half as much again as the day's worst hundredth. */
const burst = { numerator: 3, denominator: 2 } as const;

/**
 * How much of the elastic pools' capacity was in use, minute by minute, as a day of maxima.
 *
 * DatabaseConnections is a sum over the instance, so what is left of it without fixed pools and other sessions, over
 * tasks x connections per task, is one share for all elastic pools. In a stable minute it is the share itself; in one
 * since which tasks have only started it is a lower bound, which still counts as a maximum; others tell nothing.
 *
 * @param unmanagedLowConnections the fewest sessions of others: the share is then at its largest
 * @returns at most 97 quarters of an hour, oldest first
 * @throws never
 */
export const rememberElasticUse = (
  before: readonly QuarterMaximum[],
  datapoints: readonly ConnectionsDatapoint[],
  holders: readonly PoolHolder[],
  unmanagedLowConnections: number,
  nowMs: number,
): readonly QuarterMaximum[] => {
  const elastic = holders.filter(isElastic);
  const capacity = mostHeld(elastic);
  if (capacity === 0) return rememberMaxima(before, [], nowMs);
  const fixed = mostHeld(holders.filter((holder) => !isElastic(holder)));
  const told = datapoints.filter((point) => isStable(point, holders) || stoppedNothingSince(point, holders));
  const shares = told.map(({ atMs, maximum }) => ({
    atMs,
    millionths: shareOf(maximum - fixed - unmanagedLowConnections, capacity),
  }));
  return rememberMaxima(before, shares, nowMs);
};

/**
 * The share of an elastic pool that a task is counted with where `admission: measured`: the 99th percentile of the last
 * day with half as much again for bursts.
 *
 * Its blind spot: it speaks of ordinary days. When a database slows down, every pool in front of it fills up at the same
 * time, which no quiet day has shown, and a first peak is not in it either. That is why it is not the default.
 *
 * @returns millionths, at most all of it; `null` with less than four hours seen
 */
export const elasticUseOf = (day: readonly QuarterMaximum[]): number | null => {
  const seen = percentileOf(day, percentile);
  if (seen === null || day.length < leastQuarters) return null;
  return Math.min(wholeMillionths, Math.ceil((seen * burst.numerator) / burst.denominator));
};

/**
 * What one task is counted with on the database.
 *
 * @param useMillionths the share of elastic pools; `null`: not known, the worst counts
 * @returns whole connections in [minimum, connectionsPerTask], >= 1
 */
export const pricedConnections = (pool: PoolConfig, useMillionths: number | null): number => {
  const { connectionsPerTask: most, minimumConnectionsPerTask: least } = pool;
  if (pool.admission === "worst" || pool.kind === "fixed" || useMillionths === null) return most;
  const used = Math.ceil((most * useMillionths) / wholeMillionths);
  return Math.min(most, Math.max(1, least, used));
};

/** @returns millionths, 0 to all of it, rounded up */
export const shareOf = (used: number, capacity: number): number =>
  Math.min(wholeMillionths, Math.max(0, Math.ceil((used * wholeMillionths) / capacity)));

const isElastic = ({ connectionsPerTask, minimumConnectionsPerTask }: PoolHolder): boolean =>
  minimumConnectionsPerTask < connectionsPerTask;
