import { expect, it } from "@jest/globals";
import { partsOf, readShifted, shiftSecondsOf, smoothTrace } from "../../../simulator/bench/shape-trace.ts";
import type { Trace } from "../../../simulator/traces/trace.ts";

const minutes = (requestsPerSlot: readonly number[]): Trace => ({ slotSeconds: 60, requestsPerSlot });
const daySlots = 1_440;

it("smooths over five minutes, over what there is at both ends", () => {
  expect(smoothTrace(minutes([0, 0, 10, 0, 0, 50]), 300).requestsPerSlot).toEqual([10 / 3, 2.5, 2, 12, 15, 50 / 3]);
});

it("smoothing over less than three slots changes nothing", () => {
  expect(smoothTrace(minutes([1, 9, 1]), 120)).toEqual(minutes([1, 9, 1]));
});

it("an hour is played whole", () => {
  const hour = minutes(Array<number>(60).fill(1));
  expect(partsOf(hour, "quick")).toEqual([{ whole: hour, window: "whole", fromSeconds: 0, seconds: 3_600 }]);
});

it("of three days it plays six hours around the rise, and the day with the median sum", () => {
  // Day 0 has most, day 1 least, day 2 is in the middle; the rise is at hour 10 of day 0.
  const slots = Array.from({ length: 3 * daySlots }, (_, i) =>
    i < 600 ? 1 : i < daySlots ? 9 : i < 2 * daySlots ? 1 : 2,
  );
  const parts = partsOf(minutes(slots), "quick").map(({ window, fromSeconds, seconds }) => [
    window,
    fromSeconds / 3_600,
    seconds / 3_600,
  ]);
  expect(parts).toEqual([
    ["rise", 8, 6],
    ["day", 48, 24],
  ]);
});

it("full windows are the whole recording", () => {
  const days = minutes(Array<number>(3 * daySlots).fill(1));
  expect(partsOf(days, "full").map(({ window, seconds }) => [window, seconds])).toEqual([["whole", 3 * 86_400]]);
});

it.each([
  { when: "a quarter of the window around a rise", part: { window: "rise", seconds: 21_600 }, expected: 5_400 },
  { when: "eight hours of a day", part: { window: "day", seconds: 86_400 }, expected: 28_800 },
  { when: "eight hours of a week", part: { window: "whole", seconds: 7 * 86_400 }, expected: 28_800 },
  { when: "a third of an hour", part: { window: "whole", seconds: 3_600 }, expected: 1_200 },
] as const)("services read $when apart", ({ part, expected }) => expect(shiftSecondsOf(part)).toBe(expected));

it("reads earlier slots for a shifted service, over the recording's begin as over its end", () => {
  const part = { whole: minutes([1, 2, 3, 4, 5]), window: "rise", fromSeconds: 60, seconds: 180 } as const;
  expect(readShifted(part, 0, 10)).toEqual([20, 30, 40]);
  expect(readShifted(part, 120, 10)).toEqual([50, 10, 20]);
});
