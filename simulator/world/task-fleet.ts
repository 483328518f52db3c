import * as cohort from "./cohorts.ts";
import { never } from "./cohorts.ts";
import type { PoolTargets } from "./connection-target.ts";
import type { DeploymentSpec } from "./deployment-spec.ts";
import { type Deployment, Deployments } from "./deployments.ts";
import { FleetCounts } from "./fleet-counts.ts";
import { tallyOf } from "./fleet-tally.ts";
import { FleetTraffic } from "./fleet-traffic.ts";
import { HealthCheck } from "./health-check.ts";
import { PendingJitter } from "./pending-jitter.ts";
import { placedTasks } from "./placement.ts";
import { protectTasks } from "./protect-tasks.ts";
import type { RandomStream } from "./random.ts";
import { type RolloutTally, rollingStep } from "./rolling-step.ts";
import type { PoolSpec, ServiceSpec } from "./spec.ts";
import type { TaskEventLog } from "./task-events.ts";
import { TaskPools } from "./task-pools.ts";
import { lossByRow } from "./zone-loss.ts";

const statusPending = 0;
const statusRunning = 1;
const statusDeactivating = 2;
const statusStopped = 3;

/** Which tasks: of one deployment, of all the others, or all. */
type Part = { readonly of: "all" | "new" | "old"; readonly number: number };

const everyTask: Part = { of: "all", number: 0 };

/**
 * One service's tasks: what the ECS scheduler does with the desired count and with deployments, and what becomes of tasks
 * that find no connections.
 */
export class TaskFleet extends FleetCounts {
  desired: number;
  readonly deployments: Deployments;
  readonly pools: TaskPools;
  /** How requests fall on tasks whose revisions differ. */
  readonly traffic = new FleetTraffic();
  readonly health: HealthCheck;
  private readonly pool: PoolSpec | undefined;
  private readonly drainSeconds: number;
  private readonly tasksAtMost: number | undefined;
  private readonly index: number;
  private readonly log: TaskEventLog;
  private readonly jitter: PendingJitter;
  private crashesInARow = 0;
  private committed = 0;
  private committedVersion = -1;

  /** @param jitter draws how much longer tasks are pending */
  constructor(spec: ServiceSpec, index: number, targets: PoolTargets, log: TaskEventLog, jitter: RandomStream) {
    super(spec.pool !== undefined);
    this.jitter = new PendingJitter(spec.pendingJitterSeconds ?? 0, jitter);
    this.health = new HealthCheck(spec.healthCheck);
    this.pool = spec.pool;
    this.drainSeconds = spec.drainSeconds;
    this.tasksAtMost = spec.placement?.tasksAtMost;
    this.index = index;
    this.log = log;
    this.desired = spec.initialTasks;
    this.deployments = new Deployments(spec);
    this.pools = new TaskPools(this.cohorts, spec.pool, targets, this.deployments);
    if (spec.initialTasks > 0) {
      const row = this.cohorts.add(cohort.BOOTING, spec.initialTasks, 0, 0, 0);
      this.cohorts.startedAt[row] = 0;
      this.connect(row, 0);
    }
    this.recount();
  }

  /** k x tasks that exist or are about to start again: what they hold once all pools are open. Reader pools are not in it. */
  get committedConnections(): number {
    if (this.committedVersion === this.version) return this.committed;
    let connections = 0;
    for (let row = 0; row < this.cohorts.size; row += 1) connections += this.pools.mostOf(row);
    this.committed = connections;
    this.committedVersion = this.version;
    return connections;
  }

  /** As `committedConnections`, of reader pools at the replica. */
  get committedReaderConnections(): number {
    return (this.active + this.stopping) * this.pools.readerConnectionsPerTask;
  }

  /** Transitions that are due, then starts and stops towards the desired count and the deployment. */
  step(second: number): void {
    let changed = false;
    if (second >= this.nextAt) {
      this.transit(second);
      changed = true;
    }
    if (this.pools.failsHealthCheck(second)) {
      this.replaceAll(second);
      changed = true;
    }
    const { moving } = this.deployments;
    const { replacing } = this.health;
    if (changed || moving || replacing || this.active !== this.desired) {
      if (changed) this.recount();
      if (moving) this.deploy(second);
      else if (replacing) this.replaceSick(second);
      else this.approach(this.active, everyTask, this.deployments.primary, second);
      this.cohorts.compact();
      this.recount();
    }
  }

  /**
   * Keeps tasks from being stopped by scale-in and deployments. What fails its health check is replaced all the same.
   *
   * @param numbers of tasks; one that is not there or is stopping is left out
   * @param until the second that ends it; -1: it ends now
   * @see Amazon ECS developer guide, task scale-in protection
   */
  protect(numbers: readonly number[], until: number, second: number): void {
    protectTasks(this.cohorts, numbers, until, second);
    this.recount();
  }

  adjustPools(busyPerTask: number, second: number): void {
    if (this.pools.adjust(busyPerTask, second)) this.recount();
  }

  /** A zone is lost: a share of the tasks is gone at once, with their connections. */
  loseShare(ratio: number, offset: number, second: number): void {
    const { cohorts } = this;
    lossByRow(cohorts, ratio, offset).forEach((dying, row) => {
      if (dying === 0) return;
      const dead = dying === cohorts.count[row] ? row : cohorts.splitWithShare(row, dying);
      this.record(dead, statusStopped, true, second);
      this.pools.close(dead);
      cohorts.count[dead] = 0;
    });
    cohorts.compact();
    this.recount();
  }

  startDeployment(spec: DeploymentSpec, second: number): Deployment {
    // Nobody switches back to a fleet that takes no traffic once the next deployment has begun.
    const { cohorts } = this;
    for (let row = 0; row < cohorts.size; row += 1) {
      if (cohorts.state[row] !== cohort.STANDBY || (cohorts.protectedUntil[row] as number) > second) continue;
      this.stop(row, second);
    }
    this.recount();
    return this.deployments.start(spec, second);
  }

  protected override recount(): void {
    super.recount();
    const { deployments } = this;
    if (deployments.hasDefects || deployments.canaryRatio > 0) {
      this.traffic.measure(this.cohorts, deployments, this.pool !== undefined);
    } else this.traffic.even(this.ready - this.readyWithout, this.degraded + this.readyWithout);
  }

  private deploy(second: number): void {
    const { deployments, desired } = this;
    if (!deployments.enters()) {
      this.approach(this.active, everyTask, deployments.launching, second);
      return;
    }
    const { primary } = deployments;
    const fresh: Part = { of: "new", number: primary.number };
    const old: Part = { of: "old", number: primary.number };
    const tally = tallyOf(this.cohorts, primary.number, second);
    if (primary.state === "FAILED") {
      // It launches nothing more, and what runs stays.
      this.dropBackedOff(primary.number);
    } else if (primary.strategy !== "rolling") {
      this.secondFleet(primary, tally, second);
    } else {
      const { stops, starts } = rollingStep(tally, desired, deployments.limits);
      this.stopTasks(stops, old, second);
      if (tally.newActive > desired) this.stopTasks(tally.newActive - desired, fresh, second);
      this.startTasks(starts, primary, second);
      if (tally.oldActive - stops === 0 && tally.newActive === desired && tally.newHealthy === desired) {
        deployments.settle("COMPLETED", second);
      }
    }
  }

  /** Blue/green, and canary: there the new fleet takes its share of the traffic for a while before the switch. */
  private secondFleet(green: Deployment, tally: RolloutTally, second: number): void {
    const { deployments, desired } = this;
    this.approach(tally.newActive, { of: "new", number: green.number }, green, second);
    const blue: Part = { of: "old", number: green.number };
    if (green.switchedAt < 0) {
      this.approach(tally.oldActive, blue, deployments.numbered(green.source), second);
      if (tally.newActive !== desired || tally.newHealthy !== desired) return;
      if (green.strategy === "canary") {
        if (green.canaryAt < 0) {
          green.canaryAt = second;
          this.takeTraffic(green.number);
        }
        if (second < green.canaryAt + green.canarySeconds) return;
      }
      green.switchedAt = second;
      this.switchTraffic(green.number);
    }
    if (second < green.switchedAt + green.bakeSeconds) return;
    this.stopTasks(tallyOf(this.cohorts, green.number, second).oldActive, blue, second);
    // Protected tasks of the old fleet keep the deployment going for as long as they are.
    if (tallyOf(this.cohorts, green.number, second).oldActive > 0) return;
    deployments.settle("COMPLETED", second);
  }

  private takeTraffic(green: number): void {
    const { cohorts } = this;
    for (let row = 0; row < cohorts.size; row += 1) {
      if (cohorts.deployment[row] === green && cohorts.state[row] === cohort.STANDBY) cohorts.state[row] = cohort.READY;
    }
  }

  private switchTraffic(green: number): void {
    const { cohorts } = this;
    for (let row = 0; row < cohorts.size; row += 1) {
      const state = cohorts.state[row];
      if (cohorts.deployment[row] === green) {
        if (state === cohort.STANDBY) cohorts.state[row] = cohort.READY;
      } else if (state === cohort.READY) cohorts.state[row] = cohort.STANDBY;
      else if (state === cohort.DEGRADED) cohorts.state[row] = cohort.WAITING;
    }
  }

  private transit(second: number): void {
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
          this.record(row, statusRunning, false, second);
          break;
        case cohort.BACKED_OFF:
          cohorts.renumber(row, second);
          cohorts.state[row] = cohort.PENDING;
          cohorts.nextAt[row] = second + deployment.pendingSeconds + this.jitter.delayOf(0, 1);
          this.record(row, statusPending, false, second);
          break;
        case cohort.STOPPING:
          this.record(row, statusStopped, true, second);
          this.pools.close(row);
          cohorts.count[row] = 0;
          break;
        case cohort.READY:
        case cohort.STANDBY:
          this.pools.closeMigrations(row);
          cohorts.nextAt[row] = never;
          break;
        default:
          this.connect(row, second);
      }
    }
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

  /** Opens the pools of a row; what finds no slots goes the way of `withoutConnections`. */
  private connect(row: number, second: number): void {
    const { cohorts, deployments } = this;
    const count = cohorts.count[row] as number;
    const number = cohorts.deployment[row] as number;
    if (deployments.numbered(number).defect?.crashes === true) {
      this.crash(row, second);
      return;
    }
    const opened = this.pools.open(row);
    if (opened.tasks > 0) {
      this.crashesInARow = 0;
      deployments.numbered(number).failedTasks = 0;
    }
    if (opened.tasks < count)
      this.goWithout(opened.tasks === 0 ? row : cohorts.split(row, count - opened.tasks), second);
    if (opened.tasks === 0) return;
    cohorts.state[row] = deployments.isDark(number) ? cohort.STANDBY : cohort.READY;
    cohorts.connections[row] = opened.connections;
    cohorts.migrationConnections[row] = opened.migrationConnections;
    cohorts.readerConnections[row] = opened.readerConnections;
    const migrationSeconds = deployments.numbered(number).migrationPool?.seconds ?? null;
    cohorts.nextAt[row] = migrationSeconds === null ? never : second + migrationSeconds;
  }

  private goWithout(row: number, second: number): void {
    const { cohorts, deployments } = this;
    const pool = this.pool as PoolSpec;
    if (pool.withoutConnections === "crash") {
      this.crash(row, second);
      return;
    }
    const takesTraffic =
      pool.withoutConnections === "degrade" && !deployments.isDark(cohorts.deployment[row] as number);
    cohorts.state[row] = takesTraffic ? cohort.DEGRADED : cohort.WAITING;
    cohorts.nextAt[row] = second + (pool.reconnectSeconds ?? 10);
  }

  /** Its tasks exit after their boot; ECS starts others in their place. */
  private crash(row: number, second: number): void {
    const { cohorts } = this;
    this.record(row, statusStopped, true, second);
    const { first, most } = this.pool?.restartBackOffSeconds ?? { first: 0, most: 0 };
    const pause = Math.min(most, first * 2 ** Math.min(20, this.crashesInARow));
    this.crashesInARow += 1;
    cohorts.state[row] = cohort.BACKED_OFF;
    cohorts.protectedUntil[row] = -1;
    // At the earliest in the next second, so that a crash loop can't spin within one.
    cohorts.nextAt[row] = second + Math.max(1, pause);
    const number = cohorts.deployment[row] as number;
    this.deployments.recordFailures(number, cohorts.count[row] as number, this.desired, second);
  }

  /** The health check has failed on every task that answers it. */
  private replaceAll(second: number): void {
    const { cohorts } = this;
    const rows = cohorts.size;
    for (let row = 0; row < rows; row += 1) {
      const state = cohorts.state[row];
      if (state === cohort.READY || state === cohort.DEGRADED || state === cohort.STANDBY) this.stop(row, second);
    }
  }

  private approach(active: number, part: Part, launching: Deployment, second: number): void {
    if (active < this.desired) this.startTasks(this.desired - active, launching, second);
    else if (active > this.desired) this.stopTasks(active - this.desired, part, second);
  }

  private startTasks(tasks: number, { number, pendingSeconds }: Deployment, second: number): void {
    if (tasks === 0) return;
    const parts = this.jitter.partsOf(tasks);
    for (let part = 0; part < parts; part += 1) {
      const count = Math.floor(((part + 1) * tasks) / parts) - Math.floor((part * tasks) / parts);
      const runningAt = second + pendingSeconds + this.jitter.delayOf(part, parts);
      const row = this.cohorts.add(cohort.PENDING, count, number, second, runningAt);
      this.record(row, statusPending, false, second);
    }
  }

  private replaceSick(second: number): void {
    const { stops, starts, surplus } = this.health.plan(this.cohorts, this.desired, this.deployments.limits);
    this.stopSick(stops, second);
    this.stopTasks(surplus, everyTask, second);
    this.startTasks(starts, this.deployments.primary, second);
  }

  /** Oldest first. Protection doesn't keep a task that fails its health check. */
  private stopSick(tasks: number, second: number): void {
    const { cohorts, health } = this;
    const rows = cohorts.size;
    let left = tasks;
    for (let row = 0; row < rows && left > 0; row += 1) {
      if (!health.isSick(cohorts, row)) continue;
      const leaving = Math.min(left, cohorts.count[row] as number);
      this.stop(leaving === cohorts.count[row] ? row : cohorts.splitWithShare(row, leaving), second);
      left -= leaving;
    }
  }

  /** Least useful first, and among these the newest, never a protected one. ECS balances zones and does not publish the rest. */
  private stopTasks(tasks: number, part: Part, second: number): void {
    const { cohorts } = this;
    let left = tasks;
    if (left === 0) return;
    for (const state of stopOrder) {
      for (let row = cohorts.size - 1; row >= 0 && left > 0; row -= 1) {
        if (cohorts.state[row] !== state || !isIn(part, cohorts.deployment[row] as number)) continue;
        if ((cohorts.protectedUntil[row] as number) > second) continue;
        const count = cohorts.count[row] as number;
        if (count <= left) {
          this.stop(row, second);
          left -= count;
        } else {
          this.stop(cohorts.splitWithShare(row, left), second);
          left = 0;
        }
      }
    }
  }

  private dropBackedOff(number: number): void {
    const { cohorts } = this;
    for (let row = 0; row < cohorts.size; row += 1) {
      if (cohorts.state[row] === cohort.BACKED_OFF && cohorts.deployment[row] === number) cohorts.count[row] = 0;
    }
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
    cohorts.nextAt[row] = second + this.drainSeconds;
    this.record(row, statusDeactivating, true, second);
  }

  private record(row: number, status: number, stopped: boolean, second: number): void {
    const { firstTask, count, deployment } = this.cohorts;
    const { index, log } = this;
    const number = deployment[row] as number;
    log.record(index, firstTask[row] as number, count[row] as number, number, status, stopped, second);
  }
}

const stopOrder: readonly number[] = [
  cohort.BACKED_OFF,
  cohort.PENDING,
  cohort.WAITING,
  cohort.BOOTING,
  cohort.DEGRADED,
  cohort.STANDBY,
  cohort.READY,
];

function isIn({ of, number }: Part, deployment: number): boolean {
  return of === "all" || (of === "new") === (deployment === number);
}
