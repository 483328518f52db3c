import { describeUnlock } from "../../notices/describe-unlock.ts";
import type { Budget } from "../../plan/budget/budget.ts";
import type { ProxyBudget } from "../../plan/budget/proxy-budget.ts";
import { textTable } from "../../text-table.ts";
import type { DatabaseHeadroom } from "./database-headroom.ts";
import { shortened, wrapped } from "./narrow-text.ts";
import { type ServiceHeadroom, wholeConnections } from "./service-headroom.ts";

/** Terminals and chat windows are seldom wider. */
const mostColumns = 100;
/** Of a name in a table; what is longer is shortened, and in full in the JSON. */
const nameCharacters = 20;

/** The databases, then who holds what of each; unknown is written as such, with its reason below. */
export const renderHeadroom = (databases: readonly DatabaseHeadroom[]): string =>
  databases.length === 0
    ? "No service has a pool on a database."
    : [
        "Connections for tasks: limit - reserved - margin - kept - named - unmanaged = budget",
        ...textTable([
          ["database", "limit", "reserved", "margin", "kept", "named", "unmanaged", "budget", "committed", "free"],
          ...databases.map(({ budget }) => budgetRow(budget)),
        ]),
        ...databases.flatMap(renderDatabase),
        "",
        ...legend.flatMap((line) => wrapped(line, mostColumns)),
      ].join("\n");

const legend = [
  "kept: for one replaced task. named: connectors of headgate.yml. unmanaged: sessions of others, low..high.",
  "held: tasks that may hold pools now. more: tasks that would fit while nobody else grows; places on EC2 instances and what services call are not in it.",
  "surge: what a deployment needs beyond what is held, and whether that fits now.",
];

const budgetRow = (budget: Budget): readonly (string | number)[] => {
  const name = shortened(budget.database, nameCharacters);
  if (budget.kind === "unknown") {
    const unknown = ["?", "?", "?", "?", "?", "unknown", "?", "unknown"];
    return [name, budget.limitConnections ?? "unknown", ...unknown];
  }
  const { unmanagedLowConnections: low, unmanagedConnections: high } = budget;
  return [
    name,
    budget.limitConnections,
    budget.reservedConnections,
    budget.marginConnections,
    budget.replacementConnections,
    budget.connectorConnections,
    low === high ? high : `${low}..${high}`,
    budget.budgetConnections,
    budget.committedConnections,
    budget.freeConnections,
  ];
};

const renderDatabase = ({ database, budget, services, proxies }: DatabaseHeadroom): readonly string[] => [
  "",
  ...wrapped(`${database}: ${sureness(budget)}`, mostColumns),
  ...(services.length === 0
    ? ["  no service has a pool on it"]
    : textTable(
        [["service", "k", "held", "k x held", "more", "bound by", "surge", "fits"], ...services.map(serviceRow)],
        [0, 5],
      )),
  ...proxies.flatMap((proxy) => wrapped(`  ${describeProxy(proxy)}`, mostColumns)),
  ...services.flatMap(({ service, unlock }) =>
    unlock === null ? [] : wrapped(`  ${service}, most unlocked by ${describeUnlock(unlock)}`, mostColumns),
  ),
];

const serviceRow = (one: ServiceHeadroom): readonly (string | number)[] => [
  shortened(one.proxy === null ? one.service : `${one.service} (${one.proxy})`, nameCharacters),
  one.connectionsPerTask,
  one.heldTasks ?? "?",
  one.heldConnections ?? "?",
  one.moreTasks ?? "unknown",
  one.boundBy === null ? "-" : shortened(one.boundBy, nameCharacters),
  one.surgeConnections ?? "?",
  one.surgeFits === null ? "?" : one.surgeFits ? "yes" : "no",
];

const sureness = (budget: Budget): string => {
  if (budget.kind === "unknown") return `unknown, so nothing grows on it: ${budget.code}: ${budget.detail}`;
  const { limitConnections, limitExpectedConnections, limitExact, limitSource, unmanagedSource } = budget;
  const limit = limitExact
    ? `limit exact, by ${limitSource}`
    : `limit estimated by ${limitSource}, ${limitConnections} to ${limitExpectedConnections}`;
  const readers =
    budget.readers === null ? [] : [`${budget.readers} readers; terms are of one, the budget is of all of them`];
  const share = budget.sharePercent === 100 ? [] : [`${budget.sharePercent} % of it is this stack's`];
  const seen = budget.observedConnections === null ? [] : [`${budget.observedConnections} sessions seen last`];
  const saturated = budget.saturated ? ["saturated: more work would do harm, so nothing grows on it"] : [];
  const notes = budget.limitNotes.map(({ code, detail }) => `${code}: ${detail}`);
  return [limit, `others' sessions ${unmanagedSource}`, ...readers, ...share, ...seen, ...saturated, ...notes].join(
    "; ",
  );
};

const describeProxy = (proxy: ProxyBudget): string => {
  if (proxy.kind === "unknown") return `proxy ${proxy.proxy}: unknown, ${proxy.code}: ${proxy.detail}`;
  const budget = wholeConnections(proxy.budgetMilliConnections);
  const borrowed = Math.ceil(proxy.borrowedMilliConnections / 1000);
  const free = wholeConnections(proxy.freeMilliConnections);
  const atDatabase = Math.ceil(proxy.atDatabaseMilliConnections / 1000);
  return `proxy ${proxy.proxy}: 70 % of ${proxy.allowedConnections} = ${budget}; ${borrowed} borrowed, ${free} free, ${proxy.pinnedConnections} pinned; counts ${atDatabase} at the database`;
};
