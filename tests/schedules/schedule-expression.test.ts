import { describe, expect, it } from "@jest/globals";
import { firingsBetween, parseSchedule, type ScheduleText } from "../../shared/schedules/schedule-expression.ts";

const text = (schedule: string, changes: Partial<ScheduleText> = {}): ScheduleText => ({
  schedule,
  timezone: null,
  startAtMs: null,
  endAtMs: null,
  ...changes,
});

/** The first firings after `from`, within `days`, as UTC minutes. */
const firings = (given: ScheduleText, from: string, days: number, most = 4): readonly string[] => {
  const fromMs = Date.parse(from);
  return firingsBetween(parseSchedule(given), fromMs, fromMs + days * 86_400_000)
    .slice(0, most)
    .map((atMs) => new Date(atMs).toISOString().slice(0, 16));
};

type Row = {
  readonly when: string;
  readonly given: ScheduleText;
  readonly from: string;
  readonly days: number;
  readonly expected: readonly string[];
};

describe("cron, as AWS counts its fields", () => {
  it.each<Row>([
    {
      when: "a day of week by name, without the other day",
      given: text("cron(30 6 ? * MON *)"),
      from: "2026-03-14T00:00Z",
      days: 15,
      expected: ["2026-03-16T06:30", "2026-03-23T06:30"],
    },
    {
      when: "1 is Sunday, not Monday",
      given: text("cron(0 8 ? * 1 *)"),
      from: "2026-03-14T00:00Z",
      days: 8,
      expected: ["2026-03-15T08:00"],
    },
    {
      when: "2-6 are the working days",
      given: text("cron(0 18 ? * 2-6 *)"),
      from: "2026-03-13T00:00Z",
      days: 5,
      expected: ["2026-03-13T18:00", "2026-03-16T18:00", "2026-03-17T18:00"],
    },
    {
      when: "0/15 is every quarter of an hour",
      given: text("cron(0/15 * * * ? *)"),
      from: "2026-03-14T09:20Z",
      days: 1,
      expected: ["2026-03-14T09:30", "2026-03-14T09:45", "2026-03-14T10:00", "2026-03-14T10:15"],
    },
    {
      when: "1/10 begins at minute 1",
      given: text("cron(1/10 9 * * ? *)"),
      from: "2026-03-14T09:00Z",
      days: 1,
      expected: ["2026-03-14T09:01", "2026-03-14T09:11", "2026-03-14T09:21", "2026-03-14T09:31"],
    },
    {
      when: "lists, ranges and months by name",
      given: text("cron(0,30 8-9 1 MAR,APR ? *)"),
      from: "2026-03-01T08:10Z",
      days: 40,
      expected: ["2026-03-01T08:30", "2026-03-01T09:00", "2026-03-01T09:30", "2026-04-01T08:00"],
    },
    {
      when: "a year",
      given: text("cron(0 0 1 1 ? 2027)"),
      from: "2025-12-31T00:00Z",
      days: 740,
      expected: ["2027-01-01T00:00"],
    },
    {
      when: "L is the last day of the month, in a leap year too",
      given: text("cron(0 12 L * ? *)"),
      from: "2028-02-01T00:00Z",
      days: 60,
      expected: ["2028-02-29T12:00", "2028-03-31T12:00"],
    },
    {
      when: "3W is the working day nearest to the 3rd",
      given: text("cron(0 12 3W * ? *)"),
      from: "2026-01-01T00:00Z",
      days: 125,
      // Saturday the 3rd, Tuesday, Tuesday, Friday.
      expected: ["2026-01-02T12:00", "2026-02-03T12:00", "2026-03-03T12:00", "2026-04-03T12:00"],
    },
    {
      when: "1W of a month that begins on a Saturday is Monday the 3rd: the month isn't left",
      given: text("cron(0 12 1W * ? *)"),
      from: "2026-08-01T00:00Z",
      days: 20,
      expected: ["2026-08-03T12:00"],
    },
    {
      when: "31W of a month that ends on a Sunday is Friday the 29th",
      given: text("cron(0 12 31W 5 ? *)"),
      from: "2026-05-01T00:00Z",
      days: 40,
      expected: ["2026-05-29T12:00"],
    },
    {
      when: "6L is the last Friday of the month",
      given: text("cron(15 10 ? * 6L *)"),
      from: "2026-03-01T00:00Z",
      days: 60,
      expected: ["2026-03-27T10:15", "2026-04-24T10:15"],
    },
    {
      when: "3#2 is the second Tuesday",
      given: text("cron(0 9 ? * 3#2 *)"),
      from: "2026-03-01T00:00Z",
      days: 60,
      expected: ["2026-03-10T09:00", "2026-04-14T09:00"],
    },
    {
      when: "letters in either case, spaces doubled",
      given: text("cron(0  9 ?  * tue-thu *)"),
      from: "2026-03-09T12:00Z",
      days: 2,
      expected: ["2026-03-10T09:00", "2026-03-11T09:00"],
    },
    {
      when: "an end time is the last moment",
      given: text("cron(0 9 * * ? *)", { endAtMs: Date.parse("2026-03-15T09:00Z") }),
      from: "2026-03-14T00:00Z",
      days: 5,
      expected: ["2026-03-14T09:00", "2026-03-15T09:00"],
    },
    {
      when: "a start time fires by itself, and nothing before it",
      given: text("cron(0 9 * * ? *)", { startAtMs: Date.parse("2026-03-15T10:20:30Z") }),
      from: "2026-03-14T00:00Z",
      days: 3,
      expected: ["2026-03-15T10:20", "2026-03-16T09:00"],
    },
  ])("$when", ({ given, from, days, expected }) => expect(firings(given, from, days)).toEqual(expected));
});

describe("time zones", () => {
  const berlin = { timezone: "Europe/Berlin" };
  it.each<Row>([
    {
      when: "eight o'clock in Berlin comes an hour earlier once summer time has begun",
      given: text("cron(0 8 * * ? *)", berlin),
      from: "2026-03-28T00:00Z",
      days: 2,
      expected: ["2026-03-28T07:00", "2026-03-29T06:00"],
    },
    {
      when: "and an hour later once it has ended",
      given: text("cron(0 8 * * ? *)", berlin),
      from: "2026-10-24T00:00Z",
      days: 2,
      expected: ["2026-10-24T06:00", "2026-10-25T07:00"],
    },
    {
      when: "02:30 doesn't exist on the day that summer time begins",
      given: text("cron(30 2 * * ? *)", berlin),
      from: "2026-03-28T12:00Z",
      days: 2,
      expected: ["2026-03-30T00:30"],
    },
    {
      when: "02:30 is shown twice on the day that it ends: both count",
      given: text("cron(30 2 * * ? *)", berlin),
      from: "2026-10-24T12:00Z",
      days: 1,
      expected: ["2026-10-25T00:30", "2026-10-25T01:30"],
    },
    {
      when: "the weekday is the zone's own",
      given: text("cron(0 6 ? * MON *)", { timezone: "Pacific/Auckland" }),
      from: "2026-06-13T00:00Z",
      days: 3,
      expected: ["2026-06-14T18:00"],
    },
    {
      when: "a zone that is half an hour off",
      given: text("cron(0 9 * * ? *)", { timezone: "Asia/Kolkata" }),
      from: "2026-03-14T00:00Z",
      days: 1,
      expected: ["2026-03-14T03:30"],
    },
    {
      when: "Etc/GMT+9 is behind UTC",
      given: text("at(2026-03-14T09:00:00)", { timezone: "Etc/GMT+9" }),
      from: "2026-03-14T00:00Z",
      days: 2,
      expected: ["2026-03-14T18:00"],
    },
  ])("$when", ({ given, from, days, expected }) => expect(firings(given, from, days)).toEqual(expected));
});

describe("at and rate", () => {
  it.each<Row>([
    {
      when: "at fires once, in UTC unless a zone is named; its seconds are within the minute",
      given: text("at(2026-03-14T09:05:30)"),
      from: "2026-03-14T00:00Z",
      days: 3,
      expected: ["2026-03-14T09:05"],
    },
    {
      when: "a rate counts from its start time, which fires too",
      given: text("rate(90 minutes)", { startAtMs: Date.parse("2026-03-14T09:00:20Z") }),
      from: "2026-03-14T00:00Z",
      days: 1,
      expected: ["2026-03-14T09:00", "2026-03-14T10:30", "2026-03-14T12:00", "2026-03-14T13:30"],
    },
    {
      when: "days and the singular",
      given: text("rate(1 day)", { startAtMs: Date.parse("2026-03-14T09:00Z") }),
      from: "2026-03-14T09:00Z",
      days: 2,
      expected: ["2026-03-15T09:00", "2026-03-16T09:00"],
    },
  ])("$when", ({ given, from, days, expected }) => expect(firings(given, from, days)).toEqual(expected));
});

describe("what AWS doesn't document is unreadable, never guessed", () => {
  it.each([
    { given: text("cron(10 8 ? * MON-FRI)"), detail: /5 fields instead of 6/ },
    { given: text("cron(0 8 * * * *)"), detail: /must be \?/ },
    { given: text("cron(0 8 ? * ? *)"), detail: /must be \?/ },
    { given: text("cron(60 8 * * ? *)"), detail: /60 is no minutes/ },
    { given: text("cron(0 24 * * ? *)"), detail: /24 is no hours/ },
    { given: text("cron(0 8 0 * ? *)"), detail: /0 is no day of month/ },
    { given: text("cron(0 8 ? * 0 *)"), detail: /0 is no day of week/ },
    { given: text("cron(0 8 ? * FRI-MON *)"), detail: /FRI-MON is no day of week/ },
    { given: text("cron(0 8 ? * MON#6 *)"), detail: /MON#6 is no day of week/ },
    { given: text("cron(0 8 LW * ? *)"), detail: /LW is no day of month/ },
    { given: text("cron(0/0 8 * * ? *)"), detail: /0\/0 is no minutes/ },
    { given: text("cron(0 8 * * ? 1969)"), detail: /1969 is no year/ },
    { given: text("cron(1-2-3 8 * * ? *)"), detail: /1-2-3 is no minutes/ },
    { given: text("at(2026-02-30T09:00:00)"), detail: /is no date/ },
    { given: text("at(tomorrow)"), detail: /yyyy-mm-dd/ },
    { given: text("rate(5 minutes)"), detail: /no start time/ },
    { given: text("rate(0 minutes)", { startAtMs: 0 }), detail: /no number of/ },
    { given: text("rate(5 weeks)", { startAtMs: 0 }), detail: /no number of/ },
    { given: text("every noon"), detail: /no at, cron or rate/ },
    { given: text("cron(0 8 * * ? *)", { timezone: "Mars/Olympus" }), detail: /Mars\/Olympus is not known/ },
  ])("$given.schedule", ({ given, detail }) => {
    const parsed = parseSchedule(given);
    expect(parsed).toEqual({ kind: "unreadable", detail: expect.stringMatching(detail) });
    expect(firingsBetween(parsed, 0, 86_400_000)).toEqual([]);
  });
});
