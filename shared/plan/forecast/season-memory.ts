import type { ForecastError } from "./forecast-error.ts";

/** The request rate of the quarters of an hour of the last two weeks. */
export type SeasonMemory = {
  /** Number of the newest quarter that has ended, counted from 1970; it is the last one in `rates`. */
  readonly newestQuarter: number;
  /** Mean rate per quarter, oldest first, two characters each; at most 14 days, so 2,688 characters. */
  readonly rates: string;
  /** The quarter that is running; `null`: nothing of one was read yet. */
  readonly running: RunningQuarter | null;
  readonly error: ForecastError;
};

export type RunningQuarter = {
  readonly quarter: number;
  readonly points: number;
  /** Of the points' rates. */
  readonly sumPerSecond: number;
  /** Start of the newest point in it: one that is read again is not counted again. */
  readonly countedAtMs: number;
};

export const quarterMs = 900_000;
export const quartersPerDay = 96;
/** Two weeks: two weekends to know a weekend by. */
export const rememberedQuarters = 14 * quartersPerDay;

export const quarterOf = (atMs: number): number => Math.floor(atMs / quarterMs);
