import type { DatabaseConfig } from "../../config/database-config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { committedTasks } from "../../plan/admit/contender-of.ts";
import type { Budget, KnownBudget } from "../../plan/budget/budget.ts";
import { carriedBudget } from "../../plan/budget/carried-budget.ts";
import { pricedConnections } from "../../plan/budget/elastic-use.ts";
import type { Shares } from "../../plan/share.ts";
import type { PoolRoom } from "../../preflight/fit-pools.ts";
import type { Room } from "../../preflight/offline-rooms.ts";

/** What a database has for pools, by what was read of it. */
export const livePoolRoom = (database: DatabaseConfig, budget: Budget | undefined): PoolRoom => {
  if (budget === undefined) return { kind: "unknown", because: "it was not read" };
  if (budget.kind === "unknown") return { kind: "unknown", because: `${budget.code}: ${budget.detail}` };
  const { limitConnections, reservedConnections, marginConnections, connectorConnections } = budget;
  const ofOne =
    limitConnections - reservedConnections - marginConnections - connectorConnections - budget.unmanagedConnections;
  // What proxies have open is not for pools.
  const proxied = budget.committedConnections - budget.directConnections;
  return {
    kind: "known",
    marginConnections,
    budgetWith: (replacement) => carriedBudget(ofOne - replacement, budget.readers, database) - proxied,
  };
};

export type LiveRooms =
  | { readonly kind: "known"; readonly rooms: readonly Room[] }
  | { readonly kind: "unknown"; readonly database: string; readonly because: string };

/**
 * What a deployment of a service has on each of its databases now: what is free, with nothing lent of the room for a
 * replaced task, and what the service itself holds. Others count as they are.
 *
 * @param readAtMs of the snapshot
 * @returns one room per database that it connects to without a proxy, sorted by name
 */
export const liveRooms = (service: ServiceConfig, shares: Shares, readAtMs: number): LiveRooms => {
  const party = shares.parties.find((one) => one.service.name === service.name)!;
  const rooms: Room[] = [];
  for (const pool of service.pools.filter(({ proxy }) => proxy === null)) {
    const { database } = pool;
    const budget = shares.budgets.get(database);
    if (budget === undefined) return { kind: "unknown", database, because: "it was not read" };
    if (budget.kind === "unknown") return { kind: "unknown", database, because: `${budget.code}: ${budget.detail}` };
    const own = committedTasks(party, readAtMs) * pricedConnections(pool, budget.elasticUseMillionths);
    rooms.push(roomOf(budget, own));
  }
  return { kind: "known", rooms };
};

const roomOf = (budget: KnownBudget, own: number): Room => {
  const { database, committedConnections, freeMilliBesideReplacement } = budget;
  const free = Math.floor(freeMilliBesideReplacement / 1000);
  const othersConnections = committedConnections - own;
  return {
    database,
    budgetConnections: free + committedConnections,
    othersConnections,
    roomConnections: free + own,
  };
};
