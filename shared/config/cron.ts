import { Cron } from "croner";
import { instantOf, latestWallTimeMs } from "./wall-clock.ts";

/**
 * The first run of a cron expression after a moment.
 *
 * In the wall time of its zone: a run that a clock change leaves out comes at the change, one that it repeats comes
 * once. The answer never depends on where one starts to count.
 *
 * @param cron minute, hour, day of month, month, day of week
 * @param afterMs epoch milliseconds; a run at that very moment is not after it
 * @returns epoch milliseconds; `null` where there is no further run
 * @throws Error for an expression or a zone that the configuration check refuses
 */
export const nextRunMs = (cron: string, timeZone: string, afterMs: number): number | null => {
  const job = new Cron(cron, { utcOffset: 0, mode: "5-part", paused: true });
  const next = job.nextRun(new Date(latestWallTimeMs(afterMs, timeZone)));
  return next === null ? null : instantOf(next.getTime(), timeZone);
};

/** @returns why the expression can't be read, in a few words; `null` where it can */
export const cronProblem = (cron: string): string | null => {
  try {
    const next = nextRunMs(cron, "UTC", 0);
    return next === null ? "it never comes" : null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, "") : "it can't be read";
  }
};

export const isTimeZone = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
};

const localTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/;
const withOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * A date and time as in ISO 8601; without an offset it is local time in the zone.
 *
 * @returns epoch milliseconds; `null` where it is none
 * @throws never, for a known zone
 */
export const instantMs = (text: string, timeZone: string): number | null => {
  const isLocal = localTime.test(text);
  const atMs = isLocal ? Date.parse(`${text}Z`) : withOffset.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) return null;
  return isLocal ? instantOf(atMs, timeZone) : atMs;
};
