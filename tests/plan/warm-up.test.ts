import { describe, expect, it } from "@jest/globals";
import { isWarmingUp } from "../../shared/plan/demand/warm-up.ts";
import type { TasksAt } from "../../shared/plan/memory.ts";
import { datapoint, secondsAgo, series } from "./builders.ts";

/** A datapoint from 120 to 60 s ago; a task needs 40 s. */
const reading = datapoint();
const counted = (...changes: readonly (readonly [number, number])[]): readonly TasksAt[] =>
  changes.map(([seconds, tasks]) => ({ atMs: secondsAgo(seconds), tasks }));

describe("more than a quarter of the tasks at the datapoint were starting", () => {
  it.each<{ readonly when: string; readonly running: readonly TasksAt[]; readonly expected: boolean }>([
    { when: "no: none has started", running: counted([900, 8]), expected: false },
    { when: "yes: 4 became 8 in its middle", running: counted([900, 4], [90, 8]), expected: true },
    { when: "yes: 3 of 11 started 39 s before it", running: counted([900, 8], [159, 11]), expected: true },
    { when: "no: 2 of 8 are a quarter and not more", running: counted([900, 6], [90, 8]), expected: false },
    { when: "no: they started 40 s before it and are warm", running: counted([900, 4], [160, 8]), expected: false },
    { when: "no: they started after it", running: counted([900, 4], [59, 8]), expected: false },
    {
      when: "yes: replaced within it, whatever the count is in the end",
      running: counted([900, 8], [110, 4], [80, 8]),
      expected: true,
    },
    { when: "no: the history doesn't reach back so far", running: counted([90, 8]), expected: false },
  ])("$when", ({ running, expected }) => expect(isWarmingUp(reading, 40, running)).toBe(expected));

  it("says nothing of a series", () => {
    expect(isWarmingUp(series([1]), 40, counted([900, 4], [90, 8]))).toBe(false);
  });
});
