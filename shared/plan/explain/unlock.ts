import type { PoolConfig, ServiceConfig } from "../../config/config.ts";
import type { FreeUnits } from "../admit/admit.ts";
import type { KnownBudget } from "../budget/budget.ts";
import { type Commitment, commitmentOf } from "../budget/commitment.ts";
import type { TaskCounts } from "../snapshot.ts";
import type { Unlock } from "./finding.ts";

/**
 * What would let a capped service reach its ask, one change at a time, with everything else as it is.
 *
 * @param tasks what it got
 * @param askTasks what it asks for, > tasks
 * @param left free on each database after everybody was served
 * @returns each with the task count it would reach on all of the service's databases; a change that reaches no more is
 * left out
 * @throws never
 */
export const unlocksOf = (
  service: ServiceConfig,
  counts: TaskCounts,
  budget: KnownBudget,
  tasks: number,
  askTasks: number,
  left: FreeUnits,
): readonly Unlock[] => {
  const pool = service.pools.find((entry) => entry.database === budget.database);
  if (pool === undefined) return [];
  const commitment = commitmentOf(service, counts);
  const ownConnections = ({ database, connectionsPerTask }: PoolConfig): number =>
    connectionsPerTask * commitment(tasks) + (left.get(database) ?? Number.NEGATIVE_INFINITY);
  /** How far the pools carry the service if its tasks commit as told. */
  const reachOn = (pools: readonly PoolConfig[], committing: Commitment): number =>
    mostTasks(askTasks, (count) =>
      pools.every((entry) => entry.connectionsPerTask * committing(count) <= ownConnections(entry)),
    );
  const unlocks: Unlock[] = [];

  // Another database may have no room for all of it either.
  const goalTasks = reachOn(
    service.pools.filter((entry) => entry !== pool),
    commitment,
  );
  const smaller = Math.floor(ownConnections(pool) / commitment(goalTasks));
  if (goalTasks > tasks && smaller >= 1 && smaller < pool.connectionsPerTask) {
    unlocks.push({
      kind: "smaller-pool",
      connectionsPerTask: smaller,
      insteadOf: pool.connectionsPerTask,
      tasks: goalTasks,
    });
  }
  if (service.surge === "reserve") {
    const reach = reachOn(service.pools, commitmentOf({ ...service, surge: "borrow" }, counts));
    if (reach > tasks) unlocks.push({ kind: "borrow-surge", tasks: reach });
  }
  if (goalTasks > tasks) {
    const missing = pool.connectionsPerTask * commitment(goalTasks) - ownConnections(pool);
    // The margin is 5 % of the limit, so a larger limit gives 95 % of itself; 1 more for the rounding of that margin.
    const maxConnections = budget.limitConnections + Math.ceil((missing + 1) / 0.95);
    unlocks.push({ kind: "larger-limit", maxConnections, insteadOf: budget.limitConnections, tasks: goalTasks });
  }
  return unlocks;
};

const mostTasks = (upTo: number, fits: (tasks: number) => boolean): number => {
  for (let tasks = upTo; tasks > 0; tasks--) if (fits(tasks)) return tasks;
  return 0;
};
