import type { Datapoint } from "./datapoints.ts";
import { type DeploymentView, type PastDeployment, viewDeployments, viewHistory } from "./deployment-view.ts";
import type { Faults } from "./faults.ts";
import type { DeploymentLimits } from "./rolling-step.ts";
import type { WorldSpec } from "./spec.ts";
import { type TaskView, viewTasks } from "./task-view.ts";
import type { WorldSample } from "./timeline.ts";
import { type MetricQuery, WorldMetrics } from "./world-metrics.ts";
import { WorldParts } from "./world-parts.ts";
import { WorldTally, type WorldTotals } from "./world-tally.ts";

/** A service's tasks, as ECS counts them. */
export type ServiceCounts = {
  readonly desired: number;
  readonly running: number;
  /** Not yet RUNNING. */
  readonly pending: number;
  readonly stopping: number;
  readonly healthy: number;
};

/** Services' attempts to open a connection to a database. */
export type ConnectionAttempts = {
  /** Refused ones included. */
  readonly attempts: number;
  readonly refused: number;
  /** Which of the attempts was the first to be refused, from 1; `null`: none was. */
  readonly firstRefused: number | null;
};

/** What can be asked of a world, at any time and as often as one likes: nothing here changes it. Names are those of the spec. */
export abstract class WorldView {
  readonly spec: WorldSpec;
  /** What goes wrong from outside; whoever stands for an AWS API asks it. */
  readonly faults: Faults;
  protected readonly parts: WorldParts;
  protected readonly metrics: WorldMetrics;
  protected readonly tally: WorldTally;
  /** Seconds played. */
  protected second = 0;

  /** @throws RangeError for a spec that names what it does not define, or gives a service two sources of work */
  constructor(spec: WorldSpec, seed: number) {
    if (spec.startMs % 60_000 !== 0) throw new RangeError("startMs must be a whole minute");
    this.spec = spec;
    this.parts = new WorldParts(spec, seed);
    this.faults = this.parts.faults;
    this.metrics = new WorldMetrics(spec, this.parts);
    this.tally = new WorldTally(this.parts, spec.timelineSeconds ?? 10);
  }

  /** Virtual epoch ms. */
  get nowMs(): number {
    return this.spec.startMs + this.second * 1000;
  }

  /** Seconds since the world's begin: the second of the next step. */
  get nowSecond(): number {
    return this.second;
  }

  /** At the end of the last second; a desired count is the last one set. */
  counts(service: string): ServiceCounts {
    const { fleet } = this.parts.service(service);
    return {
      desired: fleet.desired,
      running: fleet.running,
      pending: fleet.pending,
      stopping: fleet.stopping,
      healthy: fleet.ready + fleet.degraded,
    };
  }

  /** By task number, oldest first. */
  tasks(service: string): readonly TaskView[] {
    const found = this.parts.service(service);
    return viewTasks(found.fleet.cohorts, this.parts.indexOf(found), this.spec.startMs, this.second);
  }

  /** The PRIMARY deployment first, then those that still have tasks. */
  deployments(service: string): readonly DeploymentView[] {
    const found = this.parts.service(service);
    return viewDeployments(found.fleet, this.parts.indexOf(found), this.spec.startMs);
  }

  /** Every deployment that is or was, newest first. */
  deploymentHistory(service: string): readonly PastDeployment[] {
    const found = this.parts.service(service);
    return viewHistory(found.fleet, this.parts.indexOf(found), this.spec.startMs);
  }

  /** The service's deploymentConfiguration. */
  deploymentLimits(service: string): DeploymentLimits {
    return this.parts.service(service).fleet.deployments.limits;
  }

  /** Has any task or deployment changed since events were last taken? Costs nothing to ask each second. */
  get hasEvents(): boolean {
    const { taskEvents, services } = this.parts;
    if (!taskEvents.isEmpty) return true;
    for (let i = 0; i < services.length; i += 1) {
      if (services[i]?.fleet.deployments.hasChanges === true) return true;
    }
    return false;
  }

  /**
   * Published datapoints whose period starts in [fromMs, toMs), ascending.
   *
   * Nothing of a proxy that the world doesn't have: a configuration may name one that no pool goes through. A service's
   * `QueueLength` is that of the queue it consumes; `RequestCount` counts attempts, as a load balancer does.
   */
  datapoints(metric: MetricQuery, periodSeconds: number, fromMs: number, toMs: number): readonly Datapoint[] {
    const series = this.metrics.series(metric, periodSeconds);
    if (series === undefined) return [];
    const { startMs } = this.spec;
    const published = this.faults.publishedUntil(metric.service, this.second);
    return series.read((fromMs - startMs) / 1000, (toMs - startMs) / 1000, published, startMs);
  }

  /**
   * Mean CPU of the tasks that take traffic, in the last second, 0..1; `undefined`: there are none.
   *
   * What an agent on each task's host reads at once; CloudWatch's metric is late, and has the booting tasks in it.
   */
  cpuNow(service: string): number | undefined {
    return this.parts.service(service).cpu.takersRatio;
  }

  /** Attempts of the last second; of a queue's consumer, the messages that it took. */
  attemptsNow(service: string): number {
    return this.parts.service(service).work.attempts;
  }

  /** Users of an entry service with closed load; `undefined` for any other. */
  users(service: string): { readonly present: number; readonly thinking: number } | undefined {
    const { users } = this.parts.service(service);
    return users === undefined ? undefined : { present: users.users, thinking: users.thinking };
  }

  /** Open now, others' included; refused ones are not. */
  connections(database: string): number {
    return this.parts.database(database).open;
  }

  /** k x tasks of a service, pending and stopping ones included: what it holds once all its pools are open. */
  committedConnections(service: string): number {
    return this.parts.service(service).fleet.committedConnections;
  }

  /**
   * Connections that can come to be open at a database: others', k x tasks of each service (pending and stopping ones
   * included), reader pools, and for a proxy what its clients can make it open.
   */
  committedOn(database: string): number {
    return this.parts.commitmentsOn(database).connections;
  }

  /** max_connections of a database without what is reserved. */
  usableConnections(database: string): number {
    const { spec } = this.parts.database(database);
    return spec.maxConnections - spec.reservedConnections;
  }

  /** What services' attempts to connect to a database have come to so far. */
  attemptsAt(database: string): ConnectionAttempts {
    const { attempts, refusedAttempts, firstRefused } = this.parts.database(database);
    return { attempts, refused: refusedAttempts, firstRefused };
  }

  /** Attempts of a service to connect that its full database has refused. */
  refusedConnections(service: string): number {
    return this.parts.service(service).fleet.pools.refusedAttempts;
  }

  /** Since second 0. */
  totals(): WorldTotals {
    return this.tally.totals(this.second);
  }

  /** Averages since second 0, oldest first. */
  timeline(): readonly WorldSample[] {
    return this.tally.samples();
  }
}
