import type { SeasonForecastConfig } from "../../config/forecast-config.ts";
import { rateCodeLength, rateOfCode } from "./rate-code.ts";
import { quarterOf, quartersPerDay, rememberedQuarters, type SeasonMemory } from "./season-memory.ts";

/** One day is an anecdote: its peak may have been a campaign. What two days share may be a habit. */
const leastDays = 2;

/** The next look at the domain may be so far away. */
const readSeconds = 300;

type Sample = { readonly perSecond: number; readonly weight: number };

/**
 * The rate that the service is used to at this time of day: what has to be ready when the quarter begins.
 *
 * @returns the highest floor of the quarters between now and one start time and one read later; `null`: none is known
 * @throws never
 */
export const seasonFloor = (
  season: SeasonMemory,
  config: SeasonForecastConfig,
  startSeconds: number,
  nowMs: number,
): number | null => {
  let floor: number | null = null;
  const last = quarterOf(nowMs + (startSeconds + readSeconds) * 1000);
  for (let quarter = quarterOf(nowMs); quarter <= last; quarter += 1) {
    const own = quarterFloor(season, config, quarter);
    if (own !== null) floor = Math.max(floor ?? 0, own);
  }
  return floor;
};

/**
 * A low quantile of what came in the same quarter-hour of earlier days of the same kind, newer days with more weight.
 *
 * Working days are told by working days and weekends by weekends, in UTC: all days in one pot would ask for a Monday on
 * every Saturday. Needs two such days.
 *
 * @param quarter counted from 1970; its own rate is not looked at
 * @returns requests per second, >= 0
 * @throws never
 */
export const quarterFloor = (
  { rates, newestQuarter }: SeasonMemory,
  { quantile, halfLifeDays }: SeasonForecastConfig,
  quarter: number,
): number | null => {
  const samples: Sample[] = [];
  const oldest = newestQuarter - rates.length / rateCodeLength + 1;
  const weekend = isWeekend(quarter);
  for (let days = 1; days * quartersPerDay <= rememberedQuarters; days += 1) {
    const earlier = quarter - days * quartersPerDay;
    if (earlier > newestQuarter || isWeekend(earlier) !== weekend) continue;
    if (earlier < oldest) break;
    const at = (earlier - oldest) * rateCodeLength;
    const perSecond = rateOfCode(rates.slice(at, at + rateCodeLength));
    if (perSecond !== null) samples.push({ perSecond, weight: 2 ** (-days / halfLifeDays) });
  }
  return samples.length < leastDays ? null : weightedQuantile(samples, quantile);
};

/** 1 January 1970 was a Thursday. */
const isWeekend = (quarter: number): boolean => ((Math.floor(quarter / quartersPerDay) + 4) % 7) % 6 === 0;

/** The smallest value that has at least this share of the weight at or below it. */
const weightedQuantile = (samples: readonly Sample[], quantile: number): number => {
  const sorted = [...samples].sort((a, b) => a.perSecond - b.perSecond);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { perSecond, weight } of sorted) {
    below += weight;
    if (below >= quantile * total) return perSecond;
  }
  return sorted.at(-1)!.perSecond;
};
