import type { QuietHours } from "../config/notices-config.ts";
import { wallTimeMs } from "../config/wall-clock.ts";

const minuteMs = 60_000;
const minutesADay = 1440;

/**
 * Is it quiet now?
 *
 * By the clock on the wall: an hour that a clock change repeats is quiet twice, one that it leaves out is not waited for.
 *
 * @throws RangeError for a time zone that isn't known; the configuration has none
 */
export const isQuiet = (quiet: QuietHours | null, nowMs: number): boolean => {
  if (quiet === null) return false;
  const { fromMinute, toMinute, weekdays } = quiet;
  const wallMinutes = Math.floor(wallTimeMs(nowMs, quiet.timeZone) / minuteMs);
  const minute = wallMinutes % minutesADay;
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(wallMinutes / minutesADay) + 4) % 7;
  if (fromMinute < toMinute) return minute >= fromMinute && minute < toMinute && weekdays.includes(weekday);
  if (minute >= fromMinute) return weekdays.includes(weekday);
  return minute < toMinute && weekdays.includes((weekday + 6) % 7);
};
