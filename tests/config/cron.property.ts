import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { instantMs, nextRunMs } from "../../shared/config/cron.ts";
import { wallTimeMs } from "../../shared/config/wall-clock.ts";
import { always } from "../plan/always.ts";

const minuteMs = 60_000;
const scannedMinutes = 3 * 1440;

/** Runs at a minute of the hours that are a multiple of `every`, by watching the wall clock minute by minute. */
const watched = (minute: number, every: number, timeZone: string, afterMs: number): number | null => {
  const isRun = (wallMs: number): boolean => {
    const at = new Date(wallMs);
    return at.getUTCMinutes() === minute && at.getUTCHours() % every === 0;
  };
  // Two days earlier the clock shows nothing that is shown again.
  let latestMs = wallTimeMs(afterMs - 2 * 1440 * minuteMs, timeZone);
  for (let step = -2 * 1440 + 1; step <= scannedMinutes; step++) {
    const nowMs = afterMs + step * minuteMs;
    const wallMs = wallTimeMs(nowMs, timeZone);
    for (let passed = latestMs + minuteMs; passed <= wallMs; passed += minuteMs)
      if (isRun(passed) && step > 0) return nowMs;
    latestMs = Math.max(latestMs, wallMs);
  }
  return null;
};

/** Within two days of a clock change, where there is one. */
const zones = [
  { timeZone: "Europe/Berlin", nearMs: Date.UTC(2026, 2, 29, 1) },
  { timeZone: "Europe/Berlin", nearMs: Date.UTC(2026, 9, 25, 1) },
  { timeZone: "America/New_York", nearMs: Date.UTC(2026, 2, 8, 7) },
  { timeZone: "America/New_York", nearMs: Date.UTC(2026, 10, 1, 6) },
  { timeZone: "Australia/Lord_Howe", nearMs: Date.UTC(2026, 3, 4, 15) },
  { timeZone: "Asia/Kolkata", nearMs: Date.UTC(2026, 0, 1) },
] as const;

const moments = fc.record({
  zone: fc.constantFrom(...zones),
  minutes: fc.integer({ min: -1600, max: 1600 }),
  minute: fc.constantFrom(0, 15, 30, 59),
  every: fc.constantFrom(1, 2, 3, 24),
});

describe("a cron's next run", () => {
  it("always is when the wall clock first shows it or passes it", () => {
    always(
      fc.property(moments, ({ zone, minutes, minute, every }) => {
        const afterMs = zone.nearMs + minutes * minuteMs;
        const cron = `${minute} ${every === 24 ? "0" : `*/${every}`} * * *`;
        expect(nextRunMs(cron, zone.timeZone, afterMs)).toBe(watched(minute, every, zone.timeZone, afterMs));
      }),
      150,
    );
  });

  it("never comes earlier for being asked later", () => {
    always(
      fc.property(moments, fc.nat(3000), ({ zone, minutes, minute }, laterMinutes) => {
        const afterMs = zone.nearMs + minutes * minuteMs;
        const cron = `${minute} 2 * * *`;
        const first = nextRunMs(cron, zone.timeZone, afterMs)!;
        const later = nextRunMs(cron, zone.timeZone, afterMs + laterMinutes * minuteMs)!;
        expect(later).toBeGreaterThanOrEqual(first);
        expect(first).toBeGreaterThan(afterMs);
        if (afterMs + laterMinutes * minuteMs < first) expect(later).toBe(first);
      }),
      300,
    );
  });
});

describe("a date and time", () => {
  it.each([
    { when: "local time in summer", text: "2026-07-01T08:00", expected: "2026-07-01T06:00:00.000Z" },
    { when: "local time in winter", text: "2026-01-01T08:00:30", expected: "2026-01-01T07:00:30.000Z" },
    {
      when: "a time that the clock leaves out comes at the change",
      text: "2026-03-29T02:30",
      expected: "2026-03-29T01:00:00.000Z",
    },
    {
      when: "a time that the clock repeats is the first one",
      text: "2026-10-25T02:30",
      expected: "2026-10-25T00:30:00.000Z",
    },
    { when: "an offset wins over the zone", text: "2026-07-01T08:00:00-05:00", expected: "2026-07-01T13:00:00.000Z" },
    { when: "a date alone is none", text: "2026-07-01", expected: null },
    { when: "an hour that doesn't exist is none", text: "2026-07-01T25:00", expected: null },
  ])("$when", ({ text, expected }) => {
    const atMs = instantMs(text, "Europe/Berlin");
    expect(atMs === null ? null : new Date(atMs).toISOString()).toBe(expected);
  });
});
