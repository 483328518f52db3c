import { describe, expect, it } from "@jest/globals";
import { untilMsOf } from "../../shared/runbooks/park/until.ts";
import { secondsUntilWindow } from "../../shared/schedules/maintenance-window.ts";

/** A Saturday. */
const saturdayMs = Date.UTC(2026, 2, 14, 12, 0, 0);

describe("until a weekly maintenance window", () => {
  it.each([
    { when: "tomorrow", window: "sun:12:00-sun:12:30", seconds: 24 * 3600 },
    { when: "it opens in a minute", window: "sat:12:01-sat:12:31", seconds: 60 },
    { when: "it opens now", window: "sat:12:00-sat:12:30", seconds: 0 },
    { when: "it is open", window: "sat:11:45-sat:12:15", seconds: 0 },
    { when: "it has just closed: in a week", window: "sat:11:30-sat:12:00", seconds: 7 * 24 * 3600 - 1800 },
    { when: "it is open over midnight of the week's end", window: "sat:11:00-sun:01:00", seconds: 0 },
  ])("$when", ({ window, seconds }) => expect(secondsUntilWindow(window, saturdayMs)).toBe(seconds));
});

describe("an end that somebody has written", () => {
  it.each([
    { written: "90m", untilMs: saturdayMs + 90 * 60_000 },
    { written: "2d", untilMs: saturdayMs + 2 * 24 * 3600_000 },
    { written: "2026-03-16T06:00:00Z", untilMs: Date.UTC(2026, 2, 16, 6) },
    { written: "2026-03-16T06:00+01:00", untilMs: Date.UTC(2026, 2, 16, 5) },
    { written: "2026-03-16T06:00", untilMs: null },
    { written: "2026-03-16", untilMs: null },
    { written: "2026-13-45T06:00:00Z", untilMs: null },
    { written: "0m", untilMs: null },
    { written: "tomorrow", untilMs: null },
  ])("$written", ({ written, untilMs }) => expect(untilMsOf(written, saturdayMs)).toBe(untilMs));
});
