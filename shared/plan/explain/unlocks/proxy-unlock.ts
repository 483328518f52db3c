import type { KnownBudget } from "../../budget/budget.ts";
import type { Unlock } from "../finding.ts";
import type { Standing } from "./standing.ts";

/** Sessions at work on the database now, and the tasks that cause them. */
export type Load = { readonly activeSessions: number; readonly tasks: number };

/**
 * A borrowed connection is kept for a transaction, which waits for its application too, and load comes in bursts: twice
 * the sessions at work is taken for what is borrowed.
 */
const borrowedPerActive = 2;
/** As clients of a proxy are admitted: 30 % are kept above peak use. */
const usablePercent = 70;

/**
 * What an RDS Proxy would reach: tasks would then need what they borrow, not what they pool.
 *
 * Computed from the sessions that are at work now, for all services of the database behind the proxy. Without that
 * figure there is nothing to compute with, so nothing is offered.
 *
 * @param load `null`: Performance Insights doesn't tell
 * @param othersTasks of the other services on the database
 */
export const proxyUnlock = (
  standing: Standing,
  budget: KnownBudget,
  load: Load | null,
  othersTasks: number,
): Unlock | null => {
  if (load === null || load.tasks === 0) return null;
  const borrowedMilliPerTask = Math.max(1, Math.ceil((load.activeSessions * borrowedPerActive * 1000) / load.tasks));
  const usableMilli = Math.floor((budget.limitConnections - budget.reservedConnections) * usablePercent * 10);
  const tasks = Math.min(standing.askTasks, Math.floor(usableMilli / borrowedMilliPerTask) - othersTasks);
  return tasks > standing.tasks ? { kind: "proxy", borrowedMilliPerTask, tasks } : null;
};
