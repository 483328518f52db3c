import { handSetCap } from "../controllers/target-tracking.ts";
import type { Contest } from "./contest.ts";

/**
 * What the hand-set MaxCapacity of a careful team is in this world.
 *
 * @returns tasks; at least the contest's minimum, at most its maximum
 */
export function safeCapOf(contest: Contest): number {
  const { minTasks, maxTasks } = contest;
  const { pool } = serviceOf(contest);
  const database = contest.world.databases.find(({ name }) => name === pool?.database);
  if (pool === undefined || database === undefined) return maxTasks;
  const { maxConnections, reservedConnections, baseConnections } = database;
  const cap = handSetCap(maxConnections, reservedConnections, baseConnections, pool.connectionsPerTask);
  return Math.max(minTasks, Math.min(maxTasks, cap));
}

/** @throws Error if the world has no service with users: a mistake in the scenario */
export function serviceOf({ world }: Contest): Contest["world"]["services"][number] {
  const service = world.services.find(({ traffic }) => traffic !== undefined);
  if (service === undefined) throw new Error("the contest's world has no service with users");
  return service;
}
