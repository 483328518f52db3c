import { describe, expect, it } from "@jest/globals";
import type { QuietHours } from "../../shared/config/notices-config.ts";
import { isQuiet } from "../../shared/notices/quiet-hours.ts";

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const night: QuietHours = { fromMinute: 1320, toMinute: 420, timeZone: "Europe/Berlin", weekdays: everyDay };

type Row = { readonly when: string; readonly hours: QuietHours; readonly at: string; readonly quiet: boolean };

describe("quiet hours", () => {
  it.each<Row>([
    { when: "a minute before ten in the evening is not quiet", hours: night, at: "2026-01-14T20:59:59Z", quiet: false },
    { when: "ten in the evening is", hours: night, at: "2026-01-14T21:00:00Z", quiet: true },
    { when: "after midnight it goes on", hours: night, at: "2026-01-15T02:00:00Z", quiet: true },
    { when: "a minute before seven is quiet", hours: night, at: "2026-01-15T05:59:59Z", quiet: true },
    { when: "seven is not", hours: night, at: "2026-01-15T06:00:00Z", quiet: false },
    { when: "in summer seven on the wall is five in UTC", hours: night, at: "2026-07-15T05:00:00Z", quiet: false },
    { when: "and a minute before is quiet", hours: night, at: "2026-07-15T04:59:00Z", quiet: true },
    {
      when: "of the night of the change to summer time all that there is is quiet",
      hours: night,
      at: "2026-03-29T01:30:00Z",
      quiet: true,
    },
    {
      when: "hours within a day end on the same day",
      hours: { ...night, fromMinute: 720, toMinute: 780, timeZone: "UTC" },
      at: "2026-01-14T12:59:00Z",
      quiet: true,
    },
    {
      when: "and are over at their end",
      hours: { ...night, fromMinute: 720, toMinute: 780, timeZone: "UTC" },
      at: "2026-01-14T13:00:00Z",
      quiet: false,
    },
    {
      when: "Friday's go on into Saturday where only Friday has any",
      hours: { ...night, weekdays: [5] },
      at: "2026-01-17T02:00:00Z",
      quiet: true,
    },
    {
      when: "Friday's small hours belong to Thursday, which has none",
      hours: { ...night, weekdays: [5] },
      at: "2026-01-16T02:00:00Z",
      quiet: false,
    },
    {
      when: "Saturday evening has none of its own",
      hours: { ...night, weekdays: [5] },
      at: "2026-01-17T22:30:00Z",
      quiet: false,
    },
  ])("$when", ({ hours, at, quiet }) => expect(isQuiet(hours, Date.parse(at))).toBe(quiet));

  it("are never where there are none", () => expect(isQuiet(null, 0)).toBe(false));
});
