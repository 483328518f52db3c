import type { AttemptQueue } from "./attempt-queue.ts";
import type { Call, Callees } from "./callees.ts";
import type { ServiceCapacity } from "./service-capacity.ts";
import type { ServiceDatabases } from "./service-databases.ts";
import type { ServiceParts } from "./service-parts.ts";
import type { WorkCounts } from "./work-counts.ts";

/** An exponential time's 99th percentile over its mean. */
const logOf100 = Math.log(100);

/** Response times of one service's last second. None is above the client's timeout: then nobody waits any more. */
export class ServiceResponse {
  /** Callees included, as all but `healthCheckSeconds`. */
  meanSeconds = 0;
  /** From the mean to the 99th percentile. */
  tailSeconds = 0;
  p99Seconds = 0;
  /** Of the mean, what the fluid queue doesn't show. */
  unseenSeconds = 0;
  /** What the load balancer's health check takes, which calls nobody. */
  healthCheckSeconds = 0;
  private readonly timeoutSeconds: number;
  private readonly isShared: boolean;
  private readonly databases: ServiceDatabases;
  private readonly callees: Callees;
  private readonly work: WorkCounts;
  private readonly queue: AttemptQueue;
  private readonly capacity: ServiceCapacity;
  private smoothedOffer = 0;

  constructor({ spec, databases, callees, work }: ServiceParts, capacity: ServiceCapacity, queue: AttemptQueue) {
    this.queue = queue;
    this.timeoutSeconds = spec.client.timeoutSeconds;
    this.isShared = spec.queueOrder === "shared";
    this.databases = databases;
    this.callees = callees;
    this.work = work;
    this.capacity = capacity;
  }

  /** After the work of a second. */
  measure(): void {
    const { timeoutSeconds, capacity, databases } = this;
    const { calls } = this.callees;
    const { held } = this.queue;
    const { carried } = capacity;
    const proxy = databases.main?.proxy;
    // Ten seconds of memory: the curve is convex, and one second's Poisson noise must not pass for load.
    this.smoothedOffer += (this.work.accepted - this.smoothedOffer) * 0.1;
    // The wait for a proxy's connection has a curve of its own.
    const carriedHere = proxy === undefined ? carried : capacity.byTasks;
    const load = carriedHere > 0 ? Math.min(1, this.smoothedOffer / carriedHere) : 1;
    const wait = carried > 0 ? held / carried : held > 0 ? timeoutSeconds : 0;
    const p99 = capacity.p99Seconds(this.smoothedOffer, load);
    const atDatabases = databases.secondsPerRequest;
    let mean = atDatabases + wait + p99 / logOf100;
    let tail = p99 * (1 - 1 / logOf100) + (this.isShared ? wait * (logOf100 - 1) : 0);
    if (proxy !== undefined) tail = Math.hypot(tail, Math.max(0, proxy.p99WaitSeconds - proxy.waitSeconds));
    for (let i = 0; i < calls.length; i += 1) {
      const { callee, requestsPerRequest } = calls[i] as Call;
      mean += callee.response.meanSeconds * requestsPerRequest;
      // Distances of independent parts add up as their squares do.
      tail = Math.hypot(tail, callee.response.tailSeconds);
    }
    this.healthCheckSeconds = wait + p99 / logOf100;
    this.meanSeconds = Math.min(mean, timeoutSeconds);
    this.unseenSeconds = Math.max(0, this.meanSeconds - wait);
    this.tailSeconds = Math.min(tail, timeoutSeconds);
    this.p99Seconds = Math.min(this.meanSeconds + this.tailSeconds, timeoutSeconds);
  }
}
