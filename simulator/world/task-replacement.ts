import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";
import type { Deployments } from "./deployments.ts";
import type { HealthCheck } from "./health-check.ts";
import { everyTask, type TaskOrders } from "./task-orders.ts";

/** What ECS does with one service's tasks that fail a health check. Protection doesn't keep them. */
export class TaskReplacement {
  private readonly cohorts: Cohorts;
  private readonly health: HealthCheck;
  private readonly deployments: Deployments;
  private readonly orders: TaskOrders;

  constructor(cohorts: Cohorts, health: HealthCheck, deployments: Deployments, orders: TaskOrders) {
    this.cohorts = cohorts;
    this.health = health;
    this.deployments = deployments;
    this.orders = orders;
  }

  /** The health check has failed on every task that answers it. */
  stopAll(second: number): void {
    const { cohorts } = this;
    const rows = cohorts.size;
    for (let row = 0; row < rows; row += 1) {
      const state = cohorts.state[row];
      if (state === cohort.READY || state === cohort.DEGRADED || state === cohort.STANDBY)
        this.orders.stopRow(row, second);
    }
  }

  /** One second of replacing those that answered too late, step by step. */
  step(desired: number, second: number): void {
    const { deployments, orders } = this;
    const { stops, starts, surplus } = this.health.plan(this.cohorts, desired, deployments.limits);
    this.stopSick(stops, second);
    orders.stop(surplus, everyTask, second);
    orders.start(starts, deployments.primary, second);
  }

  /** Oldest first. */
  private stopSick(tasks: number, second: number): void {
    const { cohorts, health } = this;
    const rows = cohorts.size;
    let left = tasks;
    for (let row = 0; row < rows && left > 0; row += 1) {
      if (!health.isSick(cohorts, row)) continue;
      const leaving = Math.min(left, cohorts.count[row] as number);
      this.orders.stopRow(leaving === cohorts.count[row] ? row : cohorts.splitWithShare(row, leaving), second);
      left -= leaving;
    }
  }
}
