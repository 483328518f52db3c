import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { KnownBudget } from "../../shared/plan/budget/budget.ts";
import { budgetWarnings } from "../../shared/plan/budget/budget-warnings.ts";
import { carriedByReaders, leastOnOneReader, mostOnOneReader } from "../../shared/plan/budget/readers.ts";
import { always } from "./always.ts";
import { budgetedOf } from "./budgeted.ts";
import {
  connectionsAt,
  database,
  databaseFacts,
  databaseReading,
  instanceFacts,
  known,
  pool,
  secondsAgo,
  service,
} from "./builders.ts";

describe("what readers carry together", () => {
  it.each([
    { perReader: 190, readers: 1, expected: 190 },
    { perReader: 190, readers: 2, expected: 253 },
    { perReader: 190, readers: 3, expected: 380 },
    { perReader: 100, readers: 15, expected: 1000 },
    { perReader: -10, readers: 3, expected: -20 },
    { perReader: 190, readers: 0, expected: 0 },
    { perReader: -5, readers: 0, expected: -5 },
  ])("is $expected where each of $readers carries $perReader", ({ perReader, readers, expected }) =>
    expect(carriedByReaders(perReader, readers)).toBe(expected),
  );

  const total = fc.integer({ min: 0, max: 100_000 });
  const readers = fc.integer({ min: 1, max: 15 });
  it("always fits on each of them, with half as much again as the even share", () => {
    always(
      fc.property(total, readers, (perReader, count) => {
        const together = carriedByReaders(perReader, count);
        const onOne = count === 1 ? together : (together * 3) / (2 * count);
        expect(onOne).toBeLessThanOrEqual(perReader);
        expect(together).toBeGreaterThanOrEqual(perReader);
      }),
      2000,
    );
  });

  it("is always between the least and the most that one of them may hold", () => {
    always(
      fc.property(total, readers, (connections, count) => {
        expect(leastOnOneReader(connections, count)).toBeLessThanOrEqual(connections / count);
        expect(mostOnOneReader(connections, count)).toBeGreaterThanOrEqual(connections / count);
        expect(mostOnOneReader(connections, count)).toBeLessThanOrEqual(connections);
      }),
      2000,
    );
  });
});

const reader = (instance: string) => instanceFacts({ instance, role: "reader" });
const facts = (...names: readonly string[]) => known(databaseFacts({ instances: names.map(reader) }));
const aurora = { at: { kind: "cluster", cluster: "aurora", role: "reader" } } as const;
/** 6 tasks of 30 connections: 180, on readers that carry 200 - 10 - 20 = 170 each; one alone keeps 10 of the 20. */
const thirty = service({ pools: [pool({ connectionsPerTask: 30 })] });
const budgetOn = (names: readonly string[], changes: Parameters<typeof database>[0] = {}) =>
  budgetedOf({
    services: [thirty],
    databases: [database({ ...aurora, ...changes })],
    databaseReadings: [databaseReading({ facts: facts(...names) })],
  });
const known1 = (names: readonly string[], changes: Parameters<typeof database>[0] = {}): KnownBudget => {
  const [budgeted] = budgetOn(names, changes);
  if (budgeted?.budget.kind !== "known") throw new Error(JSON.stringify(budgeted));
  return budgeted.budget;
};

describe("the budget of a cluster's readers", () => {
  it.each([
    { names: ["a"], expected: { readers: 1, budgetConnections: 180, freeConnections: 0, failoverConnections: 0 } },
    { names: ["a", "b"], expected: { budgetConnections: 226, freeConnections: 46, failoverConnections: 170 } },
    { names: ["a", "b", "c"], expected: { budgetConnections: 340, freeConnections: 160, failoverConnections: 226 } },
  ])("of $names is $expected.budgetConnections", ({ names, expected }) => {
    expect(known1(names)).toMatchObject(expected);
  });

  it("with failover: reserve is what is left with one reader less", () => {
    expect(known1(["a", "b", "c"], { failover: "reserve" })).toMatchObject({ budgetConnections: 226 });
  });

  it("tells other sessions on the fullest reader: 150 less what two thirds of an even share would hold", () => {
    const [budgeted] = budgetedOf({
      services: [thirty],
      databases: [database({ ...aurora, unmanagedConnections: null })],
      databaseReadings: [
        databaseReading({
          facts: facts("a", "b", "c"),
          connections: known([connectionsAt(secondsAgo(180), 150)]),
        }),
      ],
    });
    // 180 in all: 60 on each, 40 at least and 90 at most on the fullest.
    expect(budgeted!.unmanaged).toMatchObject({ lowConnections: 60, highConnections: 110 });
  });

  it.each([
    { when: "is told where the others would not carry it", names: ["a", "b"], expected: ["readers-failover-exceeds"] },
    { when: "is told of an only reader", names: ["a"], expected: ["readers-failover-exceeds"] },
    { when: "says nothing where the others carry it", names: ["a", "b", "c"], expected: [] },
  ])("the failover of one reader $when", ({ names, expected }) => {
    expect(budgetWarnings(budgetOn(names), []).map(({ code }) => code)).toEqual(expected);
  });
});
