import type { PoolConfig } from "../../config/pool-config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { borrowedMilli, openedMilli } from "./borrowing.ts";
import type { Budgeted } from "./budget.ts";
import { pricedConnections } from "./elastic-use.ts";
import type { ProxyBudget } from "./proxy-budget.ts";
import {
  databaseUnit,
  proxyClientsRoom,
  proxyPeakRoom,
  proxyRoom,
  type RoomName,
  unitsPerConnection,
} from "./rooms.ts";

/** What one task takes of a room, in the room's whole units. */
export type RoomPrice = {
  readonly room: RoomName;
  readonly unitsPerTask: number;
  /**
   * Of unitsPerTask, what may be paid from another room of the same unit first: the peak of a proxy is counted at its
   * database although its clients don't borrow it now.
   */
  readonly prepaid: readonly { readonly room: RoomName; readonly unitsPerTask: number }[];
};

/**
 * What one more task of a service costs, in every room that it needs.
 *
 * The price is what the tasks that exist are counted with, so that a task granted now is counted for the same when it
 * runs. A room that is unknown has a price too: it is closed, and the price is not asked for.
 *
 * @param budgeted the databases of the domain by name
 * @returns at most one per room, sorted by room; whole units >= 1
 * @throws never
 */
export const pricesOf = (
  { pools }: Pick<ServiceConfig, "pools">,
  budgeted: ReadonlyMap<string, Budgeted>,
): readonly RoomPrice[] => {
  const prices = new Map<RoomName, RoomPrice>();
  const add = ({ room, unitsPerTask, prepaid }: RoomPrice): void => {
    const before = prices.get(room);
    prices.set(room, {
      room,
      unitsPerTask: unitsPerTask + (before?.unitsPerTask ?? 0),
      prepaid: [...(before?.prepaid ?? []), ...prepaid],
    });
  };
  for (const pool of pools) {
    const entry = budgeted.get(pool.database);
    if (entry === undefined) continue;
    for (const price of pool.proxy === null ? [directPrice(pool, entry)] : proxiedPrices(pool, pool.proxy, entry)) {
      add(price);
    }
  }
  return [...prices.values()].sort((a, b) => (a.room < b.room ? -1 : 1));
};

const directPrice = (pool: PoolConfig, entry: Budgeted): RoomPrice => {
  const { budget } = entry;
  const use = budget.kind === "known" ? budget.elasticUseMillionths : null;
  const unitsPerTask = pricedConnections(pool, use) * unitsPerConnection[databaseUnit(entry)];
  return { room: pool.database, unitsPerTask, prepaid: [] };
};

const proxiedPrices = (pool: PoolConfig, proxy: string, entry: Budgeted): readonly RoomPrice[] => {
  const budget = entry.proxies.find((candidate) => candidate.proxy === proxy);
  const use = useOf(budget);
  const opened = openedMilli(pool, use);
  const peak = budget?.kind === "known" ? [{ room: proxyPeakRoom(proxy), unitsPerTask: opened }] : [];
  return [
    { room: pool.database, unitsPerTask: opened, prepaid: peak },
    { room: proxyRoom(proxy), unitsPerTask: borrowedMilli(pool, use), prepaid: [] },
    ...(budget?.kind === "known" && budget.maxClientConnections !== null
      ? [{ room: proxyClientsRoom(proxy), unitsPerTask: pool.connectionsPerTask, prepaid: [] }]
      : []),
  ];
};

const useOf = (budget: ProxyBudget | undefined): number | null =>
  budget?.kind === "known" ? budget.borrowedUseMillionths : null;
