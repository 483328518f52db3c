import * as cohort from "./cohorts.ts";
import { Cohorts, never } from "./cohorts.ts";
import type { Database } from "./database.ts";
import type { PoolSpec, ServiceSpec } from "./spec.ts";
import type { TaskEventLog } from "./task-events.ts";

const statusPending = 0;
const statusRunning = 1;
const statusDeactivating = 2;
const statusStopped = 3;

/**
 * One service's tasks: what the ECS scheduler does with the desired count, and what becomes of tasks that find no connections.
 */
export class TaskFleet {
  readonly cohorts = new Cohorts();
  desired: number;
  pending = 0;
  booting = 0;
  ready = 0;
  degraded = 0;
  waiting = 0;
  backedOff = 0;
  stopping = 0;
  /** Held by tasks that take traffic. */
  readyConnections = 0;
  /** Elastic pools: tasks that take traffic and hold no connection. 0 without a pool. */
  readyWithout = 0;
  /** Held by all tasks, stopping ones included. */
  connections = 0;
  private readonly spec: ServiceSpec;
  private readonly pool: PoolSpec | undefined;
  private readonly database: Database | undefined;
  private readonly index: number;
  private readonly log: TaskEventLog;
  private nextAt = never;
  private crashesInARow = 0;
  private failedChecks = 0;

  constructor(spec: ServiceSpec, index: number, database: Database | undefined, log: TaskEventLog) {
    this.spec = spec;
    this.pool = spec.pool;
    this.database = database;
    this.index = index;
    this.log = log;
    this.desired = spec.initialTasks;
    if (spec.initialTasks > 0) {
      const row = this.cohorts.add(cohort.BOOTING, spec.initialTasks, 0, 0);
      this.cohorts.startedAt[row] = 0;
      this.connect(row, 0);
    }
    this.recount();
  }

  get running(): number {
    return this.booting + this.ready + this.degraded + this.waiting;
  }

  /** Transitions that are due, then starts and stops towards the desired count. */
  step(second: number): void {
    let changed = false;
    if (second >= this.nextAt) {
      this.transit(second);
      changed = true;
    }
    if (this.checkHealth(second)) changed = true;
    const active = this.pending + this.running + this.backedOff;
    if (changed || active !== this.desired) {
      if (changed) this.recount();
      this.approachDesired(second);
      this.cohorts.compact();
      this.recount();
    }
  }

  /**
   * Elastic pools follow the load: each task opens what its share of the work needs, and closes idle connections slowly.
   *
   * @param busyPerTask connections in use per task; the full pool while requests wait
   */
  adjustPools(busyPerTask: number, second: number): void {
    const { cohorts, pool, database } = this;
    if (pool === undefined || database === undefined || pool.kind !== "elastic") return;
    const least = pool.minimumConnectionsPerTask ?? 1;
    const wanted = Math.min(pool.connectionsPerTask, Math.max(least, Math.ceil(busyPerTask)));
    let changed = false;
    for (let row = 0; row < cohorts.size; row += 1) {
      if (cohorts.state[row] !== cohort.READY) continue;
      const holds = cohorts.connections[row] as number;
      const target = wanted * (cohorts.count[row] as number);
      if (target > holds) {
        const opened = database.openSets(target - holds, 1);
        cohorts.connections[row] = holds + opened;
        changed ||= opened > 0;
      } else if (target < holds && second % 5 === 0) {
        const closed = Math.min(holds - target, Math.ceil(((holds - target) * 5) / (pool.idleSeconds ?? 60)));
        cohorts.connections[row] = holds - closed;
        database.close(closed);
        changed = true;
      }
    }
    if (changed) this.recount();
  }

  private transit(second: number): void {
    const { cohorts } = this;
    // Rows that split off while this runs are not due again this second.
    const rows = cohorts.size;
    for (let row = 0; row < rows; row += 1) {
      if ((cohorts.nextAt[row] as number) > second || cohorts.count[row] === 0) continue;
      switch (cohorts.state[row]) {
        case cohort.PENDING:
          cohorts.state[row] = cohort.BOOTING;
          cohorts.startedAt[row] = second;
          cohorts.nextAt[row] = second + this.spec.bootSeconds;
          this.record(row, statusRunning, false, second);
          break;
        case cohort.BACKED_OFF:
          cohorts.renumber(row, second);
          cohorts.state[row] = cohort.PENDING;
          cohorts.nextAt[row] = second + this.spec.pendingSeconds;
          this.record(row, statusPending, false, second);
          break;
        case cohort.STOPPING:
          this.record(row, statusStopped, true, second);
          this.release(row);
          cohorts.count[row] = 0;
          break;
        default:
          this.connect(row, second);
      }
    }
  }

  /** Opens the pools of a row; what finds no slots goes the way of `withoutConnections`. */
  private connect(row: number, second: number): void {
    const { cohorts, pool, database } = this;
    const count = cohorts.count[row] as number;
    const size = pool === undefined ? 0 : poolAtStart(pool);
    const connected = database === undefined || size === 0 ? count : database.openSets(count, size);
    if (connected > 0) this.crashesInARow = 0;
    if (connected < count) this.goWithout(connected === 0 ? row : cohorts.split(row, count - connected), second);
    if (connected === 0) return;
    cohorts.state[row] = cohort.READY;
    cohorts.connections[row] = connected * size;
    cohorts.nextAt[row] = never;
  }

  private goWithout(row: number, second: number): void {
    const { cohorts } = this;
    const pool = this.pool as PoolSpec;
    if (pool.withoutConnections === "crash") {
      this.record(row, statusStopped, true, second);
      const { first, most } = pool.restartBackOffSeconds ?? { first: 0, most: 0 };
      const pause = Math.min(most, first * 2 ** Math.min(20, this.crashesInARow));
      this.crashesInARow += 1;
      cohorts.state[row] = cohort.BACKED_OFF;
      // At the earliest in the next second, so that a crash loop can't spin within one.
      cohorts.nextAt[row] = second + Math.max(1, pause);
      return;
    }
    cohorts.state[row] = pool.withoutConnections === "degrade" ? cohort.DEGRADED : cohort.WAITING;
    cohorts.nextAt[row] = second + (pool.reconnectSeconds ?? 10);
  }

  /** With the database full, a health check that connects fails on every task alike. @returns whether tasks were replaced */
  private checkHealth(second: number): boolean {
    const check = this.pool?.databaseHealthCheck;
    if (check === undefined || second % check.intervalSeconds !== 0) return false;
    const opened = (this.database as Database).openSets(1, 1);
    (this.database as Database).close(opened);
    this.failedChecks = opened === 1 ? 0 : this.failedChecks + 1;
    if (this.failedChecks < check.failuresToReplace) return false;
    this.failedChecks = 0;
    const rows = this.cohorts.size;
    for (let row = 0; row < rows; row += 1) {
      const state = this.cohorts.state[row];
      if (state === cohort.READY || state === cohort.DEGRADED) this.stop(row, second);
    }
    return true;
  }

  private approachDesired(second: number): void {
    const surplus = this.pending + this.running + this.backedOff - this.desired;
    if (surplus < 0) {
      const row = this.cohorts.add(cohort.PENDING, -surplus, second, second + this.spec.pendingSeconds);
      this.record(row, statusPending, false, second);
      return;
    }
    let left = surplus;
    // Least useful first, and among these the newest. ECS balances zones and does not publish the rest.
    for (const state of stopOrder) {
      for (let row = this.cohorts.size - 1; row >= 0 && left > 0; row -= 1) {
        if (this.cohorts.state[row] !== state) continue;
        const count = this.cohorts.count[row] as number;
        if (count <= left) {
          this.stop(row, second);
          left -= count;
        } else {
          this.stop(this.splitWithShare(row, left), second);
          left = 0;
        }
      }
    }
  }

  private splitWithShare(row: number, leaving: number): number {
    const { cohorts } = this;
    const share = Math.floor(((cohorts.connections[row] as number) * leaving) / (cohorts.count[row] as number));
    const to = cohorts.split(row, leaving);
    cohorts.connections[row] = (cohorts.connections[row] as number) - share;
    cohorts.connections[to] = share;
    return to;
  }

  private stop(row: number, second: number): void {
    const { cohorts } = this;
    const state = cohorts.state[row];
    if (state === cohort.PENDING || state === cohort.BACKED_OFF) {
      if (state === cohort.PENDING) this.record(row, statusStopped, true, second);
      cohorts.count[row] = 0;
      return;
    }
    cohorts.state[row] = cohort.STOPPING;
    cohorts.stoppingAt[row] = second;
    cohorts.nextAt[row] = second + this.spec.drainSeconds;
    this.record(row, statusDeactivating, true, second);
  }

  private release(row: number): void {
    this.database?.close(this.cohorts.connections[row] as number);
    this.cohorts.connections[row] = 0;
  }

  private record(row: number, status: number, stopped: boolean, second: number): void {
    const { firstTask, count } = this.cohorts;
    this.log.record(this.index, firstTask[row] as number, count[row] as number, status, stopped, second);
  }

  private recount(): void {
    const { cohorts } = this;
    this.pending = 0;
    this.booting = 0;
    this.ready = 0;
    this.degraded = 0;
    this.waiting = 0;
    this.backedOff = 0;
    this.stopping = 0;
    this.readyConnections = 0;
    this.readyWithout = 0;
    this.connections = 0;
    this.nextAt = never;
    for (let row = 0; row < cohorts.size; row += 1) {
      const count = cohorts.count[row] as number;
      const connections = cohorts.connections[row] as number;
      if (count === 0) continue;
      this.connections += connections;
      if ((cohorts.nextAt[row] as number) < this.nextAt) this.nextAt = cohorts.nextAt[row] as number;
      switch (cohorts.state[row]) {
        case cohort.PENDING:
          this.pending += count;
          break;
        case cohort.BOOTING:
          this.booting += count;
          break;
        case cohort.READY:
          this.ready += count;
          this.readyConnections += connections;
          if (this.pool !== undefined && connections < count) this.readyWithout += count - connections;
          break;
        case cohort.DEGRADED:
          this.degraded += count;
          break;
        case cohort.WAITING:
          this.waiting += count;
          break;
        case cohort.BACKED_OFF:
          this.backedOff += count;
          break;
        default:
          this.stopping += count;
      }
    }
  }
}

const stopOrder: readonly number[] = [
  cohort.BACKED_OFF,
  cohort.PENDING,
  cohort.WAITING,
  cohort.BOOTING,
  cohort.DEGRADED,
  cohort.READY,
];

function poolAtStart(pool: PoolSpec): number {
  return pool.kind === "fixed" ? pool.connectionsPerTask : (pool.minimumConnectionsPerTask ?? 1);
}
