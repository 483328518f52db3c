import type { ForecastConfig } from "../../config/forecast-config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import type { Note } from "../demand/join.ts";
import type { Opinion } from "../demand/opinion.ts";
import { totalAsk } from "../demand/rounding.ts";
import type { ServiceMemory } from "../memory.ts";
import type { ServiceReading, TaskCounts } from "../readings/service-reading.ts";
import { followTrend } from "./follow-trend.ts";
import { type ForecastError, trusted } from "./forecast-error.ts";
import type { ForecastMemory } from "./forecast-memory.ts";
import { learnSeason } from "./learn-season.ts";
import { learnPerTask } from "./per-task.ts";
import { type RateSeries, rateSeriesOf } from "./rate-series.ts";
import { seasonFloor } from "./season.ts";

export type Forecast = {
  /** What it asks for; `null`: nothing. */
  readonly ask: Extract<Opinion, { readonly kind: "ask" }> | null;
  /** Why a part of it is off. */
  readonly notes: readonly Note[];
  readonly memory: ForecastMemory;
};

/** Where no `requests` signal has a tolerance of its own. */
const toleranceRatio = 0.1;

/**
 * What a service will need when a task that is ordered now is healthy: the trend of its request rate, and what it is
 * used to at this time of day.
 *
 * It only ever asks for more. The larger of the two forecasts, divided by what one task carries, is one ask among the
 * others: it goes through the bounds, the pace and every budget, and while it stands the service does not shrink below
 * it. It asks for nothing while a budget behind the service binds: then it would take from a neighbour what that one
 * needs now. Each part asks for less by what did not come of its forecasts lately, and for nothing while that is too much.
 *
 * At a desired count of 0 a trend says nothing; a habit may.
 *
 * @param silent it learns and asks for nothing: a budget behind the service has kept somebody from what they asked, or
 * another autoscaler decides when it grows
 * @returns `null`: the service has no forecast. Otherwise an ask of at most `maxTasks`, and what to remember
 * @throws never
 */
export const forecastOf = (
  service: ServiceConfig,
  reading: ServiceReading,
  memory: ServiceMemory,
  nowMs: number,
  silent: boolean,
): Forecast | null => {
  const config = service.forecast;
  if (config === undefined) return null;
  const before = memory.forecast ?? {};
  const series = rateSeriesOf(service, reading, nowMs);
  if (series === null) return { ask: null, notes: [], memory: before };
  const counts = reading.tasks.kind === "known" ? reading.tasks.value : null;
  const next = learned(service, config, reading, series, counts, memory, nowMs);
  const notes = [
    ...offNote("trend", next.trend?.error, config.mostErrorRatio),
    ...offNote("season", next.season?.error, config.mostErrorRatio),
  ];
  const ask = silent || counts === null ? null : askOf(service, config, series, counts.desired, next, nowMs);
  return { ask, notes, memory: next };
};

const learned = (
  service: ServiceConfig,
  { trend: hasTrend, season: seasonConfig, mostErrorRatio }: ForecastConfig,
  reading: ServiceReading,
  series: RateSeries,
  counts: TaskCounts | null,
  memory: ServiceMemory,
  nowMs: number,
): ForecastMemory => {
  const before = memory.forecast ?? {};
  const trend = hasTrend
    ? followTrend(series, service.startSeconds, mostErrorRatio, before.trend ?? null, nowMs)
    : null;
  const season =
    seasonConfig === null ? null : learnSeason(series, seasonConfig, mostErrorRatio, before.season ?? null);
  const newestAtMs = series.points.at(-1)!.atMs;
  const perTask =
    series.signal.kind === "requests" || counts === null
      ? (before.perTask ?? null)
      : learnPerTask(service, reading, counts, memory, before.perTask ?? null, newestAtMs, nowMs);
  return {
    ...(trend === null ? {} : { trend }),
    ...(season === null ? {} : { season }),
    ...(perTask === null ? {} : { perTask }),
  };
};

const askOf = (
  { maxTasks, startSeconds }: ServiceConfig,
  { season: seasonConfig }: ForecastConfig,
  { signal, periodSeconds }: RateSeries,
  desired: number,
  { trend, season, perTask }: ForecastMemory,
  nowMs: number,
): Forecast["ask"] => {
  const carried = signal.kind === "requests" ? signal.targetPerSecond : (perTask?.perSecond ?? null);
  if (carried === null) return null;
  // A datapoint that no newer one follows says nothing of what comes after the moment that it was drawn on to.
  const isOver = trend !== undefined && nowMs > trend.newest.forMs + periodSeconds * 1000;
  const rising = trend === undefined || desired === 0 || isOver ? null : trusted(trend.newest.perSecond, trend.error);
  const usual =
    season === undefined || seasonConfig === null
      ? null
      : trusted(seasonFloor(season, seasonConfig, startSeconds, nowMs), season.error);
  if (rising === null && usual === null) return null;
  const tolerance = signal.kind === "requests" ? signal.toleranceRatio : toleranceRatio;
  const { tasks, ratio } = totalAsk(Math.max(rising ?? 0, usual ?? 0), carried, desired, tolerance);
  return { kind: "ask", signal: "forecast", tasks: Math.min(tasks, maxTasks), asksAlone: true, ratio };
};

const offNote = (
  part: "trend" | "season",
  error: ForecastError | undefined,
  mostErrorRatio: number,
): readonly Note[] =>
  error === undefined || !error.isOff
    ? []
    : [
        {
          code: "forecast-off",
          detail: part,
          numbers: {
            errorPercent: Math.round(error.ratio * 100),
            mostErrorPercent: Math.round(mostErrorRatio * 100),
          },
        },
      ];
