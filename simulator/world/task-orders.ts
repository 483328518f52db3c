import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";
import type { Deployment } from "./deployments.ts";
import type { PendingJitter } from "./pending-jitter.ts";
import type { TaskLog } from "./task-log.ts";

/** Which tasks of a service: of one deployment, of all the others, or all. */
export type FleetPart = { readonly of: "all" | "new" | "old"; readonly number: number };

/** Whatever deployment they are of. */
export const everyTask: FleetPart = { of: "all", number: 0 };

const stopOrder: readonly number[] = [
  cohort.BACKED_OFF,
  cohort.PENDING,
  cohort.WAITING,
  cohort.BOOTING,
  cohort.DEGRADED,
  cohort.STANDBY,
  cohort.READY,
];

/** Starts and stops one service's tasks. Whoever gives an order recounts the fleet afterwards. */
export class TaskOrders {
  private readonly cohorts: Cohorts;
  private readonly drainSeconds: number;
  private readonly jitter: PendingJitter;
  private readonly log: TaskLog;

  /** @param drainSeconds from the order to stop until the last connection is gone */
  constructor(cohorts: Cohorts, drainSeconds: number, jitter: PendingJitter, log: TaskLog) {
    this.cohorts = cohorts;
    this.drainSeconds = drainSeconds;
    this.jitter = jitter;
    this.log = log;
  }

  /** Starts what is missing, or stops what is too much. */
  approach(active: number, desired: number, part: FleetPart, launching: Deployment, second: number): void {
    if (active < desired) this.start(desired - active, launching, second);
    else if (active > desired) this.stop(active - desired, part, second);
  }

  /** New tasks of a deployment; with jitter they come up in a few parts. */
  start(tasks: number, { number, pendingSeconds }: Deployment, second: number): void {
    if (tasks === 0) return;
    const parts = this.jitter.partsOf(tasks);
    for (let part = 0; part < parts; part += 1) {
      const count = Math.floor(((part + 1) * tasks) / parts) - Math.floor((part * tasks) / parts);
      const runningAt = second + pendingSeconds + this.jitter.delayOf(part, parts);
      const row = this.cohorts.add(cohort.PENDING, count, number, second, runningAt);
      this.log.pending(row, second);
    }
  }

  /** Least useful first, and among these the newest, never a protected one. ECS balances zones and does not publish the rest. */
  stop(tasks: number, part: FleetPart, second: number): void {
    const { cohorts } = this;
    let left = tasks;
    if (left === 0) return;
    for (const state of stopOrder) {
      for (let row = cohorts.size - 1; row >= 0 && left > 0; row -= 1) {
        if (cohorts.state[row] !== state || !isIn(part, cohorts.deployment[row] as number)) continue;
        if ((cohorts.protectedUntil[row] as number) > second) continue;
        const count = cohorts.count[row] as number;
        if (count <= left) {
          this.stopRow(row, second);
          left -= count;
        } else {
          this.stopRow(cohorts.splitWithShare(row, left), second);
          left = 0;
        }
      }
    }
  }

  /** All tasks of a row, protected or not. */
  stopRow(row: number, second: number): void {
    const { cohorts } = this;
    const state = cohorts.state[row];
    if (state === cohort.PENDING || state === cohort.BACKED_OFF) {
      if (state === cohort.PENDING) this.log.stopped(row, second);
      cohorts.count[row] = 0;
      return;
    }
    cohorts.state[row] = cohort.STOPPING;
    cohorts.stoppingAt[row] = second;
    cohorts.nextAt[row] = second + this.drainSeconds;
    this.log.deactivating(row, second);
  }
}

function isIn({ of, number }: FleetPart, deployment: number): boolean {
  return of === "all" || (of === "new") === (deployment === number);
}
