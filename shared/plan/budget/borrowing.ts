import type { PoolConfig } from "../../config/pool-config.ts";
import type { Reading } from "../../reading.ts";
import type { QuarterMaximum } from "../memory.ts";
import type { MetricPoint } from "../readings/database-reading.ts";
import { percentileOf, rememberMaxima } from "./day-of-maxima.ts";
import { shareOf, wholeMillionths } from "./elastic-use.ts";
import { isStable, mostHeld, type PoolHolder, stoppedNothingSince } from "./pool-holder.ts";

const percentile = 95;
/** "Keep it 30 % above peak use": what a proxy has open for what is borrowed of it. */
const openedPercent = 130;

/**
 * How much of its clients' pools a proxy has lent, minute by minute, as a day of maxima.
 *
 * As with elastic pools: the share itself in a stable minute, a lower bound in one since which tasks have only started.
 *
 * @param holders the clients' tasks and pools
 * @throws never
 */
export const rememberBorrowing = (
  before: readonly QuarterMaximum[],
  borrowed: Reading<readonly MetricPoint[]> | undefined,
  holders: readonly PoolHolder[],
  nowMs: number,
): readonly QuarterMaximum[] => {
  const capacity = mostHeld(holders);
  const points = borrowed?.kind === "known" ? borrowed.value.filter(isCount) : [];
  if (capacity === 0) return rememberMaxima(before, [], nowMs);
  const told = points.filter((point) => isStable(point, holders) || stoppedNothingSince(point, holders));
  const shares = told.map(({ atMs, value }) => ({ atMs, millionths: shareOf(value, capacity) }));
  return rememberMaxima(before, shares, nowMs);
};

/**
 * The share of its pool that a client is counted with: the 95th percentile of the day, and never less than what is
 * pinned now.
 *
 * @returns millionths; `null`: never measured
 */
export const borrowedUseOf = (
  day: readonly QuarterMaximum[],
  pinnedConnections: number,
  holders: readonly PoolHolder[],
): number | null => {
  const borrowed = percentileOf(day, percentile);
  const capacity = mostHeld(holders);
  if (borrowed === null) return null;
  return capacity === 0 ? borrowed : Math.max(borrowed, shareOf(pinnedConnections, capacity));
};

/** What one task borrows of a proxy, in thousandths of a connection, >= 1. */
export const borrowedMilli = ({ connectionsPerTask }: PoolConfig, useMillionths: number | null): number =>
  useMillionths === null
    ? connectionsPerTask * 1000
    : Math.max(1, Math.ceil((connectionsPerTask * useMillionths * 1000) / wholeMillionths));

/** What the proxy keeps open at the database for one task, in thousandths of a connection. */
export const openedMilli = (pool: PoolConfig, useMillionths: number | null): number =>
  Math.ceil((borrowedMilli(pool, useMillionths) * openedPercent) / 100);

/** Anything else is no reading. */
export const isCount = ({ value }: MetricPoint): boolean => Number.isFinite(value) && value >= 0;
