import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { PaceConfig } from "../../shared/config/service-config.ts";
import { paced, recentChanges, rememberAsk } from "../../shared/plan/demand/pace.ts";
import type { Change, TasksAt } from "../../shared/plan/memory.ts";
import { always } from "./always.ts";
import { nowMs, secondsAgo, service } from "./builders.ts";

const { pace } = service();
const changed = (secondsBefore: number, from: number, to: number): Change => ({
  atMs: secondsAgo(secondsBefore),
  from,
  to,
});
const asked = (secondsBefore: number, tasks: number): TasksAt => ({ atMs: secondsAgo(secondsBefore), tasks });

type Row = {
  readonly when: string;
  readonly ask: number;
  readonly desired: number;
  /** Of the window, before the present ask. */
  readonly asks?: readonly TasksAt[];
  readonly changes?: readonly Change[];
  readonly pace?: Partial<PaceConfig>;
  readonly expected: number;
};

describe("a count that may double in 30 s and halve in 300 s", () => {
  it.each<Row>([
    { when: "goes all the way where that is less than double", ask: 9, desired: 6, expected: 9 },
    { when: "goes to double at most", ask: 40, desired: 6, expected: 12 },
    { when: "stays while its ask is what it has", ask: 6, desired: 6, expected: 6 },
    { when: "does not double twice in 30 s", ask: 40, desired: 12, changes: [changed(29, 6, 12)], expected: 12 },
    { when: "doubles again after 30 s", ask: 40, desired: 12, changes: [changed(30, 6, 12)], expected: 24 },
    {
      when: "goes on to double what stood 30 s ago",
      ask: 40,
      desired: 9,
      changes: [changed(10, 6, 9)],
      expected: 12,
    },
    {
      when: "counts a shrink in the same 30 s: from 10 to 6 and up again to 20",
      ask: 40,
      desired: 6,
      changes: [changed(20, 10, 6)],
      expected: 20,
    },
    { when: "grows by 1 at least", ask: 9, desired: 1, pace: { upPercent: 1 }, expected: 2 },
    { when: "rounds growth up: 10 % of 6 is 1", ask: 9, desired: 6, pace: { upPercent: 10 }, expected: 7 },
    { when: "rounds growth up: 10 % of 11 is 2", ask: 20, desired: 11, pace: { upPercent: 10 }, expected: 13 },
    { when: "halves at most", ask: 2, desired: 10, expected: 5 },
    { when: "goes to its ask where that is more than half", ask: 7, desired: 10, expected: 7 },
    { when: "rounds shrinking down: half of 7 is 3 less", ask: 1, desired: 7, expected: 4 },
    { when: "shrinks by 1 at least", ask: 0, desired: 1, expected: 0 },
    { when: "does not halve twice in 300 s", ask: 1, desired: 5, changes: [changed(299, 10, 5)], expected: 5 },
    { when: "halves again after 300 s", ask: 1, desired: 5, changes: [changed(300, 10, 5)], expected: 3 },
    {
      when: "counts growth in the same 300 s: from 4 to 10, so no lower than 2",
      ask: 1,
      desired: 10,
      changes: [changed(100, 4, 10)],
      expected: 2,
    },
    { when: "waits for the highest ask of the window", ask: 2, desired: 10, asks: [asked(100, 10)], expected: 10 },
    { when: "goes down to the highest ask of the window", ask: 2, desired: 10, asks: [asked(100, 8)], expected: 8 },
    { when: "is not raised by the window", ask: 2, desired: 10, asks: [asked(100, 15)], expected: 10 },
    { when: "grows at once, whatever the window says", ask: 12, desired: 10, asks: [asked(100, 2)], expected: 12 },
    {
      when: "does not shrink below what is there after growth writes that failed",
      ask: 20,
      desired: 10,
      changes: [changed(10, 10, 20)],
      expected: 10,
    },
  ])("$when", ({ ask, desired, asks = [], changes = [], expected, ...row }) =>
    expect(paced(ask, desired, [...asks, asked(0, ask)], changes, { ...pace, ...row.pace }, nowMs)).toBe(expected),
  );

  it("always moves towards the ask, and by a task at least when nothing holds it", () => {
    const percents = fc.record({
      upPercent: fc.integer({ min: 1, max: 1000 }),
      downPercent: fc.integer({ min: 1, max: 100 }),
    });
    const count = fc.integer({ min: 0, max: 60 });
    always(
      fc.property(count, fc.integer({ min: 1, max: 60 }), percents, (ask, desired, changes) => {
        const next = paced(ask, desired, [asked(0, ask)], [], { ...pace, ...changes }, nowMs);
        expect(Math.sign(next - desired)).toBe(Math.sign(ask - desired));
        expect(Math.abs(ask - next) + Math.abs(next - desired)).toBe(Math.abs(ask - desired));
      }),
      2000,
    );
  });
});

describe("the stabilization window", () => {
  it.each<{
    readonly when: string;
    readonly asks: readonly TasksAt[];
    readonly ask: number;
    readonly expected: readonly TasksAt[];
  }>([
    { when: "begins with the first ask", asks: [], ask: 5, expected: [asked(0, 5)] },
    {
      when: "keeps a higher ask, in force until now",
      asks: [asked(200, 8)],
      ask: 5,
      expected: [asked(0, 8), asked(0, 5)],
    },
    {
      when: "counts the minutes between two reads to the older ask, however far apart they are",
      asks: [asked(4000, 8)],
      ask: 5,
      expected: [asked(0, 8), asked(0, 5)],
    },
    {
      when: "lets an ask go 300 s after it was last in force",
      asks: [asked(300, 8), asked(200, 6)],
      ask: 5,
      expected: [asked(0, 6), asked(0, 5)],
    },
    {
      when: "keeps an ask 299 s after it was last in force",
      asks: [asked(299, 8), asked(200, 6)],
      ask: 5,
      expected: [asked(299, 8), asked(0, 6), asked(0, 5)],
    },
    {
      when: "drops what a higher ask makes idle",
      asks: [asked(200, 8), asked(100, 6)],
      ask: 7,
      expected: [asked(200, 8), asked(0, 7)],
    },
    { when: "keeps one entry of the same ask", asks: [asked(20, 5)], ask: 5, expected: [asked(0, 5)] },
  ])("$when", ({ asks, ask, expected }) => expect(rememberAsk(asks, asked(0, ask), 300)).toEqual(expected));
});

it("changes are remembered as long as the longer of the two periods can see them", () => {
  const changes = [changed(300, 1, 2), changed(299, 2, 3), changed(10, 3, 4)];
  expect(recentChanges({ changes, intended: null }, 5, pace, nowMs)).toEqual(changes.slice(1));
  expect(recentChanges({ changes, intended: null }, 5, { ...pace, upPeriodSeconds: 900 }, nowMs)).toEqual(changes);
});

it("a write that was not taken has used up no pace, one that was has", () => {
  const change = { atMs: nowMs - 10_000, from: 4, to: 7 };
  const memory = { changes: [change], intended: change };
  expect(recentChanges(memory, 4, pace, nowMs)).toEqual([]);
  expect(recentChanges(memory, 7, pace, nowMs)).toEqual([change]);
});
