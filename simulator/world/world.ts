// A simulated cloud with users in front of it. Begin here: a world is built from its spec.ts by world-parts.ts, played a
// second at a time by `World.step`, and asked what it looks like through world-view.ts. A second, in order:
//
//   1. what somebody scheduled     deployments.ts, faults.ts
//   2. each service, callers first (topology.ts): service.ts
//        its tasks                 task-fleet.ts: task-transitions.ts, then rollout.ts, task-replacement.ts or task-orders.ts
//        their connections         task-pools.ts, at database.ts or database-proxy.ts
//        what these carry          service-capacity.ts, service-databases.ts
//        the work                  request-work.ts or message-work.ts, passed on by callees.ts
//        what shows of it          service-cpu.ts, service-response.ts
//   3. each proxy, each database   database-proxy.ts, database.ts: how slow they are in the next second
//   4. what is written down        world-metrics.ts (CloudWatch's), world-tally.ts (totals and timeline)

import type { Database } from "./database.ts";
import { deploymentId } from "./deployment-id.ts";
import type { DeploymentSpec, ScheduledDeployment } from "./deployment-spec.ts";
import { type DeploymentEvent, takeDeploymentEvents } from "./deployment-view.ts";
import type { DeploymentLimits } from "./rolling-step.ts";
import type { Service } from "./service.ts";
import type { WorldSpec } from "./spec.ts";
import { type TaskEvent, taskNumberOf } from "./task-events.ts";
import { WorldView } from "./world-view.ts";

export type { MetricQuery } from "./world-metrics.ts";
export type { WorldTotals } from "./world-tally.ts";
export type { ConnectionAttempts, ServiceCounts } from "./world-view.ts";

/** A simulated cloud with users in front of it: fluid, one step a second, the same for the same spec and seed. */
export class World extends WorldView {
  /** What the spec starts, the next one last. */
  private readonly scheduled: ScheduledDeployment[];

  /** @throws RangeError for a spec that names what it does not define, or gives a service two sources of work */
  constructor(spec: WorldSpec, seed: number) {
    super(spec, seed);
    this.scheduled = [...(spec.deployments ?? [])].sort((a, b) => b.atSecond - a.atSecond);
  }

  /** One second. */
  step(): void {
    const { second } = this;
    const { ordered, proxies, databases } = this.parts;
    if (this.scheduled.length > 0) this.startScheduled();
    if (this.faults.touchesWorld) this.strike(second);
    for (let i = 0; i < ordered.length; i += 1) ordered[i]?.step(second);
    for (let i = 0; i < proxies.length; i += 1) proxies[i]?.endSecond(second);
    for (let i = 0; i < databases.length; i += 1) databases[i]?.endSecond();
    this.metrics.endSecond(second);
    this.tally.endSecond();
    this.second = second + 1;
  }

  /**
   * What ECS UpdateService does; tasks follow from the next second on.
   *
   * @param answered the API has let this call pass already, or it is AWS's own; otherwise a fault may throttle it
   * @returns false: ECS has throttled the call and done nothing; try again later
   */
  setDesiredCount(service: string, desired: number, answered?: "answered"): boolean {
    if (!Number.isInteger(desired) || desired < 0) throw new RangeError(`desired count ${desired} of ${service}`);
    const { fleet } = this.parts.service(service);
    if (answered === undefined && this.faults.throttles("ecs", this.second)) return false;
    fleet.desired = desired;
    return true;
  }

  /**
   * Starts a deployment; it is the service's PRIMARY one from now on, and its first tasks start within the next second.
   *
   * @returns its id
   */
  startDeployment(service: string, deployment: DeploymentSpec = {}): string {
    const found = this.parts.service(service);
    const { number } = found.fleet.startDeployment(deployment, this.second);
    return deploymentId(this.parts.indexOf(found), number);
  }

  /** Holds deployments of a service at their entry, the one that hasn't started a task yet and those to come. */
  holdDeployment(service: string): void {
    this.parts.service(service).fleet.deployments.held = true;
  }

  /** What waits at its entry enters with the next second, and what is started from now on at once. */
  releaseDeployment(service: string): void {
    this.parts.service(service).fleet.deployments.held = false;
  }

  /** The service's deploymentConfiguration; a running rollout goes on under the new one. */
  setDeploymentLimits(service: string, limits: Partial<DeploymentLimits>): void {
    const { deployments } = this.parts.service(service).fleet;
    deployments.limits = { ...deployments.limits, ...limits };
  }

  /**
   * Keeps tasks of a service from being stopped by scale-in and deployments.
   *
   * @param taskIds those that are not there or are stopping are left out
   * @param untilMs `null`: it ends now
   */
  protectTasks(service: string, taskIds: readonly string[], untilMs: number | null): void {
    const until = untilMs === null ? -1 : Math.ceil((untilMs - this.spec.startMs) / 1000);
    this.parts.service(service).fleet.protect(taskIds.map(taskNumberOf), until, this.second);
  }

  /** What ECS StopTask does. @returns false: the service has no such task, or it is stopping already */
  stopTask(service: string, taskId: string): boolean {
    return this.parts.service(service).fleet.stopTask(taskNumberOf(taskId), this.second);
  }

  /** State changes since the last call. Only the newest 8,192 cohorts' changes are kept between two calls. */
  takeTaskEvents(): readonly TaskEvent[] {
    const names = this.parts.services.map(({ name }) => name);
    return this.parts.taskEvents.take(names, this.spec.startMs);
  }

  /** Deployments that have begun or ended since the last call. */
  takeDeploymentEvents(): readonly DeploymentEvent[] {
    return takeDeploymentEvents(this.parts.services, this.spec.startMs);
  }

  private startScheduled(): void {
    const { scheduled } = this;
    while ((scheduled.at(-1)?.atSecond ?? Number.POSITIVE_INFINITY) <= this.second) {
      const { service, atSecond: _, ...deployment } = scheduled.pop() as ScheduledDeployment;
      this.startDeployment(service, deployment);
    }
  }

  /** Zones that are lost now, and databases as slow as faults make them. */
  private strike(second: number): void {
    const { faults } = this;
    const { services, databases } = this.parts;
    const loss = faults.lossAt(second);
    for (let i = 0; loss > 0 && i < services.length; i += 1) {
      (services[i] as Service).fleet.loseShare(loss, faults.lossOffset(), second);
    }
    for (let i = 0; i < databases.length; i += 1) {
      const database = databases[i] as Database;
      database.faultFactor = faults.slownessOf(database.name, second);
    }
  }
}
