import {
  type Budget,
  budgetOf,
  type Demand,
  demandsOn,
  describeBudget,
  isOneInstance,
  largestPool,
  marginOf,
} from "./budget.ts";
import { compareText } from "./by-name.ts";
import type { DatabaseConfig } from "./database-config.ts";
import type { Finding } from "./problems.ts";
import type { ServiceConfig } from "./service-config.ts";

/** One database, what its limit leaves, and who wants it. */
type Ledger = { readonly database: DatabaseConfig; readonly budget: Budget; readonly demands: readonly Demand[] };

/** Whether the minimums fit into what the limit leaves. Nothing is said where the limit is unknown. */
export const checkBudget = (
  services: readonly ServiceConfig[],
  databases: readonly DatabaseConfig[],
): readonly Finding[] =>
  databases.flatMap((database): readonly Finding[] => {
    const ledger = { database, budget: budgetOf(database, services), demands: demandsOn(database, services) };
    const { connections: free } = ledger.budget;
    if (free === null) return [];
    if (free <= 0) return [emptyBudget(ledger)];
    // How many readers share the minimums is known in AWS only.
    if (!isOneInstance(database)) return [];
    const needed = ledger.demands.reduce((sum, { least }) => sum + least, 0);
    return needed > free ? [minimumsTooLarge(ledger, free, needed)] : [];
  });

const emptyBudget = (ledger: Ledger): Finding => {
  const { database, budget } = ledger;
  const taken = (budget.replacement ?? 0) > 0 ? "what is taken off, or the largest pool" : "what is taken off";
  return {
    code: "budget-empty",
    path: ["databases", database.name, "maxConnections"],
    message: `${database.name} leaves nothing for services: ${describeBudget(budget)}`,
    fix: `raise maxConnections to at least ${smallestLimit(ledger, 1)} if the instance has it, or lower ${taken}`,
  };
};

const minimumsTooLarge = (ledger: Ledger, free: number, needed: number): Finding => {
  const { database, budget, demands } = ledger;
  const largest = [...demands].sort((a, b) => b.least - a.least || compareText(a.service.name, b.service.name))[0]!;
  const { service, connectionsPerTask, least } = largest;
  const sum = demands.map(
    (demand) => `${demand.service.name} ${demand.service.minTasks} x ${demand.connectionsPerTask}`,
  );
  const fitting = Math.floor((free - (needed - least)) / connectionsPerTask);
  const smaller = largestFittingPool(ledger, largest, needed - least);
  const fixes = [
    ...(fitting >= 0 ? [`lower tasks.min of ${service.name} to at most ${fitting}`] : []),
    ...(smaller >= 1 ? [`lower its pools to ${smaller} connections per task`] : []),
    `raise maxConnections to at least ${smallestLimit(ledger, needed)}`,
  ];
  return {
    code: "min-above-budget",
    path: ["services", service.name, "tasks", "min"],
    message: `the minimums on ${database.name} need ${needed} connections: ${sum.join(", ")}; it can hold ${free}: ${describeBudget(budget)}`,
    fix: fixes.join(", or "),
  };
};

/**
 * The most connections per task of one service that let the minimums fit.
 *
 * A smaller pool counts twice: in each task at the minimum, and in the replacement while it is the largest.
 *
 * @param others what the other services need at their minimums
 * @returns below 1 when no pool fits
 */
const largestFittingPool = ({ database, budget, demands }: Ledger, own: Demand, others: number): number => {
  const margin = database.marginConnections ?? 0;
  const largestOther = largestPool(demands.filter((demand) => demand !== own));
  const unkept = (budget.limit ?? 0) - budget.reserved - margin - budget.connectors - (budget.unmanaged ?? 0);
  for (let pool = own.connectionsPerTask - 1; pool >= 1; pool--) {
    const whole = unkept - Math.max(0, Math.max(pool, largestOther) - margin);
    if (others + pool * own.service.minTasks <= Math.floor((whole * budget.sharePercent) / 100)) return pool;
  }
  return 0;
};

/** The smallest limit that leaves `own` connections to this installation; a margin that follows the limit grows with it. */
const smallestLimit = ({ database, budget, demands }: Ledger, own: number): number => {
  const needed = Math.ceil((own * 100) / budget.sharePercent);
  const taken = budget.reserved + budget.connectors + (budget.unmanaged ?? 0);
  const largest = largestPool(demands);
  const margin = database.marginConnections ?? 0;
  if (margin !== marginOf(budget.limit ?? 0)) return taken + needed + Math.max(margin, largest);
  let candidate = taken + needed + largest;
  while (candidate - Math.max(marginOf(candidate), largest) - taken < needed) candidate++;
  return candidate;
};

export const checkLimits = (databases: readonly DatabaseConfig[]): readonly Finding[] =>
  databases
    .filter(({ maxConnections }) => maxConnections === null)
    .map(({ name }) => ({
      code: "limit-unknown",
      path: ["databases", name, "maxConnections"],
      message: `the limit of ${name} is not in the file, so nothing is scaled out on it until it is found in AWS`,
      fix: "nothing, where the function limits may read it; or add maxConnections with what SHOW max_connections (or SHOW VARIABLES LIKE 'max_connections') answers on the instance",
    }));
