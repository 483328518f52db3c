import { AttemptQueue } from "./attempt-queue.ts";
import type { Database } from "./database.ts";
import { causes, Outcome, REFUSED_CONNECTION, SHED, TIMEOUT } from "./outcome.ts";
import type { RandomStream } from "./random.ts";
import { p99Seconds } from "./response-time.ts";
import { RetryRing } from "./retry-ring.ts";
import type { PoolSpec, ServiceSpec } from "./spec.ts";
import type { TaskEventLog } from "./task-events.ts";
import { TaskFleet } from "./task-fleet.ts";
import { requestsPerSecond, type TrafficSpec } from "./traffic.ts";

/** A callee as its caller sees it. */
type Call = { readonly callee: Service; readonly requestsPerRequest: number };

/** An exponential time's 99th percentile over its mean. */
const logOf100 = Math.log(100);
/** Most CPU that refusals may take from the requests that are served. */
const mostRefusalShare = 0.5;

/**
 * One service, one second at a time: arrivals, queue, CPU, connections, answers, retries.
 *
 * Counters without "total" are those of the last second.
 */
export class Service {
  readonly name: string;
  readonly spec: ServiceSpec;
  readonly fleet: TaskFleet;
  readonly database: Database | undefined;
  readonly isEntry: boolean;
  readonly queue: AttemptQueue;
  readonly retries: RetryRing;
  readonly outcome = new Outcome();
  calls: readonly Call[] = [];
  produces: { readonly consumer: Service; readonly messagesPerRequest: number } | undefined;
  /** Traffic of a message queue that this service consumes; `undefined` with no such queue. */
  messages: { readonly traffic: TrafficSpec | undefined } | undefined;
  backlog = 0;
  /** Arrives from callers or producers within this second. */
  incoming = 0;

  requests = 0;
  attempts = 0;
  /** CPU in use, in tasks' worth of vCPU. */
  usedCpu = 0;
  highestCpuRatio = 0;
  lowestCpuRatio = 0;
  p99 = 0;
  /** Mean response time and the distance from it to the 99th percentile, callees included. */
  meanSeconds = 0;
  tailSeconds = 0;
  totalRequests = 0;
  totalAttempts = 0;

  private readonly random: RandomStream;
  private readonly pool: PoolSpec | undefined;
  private readonly vcpu: number;
  private readonly arriving: Float64Array;
  private readonly calleeCauses = new Float64Array(causes);
  private refusals = 0;
  private smoothedOffer = 0;
  private coresOffered = 0;
  private accepted = 0;
  private served = 0;

  constructor(
    spec: ServiceSpec,
    index: number,
    database: Database | undefined,
    random: RandomStream,
    log: TaskEventLog,
  ) {
    this.name = spec.name;
    this.spec = spec;
    this.database = database;
    this.pool = spec.pool;
    this.vcpu = spec.vcpuPerTask ?? 1;
    this.isEntry = spec.traffic !== undefined;
    this.random = random;
    this.retries = new RetryRing(spec.client);
    this.queue = new AttemptQueue(spec.client.timeoutSeconds, this.retries.stages, spec.queueOrder ?? "fifo");
    this.arriving = new Float64Array(this.retries.stages);
    this.fleet = new TaskFleet(spec, index, database, log);
  }

  step(second: number): void {
    const { fleet } = this;
    fleet.step(second);
    if (fleet.pools.adjusts) fleet.adjustPools(this.busyConnectionsPerTask(), second);
    this.outcome.beginSecond();
    const capacity = this.capacity();
    if (this.messages === undefined) this.answerAttempts(second, capacity);
    else this.workOffBacklog(second, capacity);
    this.incoming = 0;
    this.recordDatabaseUse(capacity);
    this.measureCpu();
    this.measureResponse(capacity);
  }

  /** Attempts whose clients still wait for something: in the queue, or between two attempts. */
  get inFlight(): number {
    return this.queue.waiting + this.retries.waiting;
  }

  private busyConnectionsPerTask(): number {
    const pool = this.pool as PoolSpec;
    if (this.queue.held > this.fleet.ready || this.backlog > 0) return Number.POSITIVE_INFINITY;
    const slowdown = (this.database as Database).slowdown;
    // Half as many again: pools grow with the peaks inside a second.
    return (1.5 * this.served * pool.holdSecondsPerRequest * slowdown) / Math.max(1, this.fleet.ready);
  }

  /** Requests that the tasks' CPU carries this second. */
  private cpuCapacity(): number {
    const cpu = this.takers() * this.vcpu;
    const refusing = Math.min(mostRefusalShare * cpu, this.refusals * (this.spec.cpuSecondsPerRefusal ?? 0));
    return (cpu - refusing) / this.spec.cpuSecondsPerRequest;
  }

  /** Ready tasks that can serve at all: with a database, those with a connection. */
  private takers(): number {
    return this.fleet.ready - this.fleet.readyWithout;
  }

  private capacity(): number {
    const cpu = this.cpuCapacity();
    const { pool, database } = this;
    if (pool === undefined || database === undefined) return cpu;
    const connections = this.fleet.readyConnections / (pool.holdSecondsPerRequest * database.slowdown);
    const cores = database.requestsPerSecond(this.coresOffered, pool.databaseCpuSecondsPerRequest);
    return Math.min(cpu, connections, cores);
  }

  private answerAttempts(second: number, capacity: number): void {
    const { arriving, queue, fleet } = this;
    arriving.fill(0);
    const first = this.isEntry
      ? this.random.poisson(requestsPerSecond(this.spec.traffic as TrafficSpec, second))
      : this.incoming;
    arriving[0] = first;
    this.retries.takeDue(second, arriving);
    let offered = 0;
    for (let stage = 0; stage < arriving.length; stage += 1) offered += arriving[stage] as number;
    this.requests = first;
    this.attempts = offered;
    this.totalRequests += first;
    this.totalAttempts += offered;

    const timedOut = queue.expire(second);
    for (let stage = 0; timedOut > 0 && stage < arriving.length; stage += 1) {
      this.fail(second, stage, queue.timedOut[stage] as number, TIMEOUT);
    }

    // Dealt round robin: tasks without connections get their share, and fail it.
    const takers = this.takers();
    const unable = fleet.degraded + fleet.readyWithout;
    const targets = takers + unable;
    const refusedShare = targets > 0 ? unable / targets : 0;
    const dealt = offered * (1 - refusedShare);
    const room = Math.max(0, this.spec.queueLimitPerTask * takers - queue.held) + Math.min(capacity, dealt);
    const accepted = targets === 0 ? 0 : Math.min(dealt, room);
    const shedShare = offered > 0 ? (dealt - accepted) / offered : 0;
    this.refusals = offered * shedShare;
    for (let stage = 0; stage < arriving.length; stage += 1) {
      const amount = arriving[stage] as number;
      if (amount === 0) continue;
      this.fail(second, stage, amount * refusedShare, REFUSED_CONNECTION);
      this.fail(second, stage, amount * shedShare, SHED);
    }
    this.accepted = accepted;
    queue.arrive(second, arriving, offered, accepted);
    this.served = queue.serve(second, capacity);
    this.passOn(this.served);
    this.answer(second);
  }

  private workOffBacklog(second: number, capacity: number): void {
    const traffic = this.messages?.traffic;
    const outside = traffic === undefined ? 0 : this.random.poisson(requestsPerSecond(traffic, second));
    this.backlog += this.incoming + outside;
    this.served = Math.min(this.backlog, capacity);
    this.requests = this.served;
    this.attempts = this.served;
    this.accepted = this.served;
    // A message whose work fails goes back to the queue.
    const done = this.served * this.calleesAnswer();
    this.backlog -= done;
    this.outcome.succeed(done);
    this.passOn(this.served);
  }

  /** Work calls the callees whether or not a client still waits for it. */
  private passOn(served: number): void {
    for (let i = 0; i < this.calls.length; i += 1) {
      const call = this.calls[i] as Call;
      call.callee.incoming += served * call.requestsPerRequest;
    }
    if (this.produces !== undefined) this.produces.consumer.incoming += served * this.produces.messagesPerRequest;
  }

  private answer(second: number): void {
    const good = this.calleesAnswer();
    for (let stage = 0; stage < this.queue.stages; stage += 1) {
      const answered = this.queue.answered[stage] as number;
      if (answered === 0) continue;
      this.outcome.succeed(answered * good);
      if (good < 1) {
        for (let cause = 0; cause < causes; cause += 1) {
          this.fail(second, stage, answered * (1 - good) * (this.calleeCauses[cause] as number), cause);
        }
      }
    }
    this.outcome.endSecond();
  }

  /** Share of this service's requests whose calls are all answered, as of the second before. Fills `calleeCauses`. */
  private calleesAnswer(): number {
    let good = 1;
    let weight = 0;
    this.calleeCauses.fill(0);
    for (let i = 0; i < this.calls.length; i += 1) {
      const { callee, requestsPerRequest } = this.calls[i] as Call;
      if (callee.outcome.failedShare <= 0) continue;
      good *= (1 - callee.outcome.failedShare) ** requestsPerRequest;
      weight += callee.outcome.failedShare * requestsPerRequest;
      for (let cause = 0; cause < causes; cause += 1) {
        const part = callee.outcome.failedShare * requestsPerRequest * (callee.outcome.causeShare[cause] as number);
        this.calleeCauses[cause] = (this.calleeCauses[cause] as number) + part;
      }
    }
    for (let cause = 0; weight > 0 && cause < causes; cause += 1) {
      this.calleeCauses[cause] = (this.calleeCauses[cause] as number) / weight;
    }
    return good;
  }

  private fail(second: number, stage: number, attempts: number, cause: number): void {
    if (attempts > 0) this.outcome.fail(attempts, this.retries.fail(second, stage, attempts), cause);
  }

  private recordDatabaseUse(capacity: number): void {
    const { pool, database, fleet } = this;
    if (pool === undefined || database === undefined) return;
    const cpu = this.cpuCapacity();
    const wanted = Math.min(cpu, this.served + this.queue.held + this.backlog);
    const limited = capacity < cpu && this.served < wanted;
    this.coresOffered = wanted * pool.databaseCpuSecondsPerRequest * database.slowdown;
    const busy = this.served * pool.holdSecondsPerRequest * database.slowdown;
    database.record(this.coresOffered, limited ? fleet.readyConnections : Math.min(busy, fleet.readyConnections));
  }

  private measureCpu(): void {
    const { fleet, spec } = this;
    const idle = spec.idleCpuRatio ?? 0.02;
    const refusal = spec.cpuSecondsPerRefusal ?? 0;
    const readyCpu = fleet.ready * this.vcpu;
    const work = this.served * spec.cpuSecondsPerRequest + this.refusals * refusal;
    const readyRatio = fleet.ready > 0 ? Math.min(1, idle + work / readyCpu) : 0;
    const perTarget = this.attempts / Math.max(1, fleet.ready + fleet.degraded);
    const degradedRatio = Math.min(1, idle + (perTarget * refusal) / this.vcpu);
    const bootRatio = Math.min(1, spec.bootCpuRatio ?? 1);
    const without = fleet.waiting + fleet.standby;
    this.usedCpu =
      fleet.ready * readyRatio + fleet.degraded * degradedRatio + fleet.booting * bootRatio + without * idle;
    this.highestCpuRatio = Math.max(
      readyRatio,
      fleet.booting > 0 ? bootRatio : 0,
      fleet.degraded > 0 ? degradedRatio : 0,
      without > 0 ? idle : 0,
    );
    this.lowestCpuRatio = Math.min(
      fleet.ready > 0 ? readyRatio : 1,
      fleet.booting > 0 ? bootRatio : 1,
      fleet.degraded > 0 ? degradedRatio : 1,
      without > 0 ? idle : 1,
    );
  }

  private measureResponse(capacity: number): void {
    const { spec, pool } = this;
    // Ten seconds of memory: the curve is convex, and one second's Poisson noise must not pass for load.
    this.smoothedOffer += (this.accepted - this.smoothedOffer) * 0.1;
    const load = capacity > 0 ? Math.min(1, this.smoothedOffer / capacity) : 1;
    const service = spec.cpuSecondsPerRequest / this.vcpu;
    const hold = pool === undefined ? 0 : pool.holdSecondsPerRequest * (this.database as Database).slowdown;
    const wait = capacity > 0 ? this.queue.held / capacity : this.queue.held > 0 ? spec.client.timeoutSeconds : 0;
    const p99 = p99Seconds(load, this.takers(), service);
    let mean = hold + wait + p99 / logOf100;
    let tail = p99 * (1 - 1 / logOf100) + (spec.queueOrder === "shared" ? wait * (logOf100 - 1) : 0);
    for (let i = 0; i < this.calls.length; i += 1) {
      const { callee, requestsPerRequest } = this.calls[i] as Call;
      mean += callee.meanSeconds * requestsPerRequest;
      tail = Math.hypot(tail, callee.tailSeconds);
    }
    this.meanSeconds = Math.min(mean, spec.client.timeoutSeconds);
    this.tailSeconds = Math.min(tail, spec.client.timeoutSeconds);
    this.p99 = Math.min(this.meanSeconds + this.tailSeconds, spec.client.timeoutSeconds);
  }
}
