import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";
import type { ConnectionTarget, PoolTargets } from "./connection-target.ts";
import type { Deployment, Deployments } from "./deployments.ts";
import type { PoolSpec } from "./spec.ts";

/** What the tasks of a row could open together: whole pools, or what their task comes up with. */
export type OpenedPools = {
  readonly tasks: number;
  readonly connections: number;
  readonly migrationConnections: number;
  readonly readerConnections: number;
};

/** The connections of one service's tasks: opened at their start, grown and shrunk with load, closed at their end. */
export class TaskPools {
  /** Attempts to connect that the full database has refused. */
  refusedAttempts = 0;
  private readonly cohorts: Cohorts;
  private readonly pool: PoolSpec | undefined;
  /** The proxy, where the pool goes through one. */
  private readonly target: ConnectionTarget | undefined;
  private readonly replica: ConnectionTarget | undefined;
  private readonly deployments: Deployments;
  private failedChecks = 0;

  constructor(cohorts: Cohorts, pool: PoolSpec | undefined, targets: PoolTargets, deployments: Deployments) {
    this.cohorts = cohorts;
    this.pool = pool;
    this.target = targets.main;
    this.replica = targets.reader;
    this.deployments = deployments;
  }

  /** Of each task; 0 without a reader pool. */
  get readerConnectionsPerTask(): number {
    return this.pool?.reader?.connectionsPerTask ?? 0;
  }

  /** Most that the tasks of a row may hold, reader pools left out. */
  mostOf(row: number): number {
    const { connectionsPerTask, migrationPool } = this.deploymentOf(row);
    return (this.cohorts.count[row] as number) * (connectionsPerTask + (migrationPool?.connectionsPerTask ?? 0));
  }

  /** Opens the pools of as many tasks of a row as find slots. @returns tasks; their connections are not in the row yet */
  open(row: number): OpenedPools {
    const { pool, target } = this;
    const count = this.cohorts.count[row] as number;
    const { connectionsPerTask, migrationPool } = this.deploymentOf(row);
    const size = pool === undefined ? 0 : poolAtStart(pool, connectionsPerTask);
    if (target === undefined) return { tasks: count, connections: 0, migrationConnections: 0, readerConnections: 0 };
    const leastPerTask = pool?.connectionsToStart ?? size;
    if (migrationPool === undefined && leastPerTask === size) {
      const found = size === 0 ? count : this.openSets(count, size);
      const tasks = this.openReaders(found);
      if (tasks < found) target.close((found - tasks) * size);
      const readerConnections = tasks * this.readerConnectionsPerTask;
      return { tasks, connections: tasks * size, migrationConnections: 0, readerConnections };
    }
    const opened = { tasks: 0, connections: 0, migrationConnections: 0, readerConnections: 0 };
    // One task after the other: the first one's migrations take the slots of the last one's pool.
    for (let task = 0; task < count; task += 1) {
      const connections = leastPerTask === size ? size * this.openSets(1, size) : this.openSets(size, 1);
      if (connections < leastPerTask || this.openReaders(1) === 0) {
        target.close(connections);
        continue;
      }
      opened.tasks += 1;
      opened.connections += connections;
      opened.readerConnections += this.readerConnectionsPerTask;
      opened.migrationConnections += this.openSets(migrationPool?.connectionsPerTask ?? 0, 1);
    }
    return opened;
  }

  /** The migrations of a row's tasks are done. */
  closeMigrations(row: number): void {
    this.target?.close(this.cohorts.migrationConnections[row] as number);
    this.cohorts.migrationConnections[row] = 0;
  }

  /** All connections of a row's tasks, readers' too. */
  close(row: number): void {
    this.closeMigrations(row);
    this.target?.close(this.cohorts.connections[row] as number);
    this.cohorts.connections[row] = 0;
    this.replica?.close(this.cohorts.readerConnections[row] as number);
    this.cohorts.readerConnections[row] = 0;
  }

  /** Whether `adjust` has anything to do for this service. */
  get adjusts(): boolean {
    return this.pool?.kind === "elastic" || this.pool?.connectionsToStart !== undefined;
  }

  /**
   * Elastic pools follow the load: each task opens what its share of the work needs, and closes idle connections slowly.
   * Fixed pools that came up in part are filled.
   *
   * @param busyPerTask connections in use per task; infinite while requests wait
   * @returns whether any was opened or closed
   */
  adjust(busyPerTask: number, second: number): boolean {
    const { pool } = this;
    if (pool === undefined) return false;
    if (pool.kind === "elastic") return this.followLoad(pool, busyPerTask, second);
    return second % (pool.reconnectSeconds ?? 10) === 0 && this.fill();
  }

  private fill(): boolean {
    const { cohorts } = this;
    let changed = false;
    for (let row = 0; row < cohorts.size; row += 1) {
      if (cohorts.state[row] !== cohort.READY && cohorts.state[row] !== cohort.STANDBY) continue;
      const holds = cohorts.connections[row] as number;
      const missing = this.deploymentOf(row).connectionsPerTask * (cohorts.count[row] as number) - holds;
      if (missing <= 0) continue;
      const opened = this.openSets(missing, 1);
      cohorts.connections[row] = holds + opened;
      changed ||= opened > 0;
    }
    return changed;
  }

  private followLoad(pool: PoolSpec, busyPerTask: number, second: number): boolean {
    const { cohorts } = this;
    const least = pool.minimumConnectionsPerTask ?? 1;
    const busy = Math.max(least, Math.ceil(busyPerTask));
    let changed = false;
    for (let row = 0; row < cohorts.size; row += 1) {
      if (cohorts.state[row] !== cohort.READY) continue;
      const holds = cohorts.connections[row] as number;
      const target = Math.min(this.deploymentOf(row).connectionsPerTask, busy) * (cohorts.count[row] as number);
      if (target > holds) {
        const opened = this.openSets(target - holds, 1);
        cohorts.connections[row] = holds + opened;
        changed ||= opened > 0;
      } else if (target < holds && second % 5 === 0) {
        const closed = Math.min(holds - target, Math.ceil(((holds - target) * 5) / (pool.idleSeconds ?? 60)));
        cohorts.connections[row] = holds - closed;
        this.target?.close(closed);
        changed = true;
      }
    }
    return changed;
  }

  /** A health check that connects, once for all tasks: with the database full it fails on each alike, and a proxy always lets it in. @returns whether tasks are to be replaced */
  failsHealthCheck(second: number): boolean {
    const check = this.pool?.databaseHealthCheck;
    if (check === undefined || second % check.intervalSeconds !== 0) return false;
    const opened = this.openSets(1, 1);
    (this.target as ConnectionTarget).close(opened);
    this.failedChecks = opened === 1 ? 0 : this.failedChecks + 1;
    if (this.failedChecks < check.failuresToReplace) return false;
    this.failedChecks = 0;
    return true;
  }

  private openSets(sets: number, size: number): number {
    return this.openAt(this.target as ConnectionTarget, sets, size);
  }

  /** @returns tasks that have a reader pool, or need none */
  private openReaders(tasks: number): number {
    const size = this.readerConnectionsPerTask;
    if (this.replica === undefined || size === 0) return tasks;
    return this.openAt(this.replica, tasks, size);
  }

  private openAt(target: ConnectionTarget, sets: number, size: number): number {
    const { refusedAttempts } = target;
    const opened = target.openSets(sets, size);
    this.refusedAttempts += target.refusedAttempts - refusedAttempts;
    return opened;
  }

  private deploymentOf(row: number): Deployment {
    return this.deployments.numbered(this.cohorts.deployment[row] as number);
  }
}

function poolAtStart(pool: PoolSpec, connectionsPerTask: number): number {
  return pool.kind === "fixed" ? connectionsPerTask : (pool.minimumConnectionsPerTask ?? 1);
}
