import type { ForecastError } from "./forecast-error.ts";
import type { SeasonMemory } from "./season-memory.ts";

/** What a service's forecast remembers: at most 3 KB as JSON. Absent parts have learned nothing yet. */
export type ForecastMemory = {
  readonly trend?: TrendMemory;
  readonly season?: SeasonMemory;
  /** What one task carries at its target, where no `requests` signal says it. */
  readonly perTask?: LearnedPerTask;
};

export type TrendMemory = {
  /** Of the newest datapoint: made once, so that a datapoint that is read again says the same. */
  readonly newest: TrendForecast;
  /** Asks that are not judged yet, oldest first, at most 8. */
  readonly open: readonly OpenForecast[];
  readonly error: ForecastError;
};

export type TrendForecast = {
  /** Start of the newest datapoint that it was made from. */
  readonly pointAtMs: number;
  /** The moment that it speaks of. */
  readonly forMs: number;
  /** `null`: the rate was not rising. */
  readonly perSecond: number | null;
};

export type OpenForecast = { readonly forMs: number; readonly perSecond: number };

export type LearnedPerTask = { readonly atMs: number; readonly perSecond: number };
