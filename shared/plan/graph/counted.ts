import type { ServiceConfig } from "../../config/service-config.ts";
import { requestRateAt } from "../demand/request-rate.ts";
import type { ServiceReading } from "../readings/service-reading.ts";

/** Does the service count its requests at all? A matter of its configuration, not of the last minutes. */
export const countsRequests = ({ signals }: ServiceConfig): boolean =>
  signals.some(({ kind }) => kind === "requests" || kind === "rate");

/** @returns start of the newest period of the service's requests; `null`: none was read */
export const countedAtMs = ({ signals }: ServiceConfig, reading: ServiceReading): number | null => {
  for (const [index, { kind }] of signals.entries()) {
    const series = reading.signals[index];
    if ((kind === "requests" || kind === "rate") && series?.kind === "series")
      return series.points.at(-1)?.atMs ?? null;
  }
  return null;
};

/** @returns requests per second that arrived in the period of that moment; `null` where it isn't known */
export const arrivedAt = ({ signals }: ServiceConfig, reading: ServiceReading, atMs: number): number | null => {
  for (const [index, signal] of signals.entries()) {
    const series = reading.signals[index];
    if ((signal.kind !== "requests" && signal.kind !== "rate") || series === undefined) continue;
    const rate = requestRateAt(signal, series, atMs);
    if (rate !== null) return rate;
  }
  return null;
};
