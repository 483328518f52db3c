import { describe, expect, it } from "@jest/globals";
import { explainBudgetSum } from "../../shared/history/explain-budget.ts";
import type { KnownBudget } from "../../shared/plan/budget/known-budget.ts";
import { carriedByReaders } from "../../shared/plan/budget/readers.ts";

const budget = (changes: Partial<KnownBudget> = {}): KnownBudget => ({
  kind: "known",
  database: "orders",
  limitConnections: 200,
  limitExpectedConnections: 200,
  limitSource: "configured",
  limitExact: true,
  limitNotes: [],
  reservedConnections: 8,
  marginConnections: 10,
  replacementConnections: 0,
  replacementLentConnections: 0,
  connectorConnections: 2,
  unmanagedConnections: 20,
  unmanagedSource: "measured",
  unmanagedLowConnections: 12,
  readers: null,
  failoverConnections: null,
  sharePercent: 100,
  budgetConnections: 160,
  committedConnections: 60,
  directConnections: 60,
  freeConnections: 100,
  freeMilliConnections: 100_000,
  freeMilliBesideReplacement: 100_000,
  observedConnections: 77,
  elasticUseMillionths: null,
  saturated: false,
  pressure: [],
  pressureUnread: [],
  ...changes,
});

const written = (changes: Partial<KnownBudget>): readonly string[] =>
  explainBudgetSum(budget(changes)).lines.map(({ sign, amount, what }) => `${sign} ${amount} ${what}`.trim());

describe("a budget's arithmetic", () => {
  it("is written line by line; terms of 0 are left out", () => {
    expect(written({})).toEqual([
      "200 max_connections (configured)",
      "- 8 reserved for the engine and for people",
      "- 10 margin",
      "- 2 connectors",
      "- 20 unmanaged sessions (measured)",
      "= 160 budget for tasks",
      "- 60 that the tasks which exist may hold",
      "= 100 free before this plan",
    ]);
  });

  it.each([
    {
      when: "a stack's share",
      changes: { sharePercent: 40, budgetConnections: 64, freeConnections: 4 },
      says: ["x 40 % this stack's share", "= 64 budget for tasks"],
    },
    {
      when: "three readers",
      changes: {
        readers: 3,
        budgetConnections: carriedByReaders(160, 3),
        failoverConnections: carriedByReaders(160, 2),
      },
      says: ["= 160 on one reader", "x 3 readers that serve, divided by 1.5 where they are several"],
    },
    {
      when: "a reader in reserve",
      changes: {
        readers: 3,
        budgetConnections: carriedByReaders(160, 2),
        failoverConnections: carriedByReaders(160, 2),
      },
      says: ["x 2 readers without the one that may fail, divided by 1.5 where they are several"],
    },
    {
      when: "proxies",
      changes: { committedConnections: 75, freeConnections: 85 },
      says: ["- 60 that the tasks which exist may hold", "- 15 through proxies"],
    },
    {
      when: "more than fits",
      changes: { committedConnections: 170, directConnections: 170, freeConnections: -10 },
      says: ["= -10 free: more exists than fits, so nobody grows"],
    },
    {
      when: "an estimate",
      changes: { limitExact: false, limitExpectedConnections: 210, limitSource: "formula" as const },
      says: ["200 max_connections (formula, the safe end of an estimate; 210 expected)"],
    },
  ])("tells $when", ({ changes, says }) => {
    expect(written(changes)).toEqual(expect.arrayContaining([...says]));
  });

  it("of a budget that is not known says why", () => {
    const unknown = {
      kind: "unknown",
      database: "orders",
      code: "limit-unknown",
      detail: "not read",
      limitConnections: null,
      observedConnections: 5,
    } as const;
    expect(explainBudgetSum(unknown)).toEqual({
      database: "orders",
      lines: [{ sign: "?", amount: "", what: expect.stringContaining("limit-unknown, not read") }],
      notes: ["DatabaseConnections was 5 at its last datapoint"],
    });
  });
});
