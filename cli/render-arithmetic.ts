import { budgetOf, type Demand, demandsOn, describeBudget, isOneInstance } from "../shared/config/budget.ts";
import type { Config } from "../shared/config/config.ts";
import type { DatabaseConfig, ProxyConfig } from "../shared/config/database-config.ts";
import { describePlace } from "../shared/config/describe-place.ts";
import type { ServiceConfig } from "../shared/config/service-config.ts";
import { textTable } from "../shared/text-table.ts";

export const renderDomains = ({ domains }: Config): string => {
  const lines = domains.map(({ id, services, databases }) => {
    const over = databases.length === 0 ? "no database" : databases.join(", ");
    return `  ${id}: ${services.join(", ")} (${over})`;
  });
  return ["Domains: what is decided together", ...lines].join("\n");
};

/** One database: what the limit leaves, and what the services need of it at their minimum and maximum. */
export const renderArithmetic = (
  database: DatabaseConfig,
  services: readonly ServiceConfig[],
  proxies: readonly ProxyConfig[] = [],
): string => {
  const budget = budgetOf(database, services);
  const demands = demandsOn(database, services);
  const sumOf = (of: (demand: Demand) => number): number => demands.reduce((sum, demand) => sum + of(demand), 0);
  const least = sumOf((demand) => demand.least);
  const most = sumOf(({ service, connectionsPerTask }) => service.maxTasks * connectionsPerTask);
  const free = budget.connections;
  const rows = demands.map(({ service, connectionsPerTask: k, least: own }) => [
    service.name,
    k,
    `${service.minTasks}..${service.maxTasks}`,
    own,
    service.maxTasks * k,
    free === null ? "unknown" : Math.min(service.maxTasks, Math.floor((free - least + own) / k)),
  ]);
  const one = isOneInstance(database);
  const whose = one ? "budget" : "budget of one reader";
  const limit =
    free === null
      ? "limit read from AWS: nothing is scaled out on it until then"
      : `${whose} ${describeBudget(budget)}`;
  const measured = budget.unmanaged === null ? "; other sessions are measured and come off" : "";
  return [
    `${database.name} (${database.engine}, ${describePlace(database.at)}): ${limit}${measured}`,
    ...textTable([
      ["service", "k", "tasks", "k x min", "k x max", "fit"],
      ...rows,
      ["together", "", "", least, most, ""],
    ]),
    ...(free === null ? [] : [`  ${one ? verdict(free, least, most) : spreadVerdict}`]),
    ...proxies.filter((proxy) => proxy.database === database.name).map((proxy) => `  ${renderProxy(proxy, services)}`),
  ].join("\n");
};

/** Room for one replaced task is kept in the budget, as its margin or as its own term. */
const verdict = (free: number, least: number, most: number): string =>
  most <= free
    ? `Every maximum fits: ${most} of ${free}. What a deployment needs beyond that: headgate preflight.`
    : `The minimums fit: ${least} of ${free}. The maximums don't: ${most}. "fit" is the most tasks while the others are at their minimum.`;

const spreadVerdict =
  "With n readers, two or more, all together carry n / 1.5 times as much. How many there are is read from AWS.";

/** What clients of a proxy borrow is measured, so only their pools can be told beforehand. */
const renderProxy = (
  { name, proxy, maxClientConnections }: ProxyConfig,
  services: readonly ServiceConfig[],
): string => {
  const clients = services.flatMap((service) =>
    service.pools
      .filter((pool) => pool.proxy === name)
      .map(({ connectionsPerTask }) => ({ name: service.name, most: service.maxTasks * connectionsPerTask })),
  );
  const most = clients.reduce((sum, client) => sum + client.most, 0);
  const bound = maxClientConnections === null ? "" : ` of at most ${maxClientConnections}`;
  const who = clients.length === 0 ? "no service" : clients.map((client) => `${client.name} ${client.most}`).join(", ");
  return `through ${name} (${proxy}): ${who}; ${most}${bound} client connections at the maximums. What they borrow is measured and comes off.`;
};
