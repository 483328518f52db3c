import { budgetOf, type Demand, demandsOn, describeBudget } from "../shared/config/budget.ts";
import type { Config, DatabaseConfig, ServiceConfig } from "../shared/config/config.ts";

export const renderDomains = ({ domains }: Config): string => {
  const lines = domains.map(({ id, services, databases }) => {
    const over = databases.length === 0 ? "no database" : databases.join(", ");
    return `  ${id}: ${services.join(", ")} (${over})`;
  });
  return ["Domains: what is decided together", ...lines].join("\n");
};

/** One database: what the limit leaves, and what the services need of it at their minimum and maximum. */
export const renderArithmetic = (database: DatabaseConfig, services: readonly ServiceConfig[]): string => {
  const budget = budgetOf(database);
  const demands = demandsOn(database, services);
  const sumOf = (of: (demand: Demand) => number): number => demands.reduce((sum, demand) => sum + of(demand), 0);
  const atMin = sumOf(({ service, connectionsPerTask }) => service.minTasks * connectionsPerTask);
  const atMax = sumOf(({ service, connectionsPerTask }) => service.maxTasks * connectionsPerTask);
  const least = sumOf((demand) => demand.least);
  const most = sumOf(({ service, connectionsPerTask }) => (service.maxTasks + 1) * connectionsPerTask);
  const free = budget.connections;
  const rows = demands.map(({ service, connectionsPerTask: k, ...demand }) => [
    service.name,
    k,
    `${service.minTasks}..${service.maxTasks}`,
    service.minTasks * k,
    service.maxTasks * k,
    free === null ? "unknown" : Math.min(service.maxTasks, Math.floor((free - least + demand.least) / k) - 1),
  ]);
  const limit = free === null ? "unknown limit: nothing is scaled out on it" : `budget ${describeBudget(budget)}`;
  const measured = budget.unmanaged === null ? "; other sessions are measured and come off" : "";
  return [
    `${database.name} (${database.engine}, ${database.instance}): ${limit}${measured}`,
    ...table([["service", "k", "tasks", "k x min", "k x max", "fit"], ...rows, ["together", "", "", atMin, atMax, ""]]),
    ...(free === null ? [] : [`  ${verdict(free, least, most)}`]),
  ].join("\n");
};

const verdict = (free: number, least: number, most: number): string =>
  most <= free
    ? `Every maximum fits, with one replacement task each: ${most} of ${free}. The surge of a deployment is guarded when it starts.`
    : `The minimums fit, with one replacement task each: ${least} of ${free}. The maximums don't: ${most}. "fit" is the most tasks while the others are at their minimum.`;

const table = (rows: readonly (readonly (string | number)[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => String(cells[column]).length)));
  return rows.map((cells) => {
    const padded = cells.map((cell, column) =>
      column === 0 ? String(cell).padEnd(widths[column]!) : String(cell).padStart(widths[column]!),
    );
    return `  ${padded.join("  ")}`.trimEnd();
  });
};
