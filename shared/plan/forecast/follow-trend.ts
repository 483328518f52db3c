import { judged, noError } from "./forecast-error.ts";
import type { OpenForecast, TrendMemory } from "./forecast-memory.ts";
import type { RatePoint, RateSeries } from "./rate-series.ts";
import { trendOf } from "./trend.ts";

const mostOpen = 8;

/**
 * The trend's forecast for one start time ahead, and what became of the earlier ones.
 *
 * A forecast is made once per datapoint, when it is first read: for that moment plus a start time, so the datapoint's
 * age is in it. Read again, the same datapoint says the same. Forecasts are judged when their period is published,
 * whether anybody was asked because of them or not: so it is known when they can be trusted again.
 *
 * @param mostErrorRatio above this error it is off, 0..1
 * @returns what to remember; its `newest` is the forecast
 * @throws never
 */
export const followTrend = (
  { points, periodSeconds }: RateSeries,
  startSeconds: number,
  mostErrorRatio: number,
  before: TrendMemory | null,
  nowMs: number,
): TrendMemory => {
  const newest = points.at(-1)!;
  if (before !== null && newest.atMs <= before.newest.pointAtMs) return before;
  const forMs = nowMs + startSeconds * 1000;
  const perSecond = trendOf(points, periodSeconds, forMs);
  const periodMs = periodSeconds * 1000;
  let error = before?.error ?? noError;
  const open: OpenForecast[] = [];
  for (const forecast of before?.open ?? []) {
    if (forecast.forMs >= newest.atMs + periodMs) {
      open.push(forecast);
      continue;
    }
    const came = points.find(({ atMs }) => atMs <= forecast.forMs && forecast.forMs < atMs + periodMs);
    if (came !== undefined) error = judged(error, forecast.perSecond, came.perSecond, mostErrorRatio);
  }
  if (perSecond !== null && isDue(open, forMs, newest)) open.push({ forMs, perSecond });
  return { newest: { pointAtMs: newest.atMs, forMs, perSecond }, open, error };
};

/** Evenly spread over the time ahead, so that a long start time needs no more memory than a short one. */
const isDue = (open: readonly OpenForecast[], forMs: number, newest: RatePoint): boolean => {
  const last = open.at(-1);
  return open.length < mostOpen && (last === undefined || (forMs - last.forMs) * mostOpen >= forMs - newest.atMs);
};
