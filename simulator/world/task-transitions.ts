import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";
import { never } from "./cohorts.ts";
import type { Deployments } from "./deployments.ts";
import type { PendingJitter } from "./pending-jitter.ts";
import { placedTasks } from "./placement.ts";
import type { PoolSpec, ServiceSpec } from "./spec.ts";
import type { TaskLog } from "./task-log.ts";
import type { TaskPools } from "./task-pools.ts";

/**
 * What becomes of one service's tasks by themselves: placed, booted, connected or not, crashed and started again, gone.
 *
 * The desired count is an argument because the circuit breaker's threshold follows it.
 */
export class TaskTransitions {
  private readonly cohorts: Cohorts;
  private readonly deployments: Deployments;
  private readonly pools: TaskPools;
  private readonly pool: PoolSpec | undefined;
  private readonly tasksAtMost: number | undefined;
  private readonly jitter: PendingJitter;
  private readonly log: TaskLog;
  private crashesInARow = 0;

  constructor(
    spec: ServiceSpec,
    cohorts: Cohorts,
    deployments: Deployments,
    pools: TaskPools,
    jitter: PendingJitter,
    log: TaskLog,
  ) {
    this.cohorts = cohorts;
    this.deployments = deployments;
    this.pools = pools;
    this.pool = spec.pool;
    this.tasksAtMost = spec.placement?.tasksAtMost;
    this.jitter = jitter;
    this.log = log;
  }

  /** Everything that is due. */
  step(second: number, desired: number): void {
    const { cohorts } = this;
    // Rows that split off while this runs are not due again this second.
    const rows = cohorts.size;
    for (let row = 0; row < rows; row += 1) {
      if ((cohorts.nextAt[row] as number) > second || cohorts.count[row] === 0) continue;
      const deployment = this.deployments.numbered(cohorts.deployment[row] as number);
      switch (cohorts.state[row]) {
        case cohort.PENDING:
          if (this.tasksAtMost !== undefined && !this.place(row, this.tasksAtMost, second)) break;
          cohorts.state[row] = cohort.BOOTING;
          cohorts.startedAt[row] = second;
          cohorts.nextAt[row] = second + deployment.bootSeconds;
          this.log.running(row, second);
          break;
        case cohort.BACKED_OFF:
          cohorts.renumber(row, second);
          cohorts.state[row] = cohort.PENDING;
          cohorts.nextAt[row] = second + deployment.pendingSeconds + this.jitter.delayOf(0, 1);
          this.log.pending(row, second);
          break;
        case cohort.STOPPING:
          this.end(row, second);
          break;
        case cohort.READY:
        case cohort.STANDBY:
          this.pools.closeMigrations(row);
          cohorts.nextAt[row] = never;
          break;
        default:
          this.connect(row, second, desired);
      }
    }
  }

  /** Opens the pools of a row; what finds no slots goes the way of `withoutConnections`. */
  connect(row: number, second: number, desired: number): void {
    const { cohorts, deployments } = this;
    const count = cohorts.count[row] as number;
    const number = cohorts.deployment[row] as number;
    if (deployments.numbered(number).defect?.crashes === true) {
      this.crash(row, second, desired);
      return;
    }
    const opened = this.pools.open(row);
    if (opened.tasks > 0) {
      this.crashesInARow = 0;
      deployments.numbered(number).failedTasks = 0;
    }
    if (opened.tasks < count)
      this.goWithout(opened.tasks === 0 ? row : cohorts.split(row, count - opened.tasks), second, desired);
    if (opened.tasks === 0) return;
    cohorts.state[row] = deployments.isDark(number) ? cohort.STANDBY : cohort.READY;
    cohorts.connections[row] = opened.connections;
    cohorts.migrationConnections[row] = opened.migrationConnections;
    cohorts.readerConnections[row] = opened.readerConnections;
    const migrationSeconds = deployments.numbered(number).migrationPool?.seconds ?? null;
    cohorts.nextAt[row] = migrationSeconds === null ? never : second + migrationSeconds;
  }

  /** The tasks of a row are gone, and their connections with them. */
  end(row: number, second: number): void {
    this.log.stopped(row, second);
    this.pools.close(row);
    this.cohorts.count[row] = 0;
  }

  /** What finds no room on the cluster's instances stays pending; it is tried again in the next second. @returns any did */
  private place(row: number, tasksAtMost: number, second: number): boolean {
    const { cohorts } = this;
    const count = cohorts.count[row] as number;
    const room = Math.max(0, tasksAtMost - placedTasks(cohorts));
    if (room >= count) return true;
    const waiting = room === 0 ? row : cohorts.split(row, count - room);
    cohorts.nextAt[waiting] = second + 1;
    return room > 0;
  }

  private goWithout(row: number, second: number, desired: number): void {
    const { cohorts, deployments } = this;
    const pool = this.pool as PoolSpec;
    if (pool.withoutConnections === "crash") {
      this.crash(row, second, desired);
      return;
    }
    const takesTraffic =
      pool.withoutConnections === "degrade" && !deployments.isDark(cohorts.deployment[row] as number);
    cohorts.state[row] = takesTraffic ? cohort.DEGRADED : cohort.WAITING;
    cohorts.nextAt[row] = second + (pool.reconnectSeconds ?? 10);
  }

  /** Its tasks exit after their boot; ECS starts others in their place. */
  private crash(row: number, second: number, desired: number): void {
    const { cohorts } = this;
    this.log.stopped(row, second);
    const { first, most } = this.pool?.restartBackOffSeconds ?? { first: 0, most: 0 };
    const pause = Math.min(most, first * 2 ** Math.min(20, this.crashesInARow));
    this.crashesInARow += 1;
    cohorts.state[row] = cohort.BACKED_OFF;
    cohorts.protectedUntil[row] = -1;
    // At the earliest in the next second, so that a crash loop can't spin within one.
    cohorts.nextAt[row] = second + Math.max(1, pause);
    const number = cohorts.deployment[row] as number;
    this.deployments.recordFailures(number, cohorts.count[row] as number, desired, second);
  }
}
