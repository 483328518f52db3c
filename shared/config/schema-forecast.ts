import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { optional, whole } from "./schema-key.ts";

const season = z.strictObject({
  quantile: optional(
    z.number().min(0).max(1),
    "Which of the earlier days counts, 0 the quietest and 1 the busiest. A quarter is what three of four such days had; on the trace that it was tuned on a half gained 17 % more and wasted 22 % more.",
    { default: DEFAULTS.seasonQuantile, examples: [0.25] },
  ),
  halfLifeDays: optional(
    whole(1, 90),
    "A day this long ago counts half as much as today would. Two weeks are remembered.",
    { default: DEFAULTS.seasonHalfLifeDays, examples: [7] },
  ),
});

const forecast = z.strictObject({
  trend: optional(
    z.boolean(),
    "Ask for what a rising request rate leads to by the time that a task ordered now is healthy: a line through the last 5 minutes, at most twice the present rate.",
    { default: DEFAULTS.forecastTrend, examples: [true] },
  ),
  season: optional(
    z.union([z.boolean(), season]),
    "Ask for what the service is used to at this time of day: the quarter-hours of the last two weeks in UTC, working days and weekends apart, from the second such day on.",
    { default: DEFAULTS.forecastSeason, examples: [true] },
  ),
  mostErrorRatio: optional(
    z.number().gt(0).max(1),
    "The part of what was forecast that may fail to come. As much less is asked for; above it the trend, or the season, asks for nothing until it is right again, and a notice says so.",
    { default: DEFAULTS.forecastMostErrorRatio, examples: [0.3] },
  ),
});

export const forecastForm = z.union([z.boolean(), forecast]);

export type ForecastForm = z.infer<typeof forecastForm>;
