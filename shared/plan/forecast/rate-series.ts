import type { ServiceConfig } from "../../config/service-config.ts";
import type { RateSignalConfig, RequestsSignalConfig } from "../../config/signal-config.ts";
import { perSecondOf, requestRate } from "../demand/request-rate.ts";
import type { ServiceReading } from "../readings/service-reading.ts";

/** Requests per second in one period. */
export type RatePoint = { readonly atMs: number; readonly perSecond: number };

/** The request rate of the last minutes. */
export type RateSeries = {
  readonly signal: RequestsSignalConfig | RateSignalConfig;
  readonly periodSeconds: number;
  /** Oldest first, at least one; periods that were not published are missing. */
  readonly points: readonly RatePoint[];
};

/**
 * The service's request rate as a forecast needs it: from `requests`, else from `rate`.
 *
 * A silence that is known to be no request at all ends the series with a 0.
 *
 * @returns `null` where the newest rate is not known, or of a period that has not begun: a forecast needs to know where it
 * starts from
 * @throws never
 */
export const rateSeriesOf = ({ signals }: ServiceConfig, reading: ServiceReading, nowMs: number): RateSeries | null => {
  for (const kind of ["requests", "rate"] as const) {
    for (const [index, signal] of signals.entries()) {
      const series = reading.signals[index];
      if ((signal.kind !== "requests" && signal.kind !== "rate") || signal.kind !== kind) continue;
      if (series?.kind !== "series") continue;
      const newest = requestRate(signal, series, nowMs);
      if (newest.kind === "unknown" || newest.atMs > nowMs) continue;
      const points = series.points.flatMap(({ atMs, value }): RatePoint[] =>
        Number.isFinite(value) && value >= 0 ? [{ atMs, perSecond: perSecondOf(value, signal.metric) }] : [],
      );
      const isSilent = newest.atMs > (points.at(-1)?.atMs ?? 0);
      if (isSilent) points.push({ atMs: newest.atMs, perSecond: newest.perSecond });
      return { signal, periodSeconds: series.periodSeconds, points };
    }
  }
  return null;
};
