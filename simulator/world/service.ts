import { Callees } from "./callees.ts";
import { ClosedLoad } from "./closed-load.ts";
import { MessageWork } from "./message-work.ts";
import { Outcome } from "./outcome.ts";
import type { RandomStream } from "./random.ts";
import { RequestWork } from "./request-work.ts";
import { ServiceCapacity } from "./service-capacity.ts";
import { ServiceCpu } from "./service-cpu.ts";
import type { ServiceDatabases } from "./service-databases.ts";
import type { ServiceParts } from "./service-parts.ts";
import { ServiceResponse } from "./service-response.ts";
import type { ServiceSpec } from "./spec.ts";
import type { TaskEventLog } from "./task-events.ts";
import { TaskFleet } from "./task-fleet.ts";
import { requestsPerSecond, type TrafficSpec } from "./traffic.ts";
import { WorkCounts } from "./work-counts.ts";

const defaultSloSeconds = 1;
/** Pools grow with the peaks inside a second, not with its average. */
const peakOverAverage = 1.5;

/** One service, one second at a time: its tasks, what they carry, the work they do, and what that looks like from outside. */
export class Service implements ServiceParts {
  readonly name: string;
  readonly spec: ServiceSpec;
  /** Users send their requests here. */
  readonly isEntry: boolean;
  /** A second with a 99th percentile above this violates the objective. */
  readonly sloSeconds: number;
  readonly fleet: TaskFleet;
  readonly databases: ServiceDatabases;
  readonly callees = new Callees();
  readonly work = new WorkCounts();
  readonly outcome = new Outcome();
  readonly capacity: ServiceCapacity;
  readonly requests: RequestWork;
  /** Of the queue that this service consumes; `undefined` with no such queue. */
  messages: MessageWork | undefined;
  readonly cpu: ServiceCpu;
  readonly response: ServiceResponse;
  /** Users of closed load, where there are any. */
  readonly users: ClosedLoad | undefined;
  /** Arrives from callers or the producer within this second. */
  incoming = 0;
  private readonly random: RandomStream;

  /**
   * @param index its position in the spec
   * @param random draws arrivals
   * @param starts draws how much longer tasks are pending
   * @throws RangeError for what its spec must not be
   */
  constructor(
    spec: ServiceSpec,
    index: number,
    databases: ServiceDatabases,
    random: RandomStream,
    events: TaskEventLog,
    starts: RandomStream,
  ) {
    this.name = spec.name;
    this.spec = spec;
    this.databases = databases;
    this.random = random;
    this.sloSeconds = spec.sloSeconds ?? defaultSloSeconds;
    this.isEntry = spec.traffic !== undefined;
    this.users = spec.traffic?.kind === "users" ? new ClosedLoad(spec.traffic, spec.name) : undefined;
    this.fleet = new TaskFleet(spec, index, databases.targets, events, starts);
    this.capacity = new ServiceCapacity(this);
    this.requests = new RequestWork(this, this.capacity);
    this.cpu = new ServiceCpu(this, this.capacity.vcpu);
    this.response = new ServiceResponse(this, this.capacity, this.requests.queue);
  }

  /** Makes it the consumer of a queue. @param traffic messages from outside the world */
  consume(traffic: TrafficSpec | undefined): void {
    this.messages = new MessageWork(this, this.capacity, traffic, this.random);
  }

  /** One second. */
  step(second: number): void {
    const { fleet, capacity, messages } = this;
    fleet.health.observe(second, this.response.healthCheckSeconds, fleet.cohorts);
    fleet.step(second);
    if (fleet.pools.adjusts) fleet.adjustPools(this.busyConnectionsPerTask(), second);
    this.databases.main?.pin(fleet.connections);
    this.outcome.beginSecond();
    capacity.measure();
    if (messages === undefined) this.answer(second);
    else messages.step(second, this.incoming);
    this.incoming = 0;
    capacity.recordUse(second, messages === undefined ? this.requests.queue.held : messages.backlog);
    this.cpu.measure();
    this.response.measure();
  }

  private answer(second: number): void {
    const { users, outcome } = this;
    this.requests.step(second, this.arrivals(second));
    users?.end(outcome.succeeded + outcome.failed);
  }

  private arrivals(second: number): number {
    if (!this.isEntry) return this.incoming;
    if (this.users !== undefined) return this.users.send(second, this.response.unseenSeconds, this.random);
    return this.random.poisson(requestsPerSecond(this.spec.traffic as TrafficSpec, second));
  }

  private busyConnectionsPerTask(): number {
    const { ready } = this.fleet;
    const backlog = this.messages === undefined ? 0 : this.messages.backlog;
    if (this.requests.queue.held > ready || backlog > 0) return Number.POSITIVE_INFINITY;
    return (peakOverAverage * this.work.served * (this.databases.main?.holdSeconds ?? 0)) / Math.max(1, ready);
  }
}
