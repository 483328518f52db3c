import { type Budget, budgetOf, type Demand, demandsOn, describeBudget, marginOf } from "./budget.ts";
import { compareText } from "./by-name.ts";
import type { DatabaseConfig, ServiceConfig } from "./config.ts";
import type { Finding } from "./problems.ts";

/** Whether the minimums fit into what the limit leaves. Nothing is said where the limit is unknown. */
export const checkBudget = (
  services: readonly ServiceConfig[],
  databases: readonly DatabaseConfig[],
): readonly Finding[] =>
  databases.flatMap((database): readonly Finding[] => {
    const budget = budgetOf(database);
    if (budget.connections === null) return [];
    if (budget.connections <= 0) return [emptyBudget(database, budget)];
    const demands = demandsOn(database, services);
    const needed = demands.reduce((sum, { least }) => sum + least, 0);
    return needed > budget.connections ? [minimumsTooLarge(database, budget, demands, needed)] : [];
  });

const emptyBudget = (database: DatabaseConfig, budget: Budget): Finding => ({
  code: "budget-empty",
  path: ["databases", database.name, "maxConnections"],
  message: `${database.name} leaves nothing for services: ${describeBudget(budget)}`,
  fix: `raise maxConnections to at least ${smallestLimit(database, budget, 1)} if the instance has it, or lower what is taken off`,
});

const minimumsTooLarge = (
  database: DatabaseConfig,
  budget: Budget,
  demands: readonly Demand[],
  needed: number,
): Finding => {
  const free = budget.connections ?? 0;
  const largest = [...demands].sort((a, b) => b.least - a.least || compareText(a.service.name, b.service.name))[0]!;
  const { service, connectionsPerTask, least } = largest;
  const sum = demands.map(
    (demand) => `${demand.service.name} (${demand.service.minTasks} + 1) x ${demand.connectionsPerTask}`,
  );
  const fitting = Math.floor((free - (needed - least)) / connectionsPerTask) - 1;
  const smaller = Math.floor((free - (needed - least)) / (service.minTasks + 1));
  const fixes = [
    ...(fitting >= 0 ? [`lower tasks.min of ${service.name} to at most ${fitting}`] : []),
    ...(smaller >= 1 ? [`lower its pools to ${smaller} connections per task`] : []),
    `raise maxConnections to at least ${smallestLimit(database, budget, needed)}`,
  ];
  return {
    code: "min-above-budget",
    path: ["services", service.name, "tasks", "min"],
    message: `the minimums on ${database.name}, with one replacement task each, need ${needed} connections: ${sum.join(", ")}; it can hold ${free}: ${describeBudget(budget)}`,
    fix: fixes.join(", or "),
  };
};

/** The smallest limit that leaves `needed` connections; a margin that follows the limit grows with it. */
const smallestLimit = (database: DatabaseConfig, budget: Budget, needed: number): number => {
  const limit = budget.limit ?? 0;
  const taken = budget.reserved + budget.connectors + (budget.unmanaged ?? 0);
  const marginFollows = database.marginConnections === marginOf(limit);
  if (!marginFollows) return taken + needed + (database.marginConnections ?? 0);
  let candidate = taken + needed;
  while (candidate - marginOf(candidate) - taken < needed) candidate++;
  return candidate;
};

export const checkLimits = (databases: readonly DatabaseConfig[]): readonly Finding[] =>
  databases
    .filter(({ maxConnections }) => maxConnections === null)
    .map(({ name }) => ({
      code: "limit-unknown",
      path: ["databases", name, "maxConnections"],
      message: `the limit of ${name} is unknown, so nothing is scaled out on it`,
      fix: "add maxConnections with what SHOW max_connections (or SHOW VARIABLES LIKE 'max_connections') answers on the instance",
    }));
