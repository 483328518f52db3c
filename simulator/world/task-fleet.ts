import * as cohort from "./cohorts.ts";
import type { PoolTargets } from "./connection-target.ts";
import type { DeploymentSpec } from "./deployment-spec.ts";
import { type Deployment, Deployments } from "./deployments.ts";
import { FleetCounts } from "./fleet-counts.ts";
import { FleetTraffic } from "./fleet-traffic.ts";
import { HealthCheck } from "./health-check.ts";
import { PendingJitter } from "./pending-jitter.ts";
import { isolate, protectTasks, rowOf } from "./protect-tasks.ts";
import type { RandomStream } from "./random.ts";
import { Rollout } from "./rollout.ts";
import type { ServiceSpec } from "./spec.ts";
import type { TaskEventLog } from "./task-events.ts";
import { TaskLog } from "./task-log.ts";
import { everyTask, TaskOrders } from "./task-orders.ts";
import { TaskPools } from "./task-pools.ts";
import { TaskReplacement } from "./task-replacement.ts";
import { TaskTransitions } from "./task-transitions.ts";
import { lossByRow } from "./zone-loss.ts";

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
  private readonly orders: TaskOrders;
  private readonly transitions: TaskTransitions;
  private readonly rollout: Rollout;
  private readonly replacement: TaskReplacement;
  private committed = 0;
  private committedVersion = -1;

  /**
   * @param index the service's position in the spec
   * @param random draws how much longer tasks are pending
   */
  constructor(spec: ServiceSpec, index: number, targets: PoolTargets, events: TaskEventLog, random: RandomStream) {
    super(spec.pool !== undefined);
    const { cohorts } = this;
    const log = new TaskLog(cohorts, index, events);
    const jitter = new PendingJitter(spec.pendingJitterSeconds ?? 0, random);
    this.desired = spec.initialTasks;
    this.health = new HealthCheck(spec.healthCheck);
    this.deployments = new Deployments(spec);
    this.pools = new TaskPools(cohorts, spec.pool, targets, this.deployments);
    this.orders = new TaskOrders(cohorts, spec.drainSeconds, jitter, log);
    this.transitions = new TaskTransitions(spec, cohorts, this.deployments, this.pools, jitter, log);
    this.rollout = new Rollout(cohorts, this.deployments, this.orders);
    this.replacement = new TaskReplacement(cohorts, this.health, this.deployments, this.orders);
    if (spec.initialTasks > 0) {
      const row = cohorts.add(cohort.BOOTING, spec.initialTasks, 0, 0, 0);
      cohorts.startedAt[row] = 0;
      this.transitions.connect(row, 0, this.desired);
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
      this.transitions.step(second, this.desired);
      changed = true;
    }
    if (this.pools.failsHealthCheck(second)) {
      this.replacement.stopAll(second);
      changed = true;
    }
    const { moving } = this.deployments;
    const { replacing } = this.health;
    if (changed || moving || replacing || this.active !== this.desired) {
      if (changed) this.recount();
      if (moving) this.rollout.step(this.active, this.desired, second);
      else if (replacing) this.replacement.step(this.desired, second);
      else this.orders.approach(this.active, this.desired, everyTask, this.deployments.primary, second);
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

  /** One task is told to stop, protected or not; ECS starts another in its place. @returns false: there is none, or it is stopping */
  stopTask(number: number, second: number): boolean {
    const row = rowOf(this.cohorts, number);
    if (row < 0) return false;
    this.orders.stopRow(isolate(this.cohorts, row, number), second);
    this.cohorts.compact();
    this.recount();
    return true;
  }

  /** @param busyPerTask connections in use per task; infinite while requests wait */
  adjustPools(busyPerTask: number, second: number): void {
    if (this.pools.adjust(busyPerTask, second)) this.recount();
  }

  /**
   * A zone is lost: a share of the tasks is gone at once, with their connections.
   *
   * @param offset where the rounding to whole tasks begins, 0 <= offset < 1
   */
  loseShare(ratio: number, offset: number, second: number): void {
    const { cohorts } = this;
    lossByRow(cohorts, ratio, offset).forEach((dying, row) => {
      if (dying === 0) return;
      this.transitions.end(dying === cohorts.count[row] ? row : cohorts.splitWithShare(row, dying), second);
    });
    cohorts.compact();
    this.recount();
  }

  /** @returns the new primary deployment */
  startDeployment(spec: DeploymentSpec, second: number): Deployment {
    this.rollout.stopStandby(second);
    this.recount();
    return this.deployments.start(spec, second);
  }

  protected override recount(): void {
    super.recount();
    const { deployments } = this;
    if (deployments.hasDefects || deployments.canaryRatio > 0) {
      this.traffic.measure(this.cohorts, deployments, this.hasPool);
    } else this.traffic.even(this.ready - this.readyWithout, this.degraded + this.readyWithout);
  }
}
