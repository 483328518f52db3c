import { describe, expect, it } from "@jest/globals";
import { cutWindow, largestRise, peakMinuteRate, type WindowChoice } from "../../simulator/traces/cut-window.ts";
import type { Trace } from "../../simulator/traces/trace.ts";

/** A day of minutes at 10, with a burst to 500 from minute 600 to 629. */
const day: Trace = {
  slotSeconds: 60,
  requestsPerSlot: Array.from({ length: 1440 }, (_, i) => (i >= 600 && i < 630 ? 500 : 10)),
};

describe("the window", () => {
  it.each<{ when: string; choice: WindowChoice; fromHours: number; slots: number }>([
    {
      when: "around the burst has a third before it",
      choice: { kind: "around-burst", hours: 6 },
      fromHours: 8,
      slots: 360,
    },
    {
      when: "longer than the trace is the trace",
      choice: { kind: "around-burst", hours: 48 },
      fromHours: 0,
      slots: 1440,
    },
    {
      when: "near the trace's end is moved to fit",
      choice: { kind: "around-burst", hours: 23 },
      fromHours: 1,
      slots: 1380,
    },
    { when: "from an hour on", choice: { kind: "from", fromHours: 3, hours: 2 }, fromHours: 3, slots: 120 },
    {
      when: "from an hour near the end is shorter",
      choice: { kind: "from", fromHours: 23, hours: 2 },
      fromHours: 23,
      slots: 60,
    },
    { when: "full", choice: { kind: "full" }, fromHours: 0, slots: 1440 },
  ])("$when", ({ choice, fromHours, slots }) => {
    const cut = cutWindow(day, choice);
    if (cut.kind !== "cut") throw new Error(cut.message);
    expect(cut.window.fromSeconds).toBe(fromHours * 3600);
    expect(cut.window.trace.requestsPerSlot).toHaveLength(slots);
    expect(cut.window.burstAtSeconds).toBe(600 * 60);
  });

  it("after the end is refused", () => {
    expect(cutWindow(day, { kind: "from", fromHours: 24, hours: 1 })).toMatchObject({ kind: "refused" });
  });

  it("without a request is refused", () => {
    const late: Trace = { slotSeconds: 60, requestsPerSlot: [0, 0, 0, 5] };
    expect(cutWindow(late, { kind: "from", fromHours: 0, hours: 0.05 })).toMatchObject({ kind: "refused" });
  });
});

it("the largest rise is where the burst begins, whatever the slot", () => {
  const seconds: Trace = {
    slotSeconds: 1,
    requestsPerSlot: day.requestsPerSlot.slice(560, 640).flatMap((requests) => Array<number>(60).fill(requests / 60)),
  };
  expect(largestRise(day)).toBe(600);
  expect(largestRise(seconds)).toBe(40 * 60);
  expect(largestRise({ slotSeconds: 60, requestsPerSlot: [7] })).toBe(0);
});

it.each([
  { when: "minutes: the busiest one", trace: day, expected: 500 / 60 },
  {
    when: "seconds: the busiest sixty",
    trace: { slotSeconds: 1, requestsPerSlot: [...Array<number>(60).fill(2), 62] },
    expected: 3,
  },
  { when: "shorter than a minute: the mean", trace: { slotSeconds: 1, requestsPerSlot: [1, 2, 3] }, expected: 2 },
])("the peak of $when", ({ trace, expected }) => expect(peakMinuteRate(trace)).toBeCloseTo(expected, 10));
