import { describe, expect, it } from "@jest/globals";
import { describeBudgetNow } from "../../shared/notices/describe-budget-now.ts";
import type { KnownBudget } from "../../shared/plan/budget/known-budget.ts";
import type { ProxyBudget } from "../../shared/plan/budget/proxy-budget.ts";
import { wrapped } from "../../shared/runbooks/headroom/narrow-text.ts";
import { renderHeadroom } from "../../shared/runbooks/headroom/render-headroom.ts";

const budgetOf = (changes: Partial<KnownBudget> = {}): KnownBudget => ({
  kind: "known",
  database: "orders",
  limitConnections: 400,
  limitExpectedConnections: 400,
  limitSource: "parameter",
  limitExact: true,
  limitNotes: [],
  reservedConnections: 8,
  marginConnections: 20,
  replacementConnections: 0,
  replacementLentConnections: 0,
  connectorConnections: 22,
  unmanagedConnections: 12,
  unmanagedSource: "measured",
  unmanagedLowConnections: 4,
  readers: null,
  failoverConnections: null,
  sharePercent: 100,
  budgetConnections: 338,
  committedConnections: 100,
  directConnections: 100,
  freeConnections: 238,
  freeMilliConnections: 238_000,
  freeMilliBesideReplacement: 238_000,
  observedConnections: 91,
  elasticUseMillionths: null,
  saturated: false,
  pressure: [],
  pressureUnread: [],
  ...changes,
});

const proxy: ProxyBudget = {
  kind: "known",
  proxy: "front",
  database: "orders",
  allowedConnections: 120,
  budgetMilliConnections: 84_000,
  borrowedMilliConnections: 10_400,
  freeMilliConnections: 73_600,
  borrowedUseMillionths: null,
  pinnedConnections: 3,
  peakConnections: 20,
  atDatabaseMilliConnections: 20_000,
  prepaidMilliConnections: 0,
  clientConnections: 100,
  maxClientConnections: null,
  observedClientConnections: null,
  saturated: false,
  pressure: [],
};

describe("a budget in a line", () => {
  it.each([
    {
      when: "of one instance",
      budget: budgetOf(),
      line: "orders: 400 - 8 reserved - 20 margin - 22 connectors - 12 unmanaged = 338; 100 committed, 238 free",
    },
    {
      when: "that is shared with another stack",
      budget: budgetOf({ sharePercent: 40, budgetConnections: 135, freeConnections: 35 }),
      line: "orders: 40 % of (400 - 8 reserved - 20 margin - 22 connectors - 12 unmanaged) = 135; 100 committed, 35 free",
    },
    {
      when: "of three readers",
      budget: budgetOf({ readers: 3, budgetConnections: 676, freeConnections: 576 }),
      line: "orders: 400 - 8 reserved - 20 margin - 22 connectors - 12 unmanaged = 338 on each of 3 readers, together 676; 100 committed, 576 free",
    },
    {
      when: "that is in trouble",
      budget: budgetOf({ saturated: true, replacementLentConnections: 5 }),
      line: "orders: 400 - 8 reserved - 20 margin - 22 connectors - 12 unmanaged = 338; 100 committed, 238 free; 5 of the room for a replaced task are lent; saturated: more work would do harm",
    },
  ])("$when", ({ budget, line }) => expect(describeBudgetNow(budget)).toBe(line));
});

describe("headroom", () => {
  it("shows how sure an estimate is, the interval of other sessions, readers, and the proxies", () => {
    const budget = budgetOf({ limitExact: false, limitExpectedConnections: 412, limitSource: "formula", readers: 3 });
    const unread: ProxyBudget = {
      kind: "unknown",
      proxy: "back",
      database: "orders",
      code: "proxy-unknown",
      detail: "its metrics were not read",
      mostConnections: null,
    };
    const text = renderHeadroom([{ database: "orders", budget, services: [], proxies: [proxy, unread] }]);
    expect(text).toContain(" 4..12 ");
    expect(text.replaceAll(/\n +/g, " ")).toContain(
      "orders: limit estimated by formula, 400 to 412; others' sessions measured; 3 readers; terms are of one, the budget is of all of them",
    );
    expect(text.replaceAll(/\n +/g, " ")).toContain(
      "proxy front: 70 % of 120 = 84; 11 borrowed, 73 free, 3 pinned; counts 20 at the database",
    );
    expect(text).toContain("proxy back: unknown, proxy-unknown: its metrics were not read");
    expect(text).toContain("no service has a pool on it");
  });

  it("says so where no service has a pool", () => {
    expect(renderHeadroom([])).toBe("No service has a pool on a database.");
  });
});

it.each([
  { when: "at a space", line: "aaa bbb ccc", columns: 8, lines: ["aaa bbb", "  ccc"] },
  { when: "with its indent", line: "  aaa bbb", columns: 6, lines: ["  aaa", "    bb", "    b"] },
  {
    when: "within a word that is longer than a line",
    line: "abcdefghij",
    columns: 6,
    lines: ["abcd", "  efgh", "  ij"],
  },
])("a line is broken $when", ({ line, columns, lines }) => {
  const broken = wrapped(line, columns);
  expect(broken.join("").replaceAll(" ", "")).toBe(line.replaceAll(" ", ""));
  for (const one of broken) expect(one.length).toBeLessThanOrEqual(columns);
  expect(broken.length).toBe(lines.length);
});
