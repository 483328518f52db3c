import type { FailedByCause } from "../runs/run-result.ts";
import { Commitments } from "./commitments.ts";
import type { Database } from "./database.ts";
import { DatabaseMetrics } from "./database-metrics.ts";
import type { DatabaseProxy } from "./database-proxy.ts";
import { Databases } from "./databases.ts";
import type { Datapoint, MetricSeries } from "./datapoints.ts";
import { deploymentId } from "./deployment-id.ts";
import type { DeploymentSpec, ScheduledDeployment } from "./deployment-spec.ts";
import { type DeploymentEvent, type DeploymentView, viewDeployments } from "./deployment-view.ts";
import { Faults } from "./faults.ts";
import { BORROW_TIMEOUT, ERROR, REFUSED_CONNECTION, SHED, TIMEOUT } from "./outcome.ts";
import { ProxyMetrics } from "./proxy-metrics.ts";
import { RandomStream } from "./random.ts";
import type { DeploymentLimits } from "./rolling-step.ts";
import { Service } from "./service.ts";
import { type MetricName, metricTimes, ServiceMetrics } from "./service-metrics.ts";
import type { WorldSpec } from "./spec.ts";
import { type TaskEvent, TaskEventLog, taskNumberOf } from "./task-events.ts";
import { type TaskView, viewTasks } from "./task-view.ts";
import { Timeline, type WorldSample } from "./timeline.ts";
import { callOrder } from "./topology.ts";

export type ServiceCounts = {
  readonly desired: number;
  readonly running: number;
  /** Not yet RUNNING. */
  readonly pending: number;
  readonly stopping: number;
  readonly healthy: number;
};

export type MetricQuery = {
  readonly service?: string;
  readonly database?: string;
  readonly proxy?: string;
  readonly name: MetricName;
};

/** Users' requests unless named otherwise. `requests` = `served` + failed + `inFlight`. Fluid, so not whole numbers. */
export type WorldTotals = {
  readonly seconds: number;
  /** First attempts by users. */
  readonly requests: number;
  /** With retries. */
  readonly attempts: number;
  readonly served: number;
  /** A user's request fails once, after its last retry. */
  readonly failedByCause: FailedByCause;
  readonly inFlight: number;
  readonly sloViolationSeconds: number;
  /** Open at once, per database, others' included. */
  readonly peakConnections: Readonly<Record<string, number>>;
  /** Most tasks RUNNING at once, all services. */
  readonly peakTasks: number;
  /** Pending, running and stopping tasks, all of which cost. */
  readonly taskSeconds: number;
};

const defaultSloSeconds = 1;
const sloFailedShare = 0.01;
/** Streams of start times, apart from those of arrivals: the traffic is the same with and without jitter. */
const startStreams = 80_000;

/** A simulated cloud with users in front of it: fluid, one step a second, the same for the same spec and seed. */
export class World {
  readonly spec: WorldSpec;
  private readonly services: readonly Service[];
  private readonly ordered: readonly Service[];
  private readonly databases: readonly Database[];
  private readonly proxies: readonly DatabaseProxy[];
  private readonly serviceNamed: ReadonlyMap<string, Service>;
  private readonly databaseNamed: ReadonlyMap<string, Database>;
  private readonly commitments: ReadonlyMap<string, Commitments>;
  private readonly metrics: readonly ServiceMetrics[];
  private readonly databaseMetrics: readonly DatabaseMetrics[];
  private readonly proxyMetrics: readonly ProxyMetrics[];
  /** What goes wrong from outside; whoever stands for an AWS API asks it. */
  readonly faults: Faults;
  private readonly events = new TaskEventLog();
  private readonly line: Timeline;
  /** What the spec starts, the next one last. */
  private readonly scheduled: ScheduledDeployment[];
  private second = 0;
  private sloViolationSeconds = 0;
  private peakTasks = 0;
  private taskSeconds = 0;

  /** @throws RangeError for a spec that names what it does not define, or gives a service two sources of work */
  constructor(spec: WorldSpec, seed: number) {
    if (spec.startMs % 60_000 !== 0) throw new RangeError("startMs must be a whole minute");
    this.spec = spec;
    const times = metricTimes(spec);
    const queues = spec.queues ?? [];
    const databases = new Databases(spec);
    this.databases = databases.all;
    this.proxies = databases.proxies;
    this.databaseNamed = new Map(this.databases.map((database) => [database.name, database]));
    this.services = spec.services.map((service, index) => {
      return new Service(
        service,
        index,
        databases.of(service.pool),
        new RandomStream(seed, index),
        this.events,
        new RandomStream(seed, startStreams + index),
      );
    });
    this.commitments = new Map(
      this.databases.map(({ name, spec: { baseConnections } }) => [
        name,
        new Commitments(name, baseConnections, this.services, this.proxies),
      ]),
    );
    this.serviceNamed = new Map(this.services.map((service) => [service.name, service]));
    this.ordered = callOrder(spec.services, queues).map((index) => this.services[index] as Service);
    this.connect();
    this.metrics = this.services.map(() => new ServiceMetrics(times));
    this.databaseMetrics = this.databases.map(() => new DatabaseMetrics(times));
    this.proxyMetrics = this.proxies.map(() => new ProxyMetrics(times));
    this.faults = new Faults(spec.faults ?? [], seed);
    for (const name of this.faults.subjects.services) this.service(name);
    for (const name of this.faults.subjects.databases) this.database(name);
    this.line = new Timeline(spec.timelineSeconds ?? 10, spec.databases.length);
    this.scheduled = [...(spec.deployments ?? [])].sort((a, b) => b.atSecond - a.atSecond);
    for (const { service } of this.scheduled) this.service(service);
  }

  private connect(): void {
    const called = new Set<string>();
    for (const service of this.services) {
      service.calls = (service.spec.calls ?? []).map((call) => {
        called.add(call.service);
        return { callee: this.service(call.service), requestsPerRequest: call.requestsPerRequest };
      });
    }
    for (const queue of this.spec.queues ?? []) {
      const consumer = this.service(queue.consumer);
      if (consumer.messages !== undefined) throw new RangeError(`${consumer.name} consumes two queues`);
      consumer.messages = { traffic: queue.traffic };
      if (queue.traffic?.kind === "users")
        throw new RangeError(`queue "${queue.name}": nobody waits for a message; give it traffic that isn't users`);
      if (queue.producer !== undefined) {
        const { service, messagesPerRequest } = queue.producer;
        this.service(service).produces = { consumer, messagesPerRequest };
      }
    }
    for (const { name, isEntry, messages } of this.services) {
      const sources = (isEntry ? 1 : 0) + (messages === undefined ? 0 : 1) + (called.has(name) ? 1 : 0);
      if (sources > 1) throw new RangeError(`${name} has more than one of users, callers and a queue`);
    }
  }

  get nowMs(): number {
    return this.spec.startMs + this.second * 1000;
  }

  /** One second. */
  step(): void {
    const { second, ordered, services, databases } = this;
    if (this.scheduled.length > 0) this.startScheduled();
    if (this.faults.touchesWorld) this.strike(second);
    for (let i = 0; i < ordered.length; i += 1) (ordered[i] as Service).step(second);
    for (let i = 0; i < this.proxies.length; i += 1) {
      const proxy = this.proxies[i] as DatabaseProxy;
      proxy.endSecond(second);
      this.proxyMetrics[i]?.add(second, proxy);
    }
    let connections = 0;
    for (let i = 0; i < databases.length; i += 1) {
      const database = databases[i] as Database;
      database.endSecond();
      connections += database.open;
      this.line.openByDatabase[i] = database.open;
      this.databaseMetrics[i]?.add(second, database);
    }
    let requests = 0;
    let attempts = 0;
    let succeeded = 0;
    let failed = 0;
    let failedAttempts = 0;
    let p99Seconds = 0;
    let desired = 0;
    let running = 0;
    let violated = false;
    for (let i = 0; i < services.length; i += 1) {
      const service = services[i] as Service;
      const { fleet } = service;
      this.metrics[i]?.add(second, service);
      desired += fleet.desired;
      running += fleet.running;
      this.taskSeconds += fleet.pending + fleet.running + fleet.stopping;
      if (!service.isEntry) continue;
      requests += service.requests;
      attempts += service.attempts;
      succeeded += service.outcome.succeeded;
      failed += service.outcome.failed;
      failedAttempts += service.outcome.failedAttempts;
      if (service.p99 > p99Seconds) p99Seconds = service.p99;
      const { outcome } = service;
      const ended = outcome.succeeded + outcome.failed;
      if (outcome.failed > sloFailedShare * ended || service.p99 > (service.spec.sloSeconds ?? defaultSloSeconds)) {
        violated = true;
      }
    }
    if (violated) this.sloViolationSeconds += 1;
    if (running > this.peakTasks) this.peakTasks = running;
    this.line.add(requests, attempts, succeeded, failed, failedAttempts, p99Seconds, desired, running, connections);
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
    const { fleet } = this.service(service);
    if (answered === undefined && this.faults.throttles("ecs", this.second)) return false;
    fleet.desired = desired;
    return true;
  }

  /** Seconds since the world's begin: the second of the next step. */
  get nowSecond(): number {
    return this.second;
  }

  /** Users of an entry service with closed load; `undefined` for any other. */
  users(service: string): { readonly present: number; readonly thinking: number } | undefined {
    const { users } = this.service(service);
    return users === undefined ? undefined : { present: users.users, thinking: users.thinking };
  }

  /**
   * Starts a deployment; it is the service's PRIMARY one from now on, and its first tasks start within the next second.
   *
   * @returns its id
   */
  startDeployment(service: string, deployment: DeploymentSpec = {}): string {
    const found = this.service(service);
    const { number } = found.fleet.startDeployment(deployment, this.second);
    return deploymentId(this.services.indexOf(found), number);
  }

  /** Holds deployments of a service at their entry, the one that hasn't started a task yet and those to come. */
  holdDeployment(service: string): void {
    this.service(service).fleet.deployments.held = true;
  }

  releaseDeployment(service: string): void {
    this.service(service).fleet.deployments.held = false;
  }

  /** The service's deploymentConfiguration; a running rollout goes on under the new one. */
  setDeploymentLimits(service: string, limits: Partial<DeploymentLimits>): void {
    const { deployments } = this.service(service).fleet;
    deployments.limits = { ...deployments.limits, ...limits };
  }

  deploymentLimits(service: string): DeploymentLimits {
    return this.service(service).fleet.deployments.limits;
  }

  /** The PRIMARY deployment first, then those that still have tasks. */
  deployments(service: string): readonly DeploymentView[] {
    const found = this.service(service);
    return viewDeployments(found.fleet, this.services.indexOf(found), this.spec.startMs);
  }

  /** Deployments that have begun or ended since the last call. */
  takeDeploymentEvents(): readonly DeploymentEvent[] {
    return this.services.flatMap(({ name, fleet }, index) =>
      fleet.deployments.takeChanges().map(({ number, state, second }) => ({
        service: name,
        deploymentId: deploymentId(index, number),
        state,
        atMs: this.spec.startMs + second * 1000,
      })),
    );
  }

  counts(service: string): ServiceCounts {
    const { fleet } = this.service(service);
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
    const found = this.service(service);
    return viewTasks(found.fleet.cohorts, this.services.indexOf(found), this.spec.startMs, this.second);
  }

  /**
   * Keeps tasks of a service from being stopped by scale-in and deployments.
   *
   * @param taskIds those that are not there or are stopping are left out
   * @param untilMs `null`: it ends now
   */
  protectTasks(service: string, taskIds: readonly string[], untilMs: number | null): void {
    const until = untilMs === null ? -1 : Math.ceil((untilMs - this.spec.startMs) / 1000);
    this.service(service).fleet.protect(taskIds.map(taskNumberOf), until, this.second);
  }

  /**
   * Published datapoints whose period starts in [fromMs, toMs), ascending.
   *
   * Nothing of a proxy that the world doesn't have: a configuration may name one that no pool goes through. A service's
   * `QueueLength` is that of the queue it consumes; `RequestCount` counts attempts, as a load balancer does.
   */
  datapoints(metric: MetricQuery, periodSeconds: number, fromMs: number, toMs: number): readonly Datapoint[] {
    const series = this.series(metric, periodSeconds);
    if (series === undefined) return [];
    const { startMs } = this.spec;
    const published = this.faults.publishedUntil(metric.service, this.second);
    return series.read((fromMs - startMs) / 1000, (toMs - startMs) / 1000, published, startMs);
  }

  private series(metric: MetricQuery, periodSeconds: number): MetricSeries | undefined {
    if (metric.database !== undefined) {
      return this.databaseMetrics[this.databases.indexOf(this.database(metric.database))]?.series(
        metric.name,
        periodSeconds,
      );
    }
    if (metric.proxy !== undefined) {
      const index = this.proxies.findIndex(({ name }) => name === metric.proxy);
      return this.proxyMetrics[index]?.series(metric.name, periodSeconds);
    }
    if (metric.service === undefined) return undefined;
    return this.metrics[this.services.indexOf(this.service(metric.service))]?.series(metric.name, periodSeconds);
  }

  /** Has any task or deployment changed since events were last taken? Costs nothing to ask each second. */
  get hasEvents(): boolean {
    if (!this.events.isEmpty) return true;
    for (let i = 0; i < this.services.length; i += 1) {
      if ((this.services[i] as Service).fleet.deployments.hasChanges) return true;
    }
    return false;
  }

  /**
   * Mean CPU of the tasks that take traffic, in the last second, 0..1; `undefined`: there are none.
   *
   * What an agent on each task's host reads at once; CloudWatch's metric is late, and has the booting tasks in it.
   */
  cpuNow(service: string): number | undefined {
    const { fleet, spec, usedCpu } = this.service(service);
    const takers = fleet.ready + fleet.degraded;
    if (takers === 0) return undefined;
    const booting = fleet.booting * Math.min(1, spec.bootCpuRatio ?? 1);
    const idle = (fleet.waiting + fleet.standby) * (spec.idleCpuRatio ?? 0.02);
    return Math.min(1, Math.max(0, (usedCpu - booting - idle) / takers));
  }

  /** Attempts of the last second; of a queue's consumer, the messages that it took. */
  attemptsNow(service: string): number {
    return this.service(service).attempts;
  }

  /** State changes since the last call. Only the newest 8,192 cohorts' changes are kept between two calls. */
  takeTaskEvents(): readonly TaskEvent[] {
    return this.events.take(
      this.services.map((service) => service.name),
      this.spec.startMs,
    );
  }

  /** Open now, others' included; refused ones are not. */
  connections(database: string): number {
    return this.database(database).open;
  }

  /** k x tasks of a service, pending and stopping ones included: what it holds once all its pools are open. */
  committedConnections(service: string): number {
    return this.service(service).fleet.committedConnections;
  }

  /**
   * Connections that can come to be open at a database: others', k x tasks of each service (pending and stopping ones
   * included), reader pools, and for a proxy what its clients can make it open.
   */
  committedOn(database: string): number {
    return this.commitmentsOf(database).connections;
  }

  /** max_connections of a database without what is reserved. */
  usableConnections(database: string): number {
    const { spec } = this.database(database);
    return spec.maxConnections - spec.reservedConnections;
  }

  /** Attempts of a service to connect that its full database has refused. */
  refusedConnections(service: string): number {
    return this.service(service).fleet.pools.refusedAttempts;
  }

  totals(): WorldTotals {
    const entries = this.services.filter((service) => service.isEntry);
    const sum = (value: (service: Service) => number) => entries.reduce((total, entry) => total + value(entry), 0);
    return {
      seconds: this.second,
      requests: sum((entry) => entry.totalRequests),
      attempts: sum((entry) => entry.totalAttempts),
      served: sum((entry) => entry.outcome.totalSucceeded),
      failedByCause: {
        refusedConnection: sum((entry) => entry.outcome.totalFailed[REFUSED_CONNECTION] as number),
        timeout: sum((entry) => entry.outcome.totalFailed[TIMEOUT] as number),
        shed: sum((entry) => entry.outcome.totalFailed[SHED] as number),
        borrowTimeout: sum((entry) => entry.outcome.totalFailed[BORROW_TIMEOUT] as number),
        error: sum((entry) => entry.outcome.totalFailed[ERROR] as number),
      },
      inFlight: sum((entry) => entry.inFlight),
      sloViolationSeconds: this.sloViolationSeconds,
      peakConnections: Object.fromEntries(this.databases.map((database) => [database.name, database.peakOpen])),
      peakTasks: this.peakTasks,
      taskSeconds: this.taskSeconds,
    };
  }

  timeline(): readonly WorldSample[] {
    return this.line.samples();
  }

  /** Zones that are lost now, and databases as slow as faults make them. */
  private strike(second: number): void {
    const { faults, services, databases } = this;
    const loss = faults.lossAt(second);
    for (let i = 0; loss > 0 && i < services.length; i += 1) {
      (services[i] as Service).fleet.loseShare(loss, faults.lossOffset(), second);
    }
    for (let i = 0; i < databases.length; i += 1) {
      const database = databases[i] as Database;
      database.faultFactor = faults.slownessOf(database.name, second);
    }
  }

  private startScheduled(): void {
    const { scheduled } = this;
    while ((scheduled.at(-1)?.atSecond ?? Number.POSITIVE_INFINITY) <= this.second) {
      const { service, atSecond: _, ...deployment } = scheduled.pop() as ScheduledDeployment;
      this.startDeployment(service, deployment);
    }
  }

  private service(name: string): Service {
    const service = this.serviceNamed.get(name);
    if (service === undefined) throw new RangeError(`no service is named "${name}"`);
    return service;
  }

  private commitmentsOf(name: string): Commitments {
    const commitments = this.commitments.get(name);
    if (commitments === undefined) throw new RangeError(`no database is named "${name}"`);
    return commitments;
  }

  private database(name: string): Database {
    const database = this.databaseNamed.get(name);
    if (database === undefined) throw new RangeError(`no database is named "${name}"`);
    return database;
  }
}
