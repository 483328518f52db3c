import { daysIn, type LocalMinute, weekdayOf } from "./local-minute.ts";

/** Does the expression name this minute? */
export type CronMatch = (minute: LocalMinute) => boolean;

export type ParsedCron =
  | { readonly kind: "cron"; readonly matches: CronMatch }
  | { readonly kind: "unreadable"; readonly detail: string };

type Field = {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words: readonly string[];
};

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const fields = {
  minute: { name: "minutes", least: 0, most: 59, words: [] },
  hour: { name: "hours", least: 0, most: 23, words: [] },
  day: { name: "day of month", least: 1, most: 31, words: [] },
  month: { name: "month", least: 1, most: 12, words: months },
  weekday: { name: "day of week", least: 1, most: 7, words: weekdays },
  year: { name: "year", least: 1970, most: 2199, words: [] },
} as const satisfies Record<string, Field>;

class UnreadableCron extends Error {}

/**
 * Parses the six fields of AWS's cron expressions: minutes, hours, day of month, month, day of week (1 is Sunday), year.
 *
 * What AWS doesn't document is refused and not guessed: an action that fires at another time than we think is worse than
 * one that we say we can't read.
 *
 * @param text what stands between the parentheses of cron(...)
 * @throws never
 * @see Amazon EventBridge user guide, cron expressions reference
 */
export const parseAwsCron = (text: string): ParsedCron => {
  const parts = text.trim().toUpperCase().split(/\s+/);
  if (parts.length !== 6) return { kind: "unreadable", detail: `${parts.length} fields instead of 6` };
  const [minutes, hours, days, month, week, years] = parts as [string, string, string, string, string, string];
  if ((days === "?") === (week === "?")) {
    return { kind: "unreadable", detail: "one of day of month and day of week must be ?, and not both" };
  }
  try {
    const isMinute = numbers(minutes, fields.minute);
    const isHour = numbers(hours, fields.hour);
    const isMonth = numbers(month, fields.month);
    const isYear = numbers(years, fields.year);
    const isDay = week === "?" ? dayOfMonth(days) : dayOfWeek(week);
    const matches: CronMatch = (at) =>
      isMinute(at.minute) && isHour(at.hour) && isMonth(at.month) && isYear(at.year) && isDay(at);
    return { kind: "cron", matches };
  } catch (error) {
    if (error instanceof UnreadableCron) return { kind: "unreadable", detail: error.message };
    throw error;
  }
};

/** A list of `*`, `5`, `5-9`, `5/10` and their like. */
const numbers = (text: string, field: Field): ((value: number) => boolean) => {
  const tests = text.split(",").map((item) => steps(item, field));
  return (value) => tests.some((test) => test(value));
};

const steps = (item: string, field: Field): ((value: number) => boolean) => {
  const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? refuse(item, field);
  const [least, most] = bounds(range!, step !== undefined, field);
  const by = step === undefined ? 1 : Number(step);
  if (by < 1) refuse(item, field);
  return (value) => value >= least && value <= most && (value - least) % by === 0;
};

const bounds = (range: string, stepped: boolean, field: Field): readonly [number, number] => {
  if (range === "*") return [field.least, field.most];
  const [from, to, ...more] = range.split("-");
  if (more.length > 0) refuse(range, field);
  const least = numberOf(from!, field);
  if (to === undefined) return [least, stepped ? field.most : least];
  const most = numberOf(to, field);
  // Whether a range may pass the end of its field is not documented.
  return most < least ? refuse(range, field) : [least, most];
};

const numberOf = (text: string, field: Field): number => {
  const word = field.words.indexOf(text);
  const value = word >= 0 ? word + field.least : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.least && value <= field.most ? value : refuse(text, field);
};

const dayOfMonth = (text: string): CronMatch => {
  if (text === "L") return ({ year, month, day }) => day === daysIn(year, month);
  const near = /^(\d+)W$/.exec(text);
  if (near === null) {
    const isDay = numbers(text, fields.day);
    return ({ day }) => isDay(day);
  }
  const wanted = numberOf(near[1]!, fields.day);
  return ({ year, month, day }) => wanted <= daysIn(year, month) && day === nearestWorkday(year, month, wanted);
};

/** The day from Monday to Friday that is nearest, in the same month. */
const nearestWorkday = (year: number, month: number, day: number): number => {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === daysIn(year, month) ? day - 2 : day + 1;
  return day;
};

const dayOfWeek = (text: string): CronMatch => {
  if (text === "L") return ({ weekday }) => weekday === 7;
  const last = /^(\w+)L$/.exec(text);
  if (last !== null) {
    const wanted = numberOf(last[1]!, fields.weekday);
    return ({ year, month, day, weekday }) => weekday === wanted && day + 7 > daysIn(year, month);
  }
  const nth = /^(\w+)#([1-5])$/.exec(text);
  if (nth !== null) {
    const wanted = numberOf(nth[1]!, fields.weekday);
    return ({ day, weekday }) => weekday === wanted && Math.ceil(day / 7) === Number(nth[2]);
  }
  const isWeekday = numbers(text, fields.weekday);
  return ({ weekday }) => isWeekday(weekday);
};

const refuse = (text: string, field: Field): never => {
  throw new UnreadableCron(`${text} is no ${field.name} that AWS documents`);
};
