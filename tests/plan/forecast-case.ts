import type { ForecastConfig } from "../../shared/config/forecast-config.ts";
import { noError } from "../../shared/plan/forecast/forecast-error.ts";
import { rateCodeOf } from "../../shared/plan/forecast/rate-code.ts";
import { quarterOf, rememberedQuarters, type SeasonMemory } from "../../shared/plan/forecast/season-memory.ts";
import { nowMs } from "./builders.ts";

/** Both parts, as `forecast: true` compiles to. */
export const forecastConfig = (changes: Partial<ForecastConfig> = {}): ForecastConfig => ({
  trend: true,
  season: { quantile: 0.25, halfLifeDays: 7 },
  mostErrorRatio: 0.3,
  ...changes,
});

/** Two weeks of one rate, up to the quarter before now. */
export const usualRate = (perSecond: number, changes: Partial<SeasonMemory> = {}): SeasonMemory => ({
  newestQuarter: quarterOf(nowMs) - 1,
  rates: rateCodeOf(perSecond).repeat(rememberedQuarters),
  running: null,
  error: noError,
  ...changes,
});
