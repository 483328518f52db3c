import { type Budget as BudgetTerms, describeBudget } from "../config/budget.ts";
import type { Budget, KnownBudget } from "../plan/budget/known-budget.ts";

/**
 * A database's arithmetic in a line, in the words of `headgate validate`, with what is committed of it.
 *
 * @returns "orders: 300 - 8 reserved - 5 margin = 287; 40 committed, 247 free"
 */
export const describeBudgetNow = (budget: Budget): string =>
  budget.kind === "known"
    ? `${budget.database}: ${sumOf(budget)}; ${budget.committedConnections} committed, ${budget.freeConnections} free${notesOf(budget)}`
    : `${budget.database}: unknown, ${budget.code}: ${budget.detail}`;

const sumOf = (budget: KnownBudget): string => {
  if (budget.readers === null) return describeBudget(termsOf(budget, budget.budgetConnections));
  const { limitConnections, reservedConnections, marginConnections, replacementConnections } = budget;
  const withheld = reservedConnections + marginConnections + replacementConnections;
  const ofOne = limitConnections - withheld - budget.connectorConnections - budget.unmanagedConnections;
  const one = describeBudget({ ...termsOf(budget, ofOne), sharePercent: 100 });
  return `${one} on each of ${budget.readers} readers, together ${budget.budgetConnections}`;
};

const termsOf = (budget: KnownBudget, connections: number): BudgetTerms => ({
  limit: budget.limitConnections,
  reserved: budget.reservedConnections,
  margin: budget.marginConnections,
  replacement: budget.replacementConnections,
  connectors: budget.connectorConnections,
  unmanaged: budget.unmanagedConnections,
  sharePercent: budget.sharePercent,
  connections,
});

const notesOf = ({ saturated, replacementLentConnections: lent }: KnownBudget): string =>
  [
    ...(lent === 0 ? [] : [`; ${lent} of the room for a replaced task are lent`]),
    ...(saturated ? ["; saturated: more work would do harm"] : []),
  ].join("");
