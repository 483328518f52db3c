import { describe, expect, it } from "@jest/globals";
import { type ProgressState, plainLine, progressLine, startProgress } from "../../cli/progress.ts";

const state = (over: Partial<ProgressState>): ProgressState => ({
  doneRuns: 6,
  runs: 24,
  doneWork: 9_000,
  work: 36_000,
  elapsedMs: 10_000,
  ...over,
});

describe("a line of progress", () => {
  it.each<{ when: string; given: Partial<ProgressState>; expected: string }>([
    { when: "time left follows the work", given: {}, expected: "6 of 24 runs, 25 %, about 30 s left" },
    {
      when: "long waits are in minutes",
      given: { doneWork: 3_000 },
      expected: "6 of 24 runs, 8 %, about 2 min left",
    },
    { when: "nothing done has no estimate", given: { doneRuns: 0, doneWork: 0 }, expected: "0 of 24 runs, 0 %" },
    {
      when: "the first hundredth of the work has none",
      given: { doneRuns: 0, doneWork: 300 },
      expected: "0 of 24 runs, 0 %",
    },
    {
      when: "very long waits are in hours",
      given: { doneWork: 3_600, elapsedMs: 900_000 },
      expected: "6 of 24 runs, 10 %, about 2 h 15 min left",
    },
    { when: "the first second has none", given: { elapsedMs: 400 }, expected: "6 of 24 runs, 25 %" },
    {
      when: "all of the work without the last run's end is not all",
      given: { doneRuns: 23, doneWork: 36_000 },
      expected: "23 of 24 runs, 99 %, about 1 s left",
    },
    {
      when: "the end says how long it took",
      given: { doneRuns: 24, doneWork: 36_000 },
      expected: "24 of 24 runs, 100 %, 10 s",
    },
  ])("$when", ({ given, expected }) => expect(plainLine(state(given))).toBe(expected));

  it("has a bar that fits the terminal", () => {
    expect(progressLine(state({}), 80)).toBe(`${"█".repeat(6)}${"░".repeat(18)}  6 of 24 runs, 25 %, about 30 s left`);
    for (const columns of [10, 40, 46, 60, 200]) expect(progressLine(state({}), columns).length).toBeLessThan(columns);
  });
});

describe("progress", () => {
  const started = (live: boolean) => {
    const written: string[] = [];
    let nowMs = 0;
    const output = { write: (text: string) => written.push(text), live, columns: 80, nowMs: () => nowMs };
    const progress = startProgress(4, 400, output);
    return {
      written,
      advanceAt: (atMs: number) => {
        nowMs = atMs;
        // As workers report: the last part of the work, then the end of the run.
        progress.advance(100);
        progress.endRun();
      },
      end: progress.end,
    };
  };

  it("away from a terminal writes plain lines, five seconds apart, and the last one", () => {
    const { written, advanceAt, end } = started(false);
    for (const atMs of [2_000, 5_000, 6_000, 8_000]) advanceAt(atMs);
    end();
    expect(written).toEqual(["1 of 4 runs, 50 %, about 5 s left\n", "4 of 4 runs, 100 %, 8 s\n"]);
  });

  it("away from a terminal writes less often once it takes minutes", () => {
    const { written, advanceAt } = started(false);
    for (const atMs of [58_000, 62_000, 70_000, 89_000]) advanceAt(atMs);
    expect(written.map((line) => line.split(",")[0])).toEqual(["0 of 4 runs", "3 of 4 runs"]);
  });

  it("on a terminal redraws one line and leaves it empty", () => {
    const { written, advanceAt, end } = started(true);
    for (const atMs of [2_000, 2_100, 4_000]) advanceAt(atMs);
    end();
    expect(written.join("")).not.toContain("\n");
    expect(written).toEqual([
      expect.stringMatching(/^\r█{6}░{18} {2}0 of 4 runs, 25 %, about 6 s left/),
      expect.stringMatching(/^\r█{18}░{6} {2}2 of 4 runs, 75 %, about 2 s left/),
      "\r\u001b[K",
    ]);
  });
});
