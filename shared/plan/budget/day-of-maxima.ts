import type { QuarterMaximum } from "../memory.ts";

const quarterSeconds = 900;
const daySeconds = 24 * 3600;

/**
 * Adds values to a day of maxima: one entry per quarter of an hour, the largest value of it.
 *
 * The same value twice is the same as once, so a datapoint that is read again changes nothing.
 *
 * @param before oldest first
 * @param values shares in millionths with their times
 * @returns the last 24 hours, oldest first, at most 97 entries
 * @throws never
 */
export const rememberMaxima = (
  before: readonly QuarterMaximum[],
  values: readonly QuarterMaximum[],
  nowMs: number,
): readonly QuarterMaximum[] => {
  const oldestMs = quarterOf(nowMs - daySeconds * 1000);
  const maxima = new Map<number, number>();
  for (const { atMs, millionths } of [...before, ...values]) {
    const quarterMs = quarterOf(atMs);
    if (quarterMs < oldestMs || atMs > nowMs) continue;
    maxima.set(quarterMs, Math.max(maxima.get(quarterMs) ?? 0, millionths));
  }
  return [...maxima].map(([atMs, millionths]) => ({ atMs, millionths })).sort((a, b) => a.atMs - b.atMs);
};

/**
 * The value that `percent` of the quarters don't exceed, by the nearest rank: never between two of them, and never
 * below the percentile of the minutes, because each quarter stands for its largest one.
 *
 * @param percent 1..100
 * @returns `null` without an entry
 */
export const percentileOf = (maxima: readonly QuarterMaximum[], percent: number): number | null => {
  const sorted = maxima.map(({ millionths }) => millionths).sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? null;
};

const quarterOf = (atMs: number): number => Math.floor(atMs / (quarterSeconds * 1000)) * quarterSeconds * 1000;
