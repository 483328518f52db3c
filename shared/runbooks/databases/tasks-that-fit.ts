import type { ServiceConfig } from "../../config/service-config.ts";
import { commitmentOf } from "../../plan/budget/commitment.ts";
import type { TaskCounts } from "../../plan/readings/service-reading.ts";

/**
 * How many tasks of a service a database carries when nobody else on it grows.
 *
 * Each task at the whole of its pools: what elastic ones were seen to use is no promise.
 *
 * @param nextPerTask what a task would hold instead; as now unless given
 * @param freeConnections of the budget now; negative: more exists than fits
 * @returns whole tasks, at most the service's maximum; below what runs where that does not fit; `null`: it connects
 * through a proxy only, so that its tasks are not counted in connections
 * @throws never
 */
export const tasksThatFit = (
  service: ServiceConfig,
  counts: TaskCounts,
  database: string,
  freeConnections: number,
  nextPerTask?: number,
): number | null => {
  const perTask = connectionsPerTask(service, database);
  if (perTask === 0) return null;
  const committed = commitmentOf(service, counts);
  const own = perTask * committed(counts.desired) + freeConnections;
  const next = nextPerTask ?? perTask;
  for (let tasks = service.maxTasks; tasks > 0; tasks -= 1) if (next * committed(tasks) <= own) return tasks;
  return 0;
};

/** k at a database without a proxy; 0: none. */
export const connectionsPerTask = ({ pools }: ServiceConfig, database: string): number =>
  pools
    .filter((pool) => pool.database === database && pool.proxy === null)
    .reduce((sum, pool) => sum + pool.connectionsPerTask, 0);
