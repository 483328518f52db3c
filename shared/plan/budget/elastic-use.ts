import type { PoolConfig } from "../../config/pool-config.ts";
import type { QuarterMaximum } from "../memory.ts";
import type { ConnectionsDatapoint } from "../readings/database-reading.ts";
import { percentileOf, rememberMaxima } from "./day-of-maxima.ts";
import { isStable, mostHeld, type PoolHolder, stoppedNothingSince } from "./pool-holder.ts";

/** The whole of something, in millionths. */
export const wholeMillionths = 1_000_000;
/** The worst hour of a day is left out: one slow statement fills every pool once, and must not close the budget for a day. */
const percentile = 95;

/**
 * How far the services were above their targets in the minute that begins then: 1 at the target and below it, and at most
 * what a task at 100 % CPU is above it.
 */
export type OverloadAt = (atMs: number) => number;

const notOverloaded: OverloadAt = () => 1;

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
  overloadAt: OverloadAt = notOverloaded,
): readonly QuarterMaximum[] => {
  const elastic = holders.filter(isElastic);
  const capacity = mostHeld(elastic);
  if (capacity === 0) return rememberMaxima(before, [], nowMs);
  const fixed = mostHeld(holders.filter((holder) => !isElastic(holder)));
  const told = datapoints.filter((point) => isStable(point, holders) || stoppedNothingSince(point, holders));
  const shares = told.map(({ atMs, maximum }) => ({
    atMs,
    millionths: shareOf((maximum - fixed - unmanagedLowConnections) / overloadAt(atMs), capacity),
  }));
  return rememberMaxima(before, sustained(shares), nowMs);
};

/** Each minute with the lower share of itself and the minute before it: what lasts a minute alone is the burst's part. */
const sustained = (shares: readonly QuarterMaximum[]): readonly QuarterMaximum[] =>
  shares.flatMap(({ atMs, millionths }, index) => {
    const before = shares[index - 1];
    if (before === undefined || atMs - before.atMs > minuteMs) return [];
    return [{ atMs, millionths: Math.min(millionths, before.millionths) }];
  });

const minuteMs = 60_000;

/**
 * The share of an elastic pool that a task is counted with where `admission: measured`: what all but the busiest hour of
 * the last day stayed under.
 *
 * Bursts are in it: each quarter stands for its busiest two minutes in a row, and DatabaseConnections for the busiest moment
 * of a minute. Its blind spot: it speaks of ordinary days. When a database slows down, every pool in front of it fills up
 * at the same time, which no quiet day has shown. That is why it is not the default.
 *
 * @returns millionths, at most all of it; `null` before the first settled minutes were seen
 * @see docs/adr/0020-measured-at-the-target.md
 */
export const elasticUseOf = (day: readonly QuarterMaximum[]): number | null => percentileOf(day, percentile);

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
