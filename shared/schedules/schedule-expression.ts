import { parseAwsCron } from "./aws-cron.ts";
import { daysIn, type LocalMinute, localMinuteAt } from "./local-minute.ts";

/** A schedule as Application Auto Scaling stores it. */
export type ScheduleText = {
  /** at(...), cron(...) or rate(...). */
  readonly schedule: string;
  /** IANA name; `null`: UTC. */
  readonly timezone: string | null;
  /** A recurring schedule fires here too, and not before. */
  readonly startAtMs: number | null;
  /** It fires up to here. */
  readonly endAtMs: number | null;
};

export type Schedule =
  | { readonly kind: "schedule"; readonly firesAt: (minuteMs: number) => boolean }
  | { readonly kind: "unreadable"; readonly detail: string };

const minuteMs = 60_000;

/**
 * Reads a schedule expression, to the minute: Application Auto Scaling fires no finer.
 *
 * @returns `unreadable` for what AWS doesn't document, a time zone that isn't known, and a rate without a start time
 * @throws never
 * @see AWS Application Auto Scaling API reference, ScheduledAction
 */
export const parseSchedule = (text: ScheduleText): Schedule => {
  const [, form, inside] = /^\s*(at|cron|rate)\((.*)\)\s*$/s.exec(text.schedule) ?? [];
  if (form === undefined || inside === undefined) return unreadable(`${text.schedule} is no at, cron or rate`);
  const timezone = text.timezone ?? "UTC";
  try {
    localMinuteAt(0, timezone);
  } catch {
    return unreadable(`the time zone ${timezone} is not known`);
  }
  if (form === "at") return parseAt(inside, timezone);
  if (form === "rate") return parseRate(inside, text);
  const cron = parseAwsCron(inside);
  if (cron.kind === "unreadable") return unreadable(`${text.schedule}: ${cron.detail}`);
  return recurring(text, (atMs) => cron.matches(localMinuteAt(atMs, timezone)));
};

/**
 * When a schedule fires after one moment and up to another.
 *
 * @param fromMs exclusive
 * @param toMs inclusive; the minutes in between are looked at one by one
 * @returns starts of minutes, ascending
 * @throws never
 */
export const firingsBetween = (schedule: Schedule, fromMs: number, toMs: number): readonly number[] => {
  if (schedule.kind === "unreadable") return [];
  const firings: number[] = [];
  const first = Math.floor(fromMs / minuteMs) * minuteMs + minuteMs;
  for (let atMs = first; atMs <= toMs; atMs += minuteMs) if (schedule.firesAt(atMs)) firings.push(atMs);
  return firings;
};

const parseAt = (inside: string, timezone: string): Schedule => {
  const parts = /^\s*(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\s*$/.exec(inside);
  if (parts === null) return unreadable(`at(${inside}) is no yyyy-mm-ddThh:mm:ss`);
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const exists =
    month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60;
  if (!exists) return unreadable(`at(${inside}) is no date`);
  const isIt = (at: LocalMinute): boolean =>
    at.minute === minute && at.hour === hour && at.day === day && at.month === month && at.year === year;
  return { kind: "schedule", firesAt: (atMs) => isIt(localMinuteAt(atMs, timezone)) };
};

const unitMinutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

const parseRate = (inside: string, text: ScheduleText): Schedule => {
  const parts = /^\s*([1-9]\d*)\s+(minute|hour|day)s?\s*$/.exec(inside);
  if (parts === null) return unreadable(`rate(${inside}) is no number of minutes, hours or days`);
  const { startAtMs } = text;
  // AWS doesn't say what the rate counts from otherwise.
  if (startAtMs === null) return unreadable(`${text.schedule} has no start time to count from`);
  const everyMs = Number(parts[1]) * unitMinutes[parts[2]!]! * minuteMs;
  return recurring(text, (atMs) => (atMs - minuteOf(startAtMs)) % everyMs === 0);
};

/** Within start and end; the start time fires by itself. */
const recurring = ({ startAtMs, endAtMs }: ScheduleText, matches: (atMs: number) => boolean): Schedule => ({
  kind: "schedule",
  firesAt: (atMs) => {
    if (startAtMs !== null && atMs < minuteOf(startAtMs)) return false;
    if (endAtMs !== null && atMs > endAtMs) return false;
    return atMs === (startAtMs === null ? null : minuteOf(startAtMs)) || matches(atMs);
  },
});

const minuteOf = (atMs: number): number => Math.floor(atMs / minuteMs) * minuteMs;

const unreadable = (detail: string): Schedule => ({ kind: "unreadable", detail });
