import type { SeasonForecastConfig } from "../../config/forecast-config.ts";
import { judged, noError } from "./forecast-error.ts";
import { rateCodeLength, rateCodeOf, unknownRate } from "./rate-code.ts";
import type { RateSeries } from "./rate-series.ts";
import { quarterFloor } from "./season.ts";
import { quarterOf, type RunningQuarter, rememberedQuarters, type SeasonMemory } from "./season-memory.ts";

/**
 * Adds what was read to the rates of the day, each datapoint once.
 *
 * A read brings 15 minutes, so with one every 5 minutes none is missed. The mean of a quarter is kept and not its
 * highest minute: that wastes 1.7 times as much for the same gain, and grows with the resolution (docs/adr/0018-forecast.md).
 *
 * @returns what to remember; `before` itself where every datapoint was known
 * @throws never
 */
export const learnSeason = (
  { points }: RateSeries,
  config: SeasonForecastConfig,
  mostErrorRatio: number,
  before: SeasonMemory | null,
): SeasonMemory | null => {
  let season = before;
  for (const { atMs, perSecond } of points) {
    const running = season?.running ?? null;
    if (running !== null && atMs <= running.countedAtMs) continue;
    const quarter = quarterOf(atMs);
    if (running !== null && running.quarter === quarter) {
      const sumPerSecond = running.sumPerSecond + perSecond;
      season = {
        ...season!,
        running: { quarter, points: running.points + 1, sumPerSecond, countedAtMs: atMs },
      };
      continue;
    }
    const ended = season === null || running === null ? season : withEnded(season, running, config, mostErrorRatio);
    season = {
      ...(ended ?? { newestQuarter: quarter - 1, rates: "", error: noError }),
      running: { quarter, points: 1, sumPerSecond: perSecond, countedAtMs: atMs },
    };
  }
  return season;
};

/** The quarter that has ended is judged by what was forecast for it, and kept. */
const withEnded = (
  season: SeasonMemory,
  { quarter, points, sumPerSecond }: RunningQuarter,
  config: SeasonForecastConfig,
  mostErrorRatio: number,
): SeasonMemory => {
  const perSecond = sumPerSecond / points;
  const floor = quarterFloor(season, config, quarter);
  const error = floor === null ? season.error : judged(season.error, floor, perSecond, mostErrorRatio);
  const missed = Math.min(quarter - season.newestQuarter - 1, rememberedQuarters);
  const all = season.rates + unknownRate.repeat(Math.max(0, missed)) + rateCodeOf(perSecond);
  return { newestQuarter: quarter, rates: all.slice(-rememberedQuarters * rateCodeLength), running: null, error };
};
