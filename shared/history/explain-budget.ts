import type { Budget, KnownBudget } from "../plan/budget/budget.ts";

/** A database's arithmetic, a line each, as it would be done on paper. */
export type BudgetExplanation = {
  readonly database: string;
  /** "200  max_connections (configured)", "- 8  reserved". */
  readonly lines: readonly SumLine[];
  /** What stands beside the sum: pressure, other people's sessions, what is lent. */
  readonly notes: readonly string[];
};

/** One term: what it does to the sum, and what it is. `=`: the sum so far. */
export type SumLine = { readonly sign: "" | "-" | "x" | "=" | "?"; readonly amount: string; readonly what: string };

/** @throws never */
export const explainBudgetSum = (budget: Budget): BudgetExplanation => {
  if (budget.kind === "unknown") {
    const what = `the budget is not known, so nothing that connects to it grows: ${budget.code}, ${budget.detail}`;
    return { database: budget.database, lines: [{ sign: "?", amount: "", what }], notes: observed(budget) };
  }
  return { database: budget.database, lines: [...terms(budget), ...use(budget)], notes: notesOf(budget) };
};

const terms = (budget: KnownBudget): readonly SumLine[] => {
  const { readers, sharePercent } = budget;
  const taken = [
    [budget.reservedConnections, "reserved for the engine and for people"],
    [budget.marginConnections, "margin"],
    [budget.replacementConnections, "room for one replaced task"],
    [budget.connectorConnections, "connectors"],
    [budget.unmanagedConnections, `unmanaged sessions (${budget.unmanagedSource})`],
  ] as const;
  const ofOne = taken.reduce((left, [connections]) => left - connections, budget.limitConnections);
  const accuracy = budget.limitExact
    ? ""
    : `, the safe end of an estimate; ${budget.limitExpectedConnections} expected`;
  return [
    line("", budget.limitConnections, `max_connections (${budget.limitSource}${accuracy})`),
    ...taken.flatMap(([connections, what]) => (connections === 0 ? [] : [line("-", connections, what)])),
    ...(readers === null ? [] : [line("=", ofOne, "on one reader"), readersLine(budget, readers)]),
    ...(sharePercent === 100 ? [] : [line("x", `${sharePercent} %`, "this stack's share")]),
    line("=", budget.budgetConnections, "budget for tasks"),
  ];
};

/** What one reader carries is shared out with half as much again on the fullest, so n readers carry n / 1.5 times as much. */
const readersLine = ({ budgetConnections, failoverConnections }: KnownBudget, readers: number): SumLine => {
  const isReserved = failoverConnections === budgetConnections && readers > 1;
  const what = isReserved ? `readers without the one that may fail` : "readers that serve";
  return line("x", isReserved ? readers - 1 : readers, `${what}, divided by 1.5 where they are several`);
};

const use = (budget: KnownBudget): readonly SumLine[] => {
  const { committedConnections, directConnections, freeConnections } = budget;
  const proxied = committedConnections - directConnections;
  return [
    line("-", directConnections, "that the tasks which exist may hold"),
    ...(proxied === 0 ? [] : [line("-", proxied, "through proxies")]),
    line(
      "=",
      freeConnections,
      freeConnections < 0 ? "free: more exists than fits, so nobody grows" : "free before this plan",
    ),
  ];
};

const notesOf = (budget: KnownBudget): readonly string[] => [
  ...observed(budget),
  ...(budget.replacementLentConnections === 0
    ? []
    : [`${budget.replacementLentConnections} of the room for a replaced task are lent to growth in an overload`]),
  ...(budget.elasticUseMillionths === null
    ? []
    : [`elastic pools count with ${Math.ceil(budget.elasticUseMillionths / 10_000)} % of their size, as measured`]),
  ...(budget.failoverConnections === null
    ? []
    : [`with one reader less the budget would be ${budget.failoverConnections}`]),
  ...budget.pressure.map(
    ({ sign, value, threshold }) => `${sign} is ${short(value)}, past ${threshold}: no growth that needs it`,
  ),
  ...budget.pressureUnread.map((sign) => `${sign} could not be read`),
];

const observed = ({ observedConnections }: Budget): readonly string[] =>
  observedConnections === null ? [] : [`DatabaseConnections was ${observedConnections} at its last datapoint`];

const line = (sign: SumLine["sign"], amount: number | string, what: string): SumLine => ({
  sign,
  amount: String(amount),
  what,
});

const short = (value: number): number => Math.round(value * 100) / 100;
