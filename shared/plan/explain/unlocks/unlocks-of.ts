import type { DatabaseConfig } from "../../../config/database-config.ts";
import type { DatabaseFacts } from "../../../limits/database-facts.ts";
import type { Price } from "../../admit/contender.ts";
import type { KnownBudget } from "../../budget/budget.ts";
import type { Unlock } from "../finding.ts";
import { limitUnlocks } from "./limit-unlocks.ts";
import { poolUnlocks } from "./pool-unlocks.ts";
import { type Load, proxyUnlock } from "./proxy-unlock.ts";
import { rolloutUnlocks } from "./rollout-unlocks.ts";
import { reachWith, type Standing } from "./standing.ts";

/** The database that binds, and what is known of it. */
export type Binding = {
  readonly room: string;
  readonly budget: KnownBudget;
  readonly configured: DatabaseConfig;
  /** `null`: not read. */
  readonly facts: DatabaseFacts | null;
  readonly load: Load | null;
  /** Of the other services on it. */
  readonly othersTasks: number;
  readonly unitsPerConnection: number;
};

/**
 * What would let a capped service reach its ask, one change at a time, with everything else as it is.
 *
 * @returns each with the task count it would reach in all of the service's rooms; a change that reaches no more is left
 * out; what costs nothing first
 * @throws never
 */
export const unlocksOf = (standing: Standing, binding: Binding): readonly Unlock[] => {
  const { room, budget, configured, facts, unitsPerConnection } = binding;
  const price = standing.prices.find((entry) => entry.room === room);
  const pool = standing.service.pools.find(({ database }) => database === budget.database);
  if (price === undefined || pool === undefined) return [];
  // Another room may have no place for all of it either.
  const goalTasks = goalBeside(standing, price);
  const instance = facts?.instances[0] ?? null;
  const proxy =
    pool.proxy === null && facts?.proxies.length === 0
      ? proxyUnlock(standing, budget, binding.load, binding.othersTasks)
      : null;
  return [
    ...poolUnlocks(standing, pool, price, goalTasks, configured.readSharePercent),
    ...rolloutUnlocks(standing),
    ...(proxy === null ? [] : [proxy]),
    ...limitUnlocks(standing, price, goalTasks, { budget, configured, instance, unitsPerConnection }),
  ];
};

const goalBeside = (standing: Standing, price: Price): number =>
  reachWith({ ...standing, prices: standing.prices.filter((entry) => entry !== price) }, {});
