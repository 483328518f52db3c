import type { MetricConfig, RateSignalConfig, RequestsSignalConfig } from "../../config/signal-config.ts";
import type { SignalReading } from "../readings/signal-reading.ts";

export type RequestRate =
  | { readonly kind: "known"; readonly perSecond: number; readonly atMs: number }
  | { readonly kind: "unknown"; readonly code: "signal-unknown" | "signal-stale"; readonly detail: string };

/** The newest period may be published later than the load balancer's other metrics. */
const silentPeriods = 2;

/**
 * The requests per second of a service, of the newest period.
 *
 * A load balancer without requests may publish nothing, so silence is 0 while its target group is seen to have targets,
 * over two periods. Where nothing shows that it exists, silence is unknown: unknown is not zero.
 *
 * @returns a rate >= 0 with the start of its period, or why there is none
 * @throws never
 * @see Elastic Load Balancing, CloudWatch metrics for your Application Load Balancer (reporting criteria)
 */
export const requestRate = (
  signal: Pick<RequestsSignalConfig | RateSignalConfig, "metric" | "staleAfterSeconds">,
  reading: SignalReading,
  nowMs: number,
): RequestRate => {
  const unknown = (code: "signal-unknown" | "signal-stale", detail: string): RequestRate => ({
    kind: "unknown",
    code,
    detail,
  });
  if (reading.kind === "unknown") return unknown("signal-unknown", reading.detail);
  if (reading.kind !== "series") return unknown("signal-unknown", "the reading is not a series");
  const { points, periodSeconds, seenAtMs } = reading;
  const ageSeconds = (atMs: number): number => Math.round((nowMs - atMs) / 1000) - periodSeconds;
  const isFresh = (atMs: number): boolean => ageSeconds(atMs) <= signal.staleAfterSeconds;
  const newest = points.at(-1);
  const silent = newest === undefined || (seenAtMs ?? 0) - newest.atMs >= silentPeriods * periodSeconds * 1000;
  if (silent && seenAtMs !== null && isFresh(seenAtMs)) return { kind: "known", perSecond: 0, atMs: seenAtMs };
  if (newest === undefined) {
    const { namespace, metricName } = signal.metric;
    return unknown("signal-unknown", `no datapoint of ${namespace} ${metricName}, and nothing shows its load balancer`);
  }
  if (!isFresh(newest.atMs)) return unknown("signal-stale", `the newest datapoint is ${ageSeconds(newest.atMs)} s old`);
  if (!Number.isFinite(newest.value) || newest.value < 0) {
    return unknown("signal-unknown", `the value ${newest.value} is not a number >= 0`);
  }
  return { kind: "known", perSecond: perSecondOf(newest.value, signal.metric), atMs: newest.atMs };
};

/**
 * The rate in the period that a moment lies in, or over the span that begins there where that is longer: of a minute of
 * CPU the requests of three periods of 20 s.
 *
 * @returns `null` where not all of it was published
 */
export const requestRateAt = (
  signal: Pick<RequestsSignalConfig | RateSignalConfig, "metric">,
  reading: SignalReading,
  atMs: number,
  spanSeconds = 0,
): number | null => {
  if (reading.kind !== "series") return null;
  const periods = Math.max(1, Math.floor(spanSeconds / reading.periodSeconds));
  let sum = 0;
  for (let at = 0; at < periods; at += 1) {
    const perSecond = rateOfPeriod(signal, reading, atMs + at * reading.periodSeconds * 1000);
    if (perSecond === null) return null;
    sum += perSecond;
  }
  return sum / periods;
};

const rateOfPeriod = (
  { metric }: Pick<RequestsSignalConfig | RateSignalConfig, "metric">,
  reading: Extract<SignalReading, { readonly kind: "series" }>,
  atMs: number,
): number | null => {
  const periodMs = reading.periodSeconds * 1000;
  const point = reading.points.find((entry) => entry.atMs <= atMs && atMs < entry.atMs + periodMs);
  if (point === undefined || !Number.isFinite(point.value) || point.value < 0) return null;
  return perSecondOf(point.value, metric);
};

/** A sum counts the requests of a period; any other statistic is a rate already. */
export const perSecondOf = (value: number, { statistic, periodSeconds }: MetricConfig): number =>
  statistic === "Sum" ? value / periodSeconds : value;
