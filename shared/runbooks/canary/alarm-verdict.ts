import type { CanaryReading } from "./canary-types.ts";

/** An alarm of a new metric has no data at first; for longer it tells nothing. */
const mostInsufficientMinutes = 5;

/**
 * Why the new side may have no more traffic by its alarms; `null`: all are OK.
 *
 * What can't be read is no reason to go on: unknown is not OK.
 */
export const alarmVerdict = (alarms: CanaryReading["alarms"], nowMs: number): string | null => {
  for (const [name, reading] of alarms) {
    if (reading.kind === "unknown") return `alarm ${name} can't be read: ${reading.detail}`;
    if (reading.kind !== "alarm") return `${name} is no alarm`;
    const minutes = Math.floor((nowMs - reading.sinceMs) / 60_000);
    if (reading.state === "ALARM") return `alarm ${name} is in ALARM for ${minutes} min`;
    if (reading.state === "INSUFFICIENT_DATA" && minutes >= mostInsufficientMinutes)
      return `alarm ${name} has no data for ${minutes} min`;
  }
  return null;
};
