/**
 * Wall time and instants of a time zone. A wall time is written as the epoch milliseconds that it would be in UTC.
 *
 * Zones change their clocks at most once within two days; that is all that is assumed of them.
 */

const dayMs = 86_400_000;
const second = 1000;

/** What the wall clock shows at a moment. @throws RangeError for a zone that isn't known */
export const wallTimeMs = (atMs: number, timeZone: string): number => atMs + offsetMs(atMs, timeZone);

/**
 * When the wall clock first shows a time.
 *
 * A time that a clock change leaves out comes at the change; of one that is repeated the first counts. So a later wall
 * time never comes earlier.
 */
export const instantOf = (wallMs: number, timeZone: string): number => {
  const before = offsetMs(wallMs - dayMs, timeZone);
  const after = offsetMs(wallMs + dayMs, timeZone);
  if (before === after) return wallMs - before;
  const changeMs = changeBetween(wallMs - dayMs, wallMs + dayMs, timeZone);
  return wallMs - before < changeMs ? wallMs - before : Math.max(wallMs - after, changeMs);
};

/** The latest wall time that has been shown up to a moment: while a clock change repeats an hour, that hour's end. */
export const latestWallTimeMs = (atMs: number, timeZone: string): number => {
  const wallMs = wallTimeMs(atMs, timeZone);
  const before = offsetMs(atMs - dayMs, timeZone);
  if (before <= offsetMs(atMs, timeZone)) return wallMs;
  return Math.max(wallMs, changeBetween(atMs - dayMs, atMs, timeZone) + before - 1);
};

/** The moment of the one change between two moments with different offsets, to the second. */
const changeBetween = (fromMs: number, toMs: number, timeZone: string): number => {
  const before = offsetMs(fromMs, timeZone);
  let last = Math.floor(fromMs / second);
  let first = Math.ceil(toMs / second);
  while (first - last > 1) {
    const middle = Math.floor((first + last) / 2);
    if (offsetMs(middle * second, timeZone) === before) last = middle;
    else first = middle;
  }
  return first * second;
};

/** How far the wall clock is ahead of UTC. */
const offsetMs = (atMs: number, timeZone: string): number => {
  const wholeMs = Math.floor(atMs / second) * second;
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(wholeMs)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, seconds) - wholeMs;
};

/** A format costs much more to make than to use; it never changes. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, made);
  return made;
};
