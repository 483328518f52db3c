import type { Config } from "../../config/config.ts";
import type { Budget, Budgeted } from "../../plan/budget/budget.ts";
import type { ProxyBudget } from "../../plan/budget/proxy-budget.ts";
import type { Memory } from "../../plan/memory.ts";
import { sharesNow } from "../../plan/shares-now.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import { type ServiceHeadroom, serviceHeadroom } from "./service-headroom.ts";

/** One database: its budget, who holds what of it, and the proxies in front. */
export type DatabaseHeadroom = {
  readonly database: string;
  readonly budget: Budget;
  /** Sorted by service. */
  readonly services: readonly ServiceHeadroom[];
  readonly proxies: readonly ProxyBudget[];
};

/**
 * What every database of a domain has left. Pure.
 *
 * @returns sorted by database
 * @throws never, for a domain of the configuration
 */
export const databaseHeadrooms = (
  snapshot: Snapshot,
  memory: Memory,
  config: Config,
  nowMs: number,
): readonly DatabaseHeadroom[] => {
  const { shares, free } = sharesNow(snapshot, memory, config, nowMs);
  return shares.budgeted.map(({ budget, proxies }: Budgeted) => ({
    database: budget.database,
    budget,
    services: (shares.users.get(budget.database) ?? []).flatMap((party) =>
      serviceHeadroom(party, budget.database, { shares, free, snapshot, config }),
    ),
    proxies,
  }));
};
