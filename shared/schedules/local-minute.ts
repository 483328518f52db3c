/** A minute as a clock on the wall of a time zone shows it. */
export type LocalMinute = {
  readonly year: number;
  /** 1..12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 1..7 from Sunday, as AWS counts. */
  readonly weekday: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * What a clock shows at a moment. A minute that a change to summer time leaves out is never shown, one that the change
 * back repeats is shown twice.
 *
 * @param timezone an IANA name
 * @throws RangeError for a time zone that isn't known
 */
export const localMinuteAt = (atMs: number, timezone: string): LocalMinute => {
  if (timezone === "UTC") return utcMinuteAt(new Date(atMs));
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    formats.set(timezone, format);
  }
  const shown = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day] = [shown.get("year")!, shown.get("month")!, shown.get("day")!];
  return {
    year,
    month,
    day,
    hour: shown.get("hour")!,
    minute: shown.get("minute")!,
    weekday: weekdayOf(year, month, day),
  };
};

const utcMinuteAt = (at: Date): LocalMinute => ({
  year: at.getUTCFullYear(),
  month: at.getUTCMonth() + 1,
  day: at.getUTCDate(),
  hour: at.getUTCHours(),
  minute: at.getUTCMinutes(),
  weekday: at.getUTCDay() + 1,
});

/** @returns 1..7 from Sunday */
export const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

/** @param month 1..12 */
export const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
