import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { type Held, held, leastHeld } from "../../shared/plan/budget/held.ts";
import type { Rollout } from "../../shared/plan/budget/step-rollout.ts";
import { always } from "./always.ts";

const rollout = (changes: Partial<Rollout>): Rollout => ({
  desiredTasks: 10,
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  startSeconds: 40,
  drainSeconds: 60,
  ...changes,
});

describe("ten tasks that take 40 s to start hold", () => {
  it.each([
    { drainSeconds: 330, maximumPercent: 200, expected: 20 },
    { drainSeconds: 330, maximumPercent: 150, expected: 20 },
    { drainSeconds: 330, maximumPercent: 125, expected: 20 },
    { drainSeconds: 330, maximumPercent: 110, expected: 20 },
    { drainSeconds: 60, maximumPercent: 200, expected: 20 },
    { drainSeconds: 60, maximumPercent: 150, expected: 20 },
    { drainSeconds: 60, maximumPercent: 125, expected: 16 },
    { drainSeconds: 60, maximumPercent: 110, expected: 13 },
    { drainSeconds: 30, maximumPercent: 125, expected: 14 },
    { drainSeconds: 30, maximumPercent: 110, expected: 12 },
  ])("$expected pools with a drain of $drainSeconds s at $maximumPercent %", ({ expected, ...changes }) => {
    const result = held(rollout(changes));
    expect({ kind: result.kind, tasks: result.tasks }).toEqual({ kind: "ends", tasks: expected });
  });
});

describe("a rollout", () => {
  it.each<{ readonly when: string; readonly given: Partial<Rollout>; readonly expected: Held }>([
    {
      when: "of 3 tasks at 100 to 125 % never ends",
      given: { desiredTasks: 3, maximumPercent: 125 },
      expected: { kind: "never-ends", tasks: 3 },
    },
    {
      when: "of 4 tasks at 100 to 125 % ends, one by one",
      given: { desiredTasks: 4, maximumPercent: 125 },
      expected: { kind: "ends", tasks: 7, seconds: 160 },
    },
    {
      when: "of one task at 100 to 200 % takes one start",
      given: { desiredTasks: 1 },
      expected: { kind: "ends", tasks: 2, seconds: 40 },
    },
    {
      when: "of no task is over at once",
      given: { desiredTasks: 0 },
      expected: { kind: "ends", tasks: 0, seconds: 0 },
    },
    {
      when: "that may stop everything first still holds the stopping half",
      given: { maximumPercent: 100, minimumHealthyPercent: 50, drainSeconds: 60 },
      expected: { kind: "ends", tasks: 20, seconds: 80 },
    },
    {
      when: "that stops half first holds no more than ten where nothing drains",
      given: { maximumPercent: 100, minimumHealthyPercent: 50, drainSeconds: 0 },
      expected: { kind: "ends", tasks: 15, seconds: 80 },
    },
    {
      when: "at 100 to 100 % can take no first step",
      given: { maximumPercent: 100 },
      expected: { kind: "never-ends", tasks: 10 },
    },
  ])("$when", ({ given, expected }) => expect(held(rollout(given))).toEqual(expected));

  const rollouts = fc.record({
    desiredTasks: fc.integer({ min: 0, max: 80 }),
    maximumPercent: fc.integer({ min: 100, max: 200 }),
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    startSeconds: fc.integer({ min: 0, max: 300 }),
    drainSeconds: fc.integer({ min: 0, max: 600 }),
  });

  it("always holds at least what is desired, and never more than twice", () => {
    always(
      fc.property(rollouts, (given) => {
        const { tasks } = held(given);
        expect(tasks).toBeGreaterThanOrEqual(given.desiredTasks);
        expect(tasks).toBeLessThanOrEqual(2 * given.desiredTasks);
      }),
      3000,
    );
  });

  it("never holds less than is told without stepping it", () => {
    always(
      fc.property(rollouts, (given) => {
        expect(held(given).tasks).toBeGreaterThanOrEqual(leastHeld(given));
        expect(leastHeld(given)).toBeGreaterThanOrEqual(given.desiredTasks);
      }),
      3000,
    );
  });

  it("never holds less for one more task", () => {
    always(
      fc.property(rollouts, (given) => {
        const more = held({ ...given, desiredTasks: given.desiredTasks + 1 });
        expect(more.tasks).toBeGreaterThanOrEqual(held(given).tasks);
      }),
      5000,
    );
  });

  it("never ends exactly where no task may stop and none may start", () => {
    always(
      fc.property(rollouts, (given) => {
        const { desiredTasks, maximumPercent, minimumHealthyPercent } = given;
        const stuck =
          desiredTasks > 0 &&
          Math.floor((desiredTasks * maximumPercent) / 100) === desiredTasks &&
          Math.ceil((desiredTasks * minimumHealthyPercent) / 100) === desiredTasks;
        expect(held(given).kind).toBe(stuck ? "never-ends" : "ends");
      }),
      3000,
    );
  });
});

describe("in their first step ten tasks", () => {
  it.each([
    { when: "double at 200 %", given: {}, expected: 20 },
    { when: "become eleven at 110 %", given: { maximumPercent: 110 }, expected: 11 },
    { when: "stay ten where none may start", given: { maximumPercent: 100 }, expected: 10 },
    {
      when: "get five more where five may stop",
      given: { maximumPercent: 100, minimumHealthyPercent: 50 },
      expected: 15,
    },
    { when: "never more than double", given: { minimumHealthyPercent: 0 }, expected: 20 },
  ])("$when", ({ given, expected }) => expect(leastHeld(rollout(given))).toBe(expected));
});
