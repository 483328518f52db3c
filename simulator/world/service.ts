import { AttemptQueue } from "./attempt-queue.ts";
import { ClosedLoad } from "./closed-load.ts";
import type { DatabaseUse } from "./database-use.ts";
import { BORROW_TIMEOUT, causes, ERROR, Outcome, REFUSED_CONNECTION, SHED, TIMEOUT } from "./outcome.ts";
import type { RandomStream } from "./random.ts";
import { RequestSlots } from "./request-slots.ts";
import { p99Seconds } from "./response-time.ts";
import { RetryRing } from "./retry-ring.ts";
import type { ServiceSpec } from "./spec.ts";
import type { TaskEventLog } from "./task-events.ts";
import { TaskFleet } from "./task-fleet.ts";
import { requestsPerSecond, type TrafficSpec } from "./traffic.ts";

/** A callee as its caller sees it. */
type Call = { readonly callee: Service; readonly requestsPerRequest: number };

/** Where its pools lead; `undefined`: it has no such pool. */
export type ServiceDatabases = { readonly main: DatabaseUse | undefined; readonly reader: DatabaseUse | undefined };

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
  readonly databases: ServiceDatabases;
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
  /** Users of closed load, where there are any. */
  readonly users: ClosedLoad | undefined;
  /** What the load balancer's health check takes. */
  private healthSeconds = 0;
  /** Of the mean response time, what the fluid queue doesn't show. */
  private unseenSeconds = 0;
  /** Mean response time and the distance from it to the 99th percentile, callees included. */
  meanSeconds = 0;
  tailSeconds = 0;
  totalRequests = 0;
  totalAttempts = 0;

  private readonly random: RandomStream;
  private readonly vcpu: number;
  private readonly arriving: Float64Array;
  private readonly calleeCauses = new Float64Array(causes);
  private refusals = 0;
  private smoothedOffer = 0;
  /** Requests that the tasks' CPU and slots carry, whatever the databases do. */
  private cpuCarried = 0;
  /** As `cpuCarried`, whatever the slots do; known where there are slots. */
  private cpuAlone = Number.POSITIVE_INFINITY;
  private readonly slots: RequestSlots | undefined;
  private accepted = 0;
  private served = 0;

  constructor(
    spec: ServiceSpec,
    index: number,
    databases: ServiceDatabases,
    random: RandomStream,
    log: TaskEventLog,
    jitter: RandomStream,
  ) {
    this.name = spec.name;
    this.spec = spec;
    this.databases = databases;
    this.vcpu = spec.vcpuPerTask ?? 1;
    this.isEntry = spec.traffic !== undefined;
    this.users = spec.traffic?.kind === "users" ? new ClosedLoad(spec.traffic, spec.name) : undefined;
    this.slots = spec.concurrencyPerTask === undefined ? undefined : new RequestSlots(spec.concurrencyPerTask);
    this.random = random;
    this.retries = new RetryRing(spec.client);
    this.queue = new AttemptQueue(spec.client.timeoutSeconds, this.retries.stages, spec.queueOrder ?? "fifo");
    this.arriving = new Float64Array(this.retries.stages);
    const { main, reader } = databases;
    const targets = { main: main?.proxy ?? main?.database, reader: reader?.database };
    this.fleet = new TaskFleet(spec, index, targets, log, jitter);
  }

  step(second: number): void {
    const { fleet } = this;
    fleet.health.observe(second, this.healthSeconds, fleet.cohorts);
    fleet.step(second);
    if (fleet.pools.adjusts) fleet.adjustPools(this.busyConnectionsPerTask(), second);
    this.databases.main?.pin(fleet.connections);
    this.outcome.beginSecond();
    const capacity = this.capacity();
    if (this.messages === undefined) this.answerAttempts(second, capacity);
    else this.workOffBacklog(second, capacity);
    this.incoming = 0;
    this.recordDatabaseUse(second, capacity);
    this.measureCpu();
    this.measureResponse(capacity);
  }

  /** Attempts whose clients still wait for something: in the queue, or between two attempts. */
  get inFlight(): number {
    return this.queue.waiting + this.retries.waiting;
  }

  /** Requests worked off in the last second, those that nobody waited for any more included. */
  get worked(): number {
    return this.served;
  }

  private busyConnectionsPerTask(): number {
    if (this.queue.held > this.fleet.ready || this.backlog > 0) return Number.POSITIVE_INFINITY;
    // Half as many again: pools grow with the peaks inside a second.
    return (1.5 * this.served * (this.databases.main?.holdSeconds ?? 0)) / Math.max(1, this.fleet.ready);
  }

  /** Requests that the tasks' CPU and slots carry this second. */
  private cpuCapacity(): number {
    const cpu = this.takers() * this.vcpu;
    const refusing = Math.min(mostRefusalShare * cpu, this.refusals * (this.spec.cpuSecondsPerRefusal ?? 0));
    const carried = ((cpu - refusing) / this.spec.cpuSecondsPerRequest) * this.fleet.traffic.cpuCarriedRatio;
    if (this.slots === undefined || carried <= 0) return carried;
    this.cpuAlone = carried;
    return this.takers() * this.slots.capacity(this.takers() / carried, this.awaySeconds());
  }

  /** How long a request occupies a slot of its task without computing: at the database, and at callees as of the second before. */
  private awaySeconds(): number {
    let seconds = this.databaseSeconds();
    for (let i = 0; i < this.calls.length; i += 1) {
      const { callee, requestsPerRequest } = this.calls[i] as Call;
      seconds += callee.meanSeconds * requestsPerRequest;
    }
    return seconds;
  }

  /** Of a request alone on its task. */
  private cpuSeconds(): number {
    return (this.spec.cpuSecondsPerRequest * this.fleet.traffic.cpuFactor) / this.vcpu;
  }

  /** Of a request: at its databases, and waiting for a proxy's connection beside the fluid queue. */
  private databaseSeconds(): number {
    const { main, reader } = this.databases;
    if (main === undefined) return 0;
    return main.holdSeconds + (main.proxy?.waitSeconds ?? 0) + (reader === undefined ? 0 : reader.holdSeconds);
  }

  /** Ready tasks that can serve at all: with a database, those with a connection. */
  private takers(): number {
    return this.fleet.ready - this.fleet.readyWithout;
  }

  private capacity(): number {
    const cpu = this.cpuCapacity();
    const { main, reader } = this.databases;
    if (main === undefined) return cpu;
    const { readyConnections, connections, readyReaderConnections, traffic } = this.fleet;
    const carried = main.requestsPerSecond(readyConnections * traffic.connectionsCarriedRatio, connections);
    if (reader === undefined) return Math.min(cpu, carried);
    return Math.min(cpu, carried, reader.requestsPerSecond(readyReaderConnections, readyReaderConnections));
  }

  private answerAttempts(second: number, capacity: number): void {
    const { arriving, queue, fleet } = this;
    arriving.fill(0);
    const first = this.arrivals(second);
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

    const late = this.databases.main?.late ?? 0;
    if (late > 0) this.giveUpBorrowing(second, late);

    // Tasks without connections get their share, and fail it.
    const takers = this.takers();
    const targets = fleet.ready + fleet.degraded;
    const { refusedRatio: refusedShare, lostRatio } = fleet.traffic;
    const dealt = offered * (1 - refusedShare - lostRatio);
    const room = Math.max(0, this.spec.queueLimitPerTask * takers - queue.held) + Math.min(capacity, dealt);
    const accepted = targets === 0 ? 0 : Math.min(dealt, room);
    const shedShare = offered > 0 ? (dealt - accepted) / offered + lostRatio : 0;
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

  /** The proxy's error comes back in place of a connection. */
  private giveUpBorrowing(second: number, late: number): void {
    const { queue } = this;
    queue.drop(second, late);
    for (let stage = 0; stage < queue.stages; stage += 1) {
      this.fail(second, stage, queue.dropped[stage] as number, BORROW_TIMEOUT);
    }
  }

  private arrivals(second: number): number {
    if (!this.isEntry) return this.incoming;
    if (this.users !== undefined) return this.users.send(second, this.unseenSeconds, this.random);
    return this.random.poisson(requestsPerSecond(this.spec.traffic as TrafficSpec, second));
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
    const done = this.served * (1 - this.fleet.traffic.errorRatio) * this.calleesAnswer();
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
    const { errorRatio } = this.fleet.traffic;
    for (let stage = 0; stage < this.queue.stages; stage += 1) {
      const worked = this.queue.answered[stage] as number;
      if (worked === 0) continue;
      this.fail(second, stage, worked * errorRatio, ERROR);
      const answered = worked * (1 - errorRatio);
      this.outcome.succeed(answered * good);
      if (good < 1) {
        for (let cause = 0; cause < causes; cause += 1) {
          this.fail(second, stage, answered * (1 - good) * (this.calleeCauses[cause] as number), cause);
        }
      }
    }
    this.outcome.endSecond();
    this.users?.end(this.outcome.succeeded + this.outcome.failed);
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

  private recordDatabaseUse(second: number, capacity: number): void {
    const { main, reader } = this.databases;
    if (main === undefined) return;
    const cpu = this.cpuCapacity();
    const held = this.queue.held + this.backlog;
    const slots = this.takers() * (this.spec.concurrencyPerTask ?? Number.POSITIVE_INFINITY);
    const atOnce = Math.min(this.fleet.readyConnections, this.takers() > 0 ? slots : 0);
    main.record(second, cpu, capacity, this.served, held, atOnce);
    if (reader !== undefined)
      reader.record(second, cpu, capacity, this.served, held, this.fleet.readyReaderConnections);
    this.cpuCarried = cpu;
  }

  private measureCpu(): void {
    const { fleet, spec } = this;
    const idle = spec.idleCpuRatio ?? 0.02;
    const refusal = spec.cpuSecondsPerRefusal ?? 0;
    const readyCpu = fleet.ready * this.vcpu;
    const work = this.served * spec.cpuSecondsPerRequest * fleet.traffic.cpuFactor + this.refusals * refusal;
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
    const { spec } = this;
    const { main } = this.databases;
    // Ten seconds of memory: the curve is convex, and one second's Poisson noise must not pass for load.
    this.smoothedOffer += (this.accepted - this.smoothedOffer) * 0.1;
    // The wait for a proxy's connection has a curve of its own.
    const carried = main?.proxy === undefined ? capacity : this.cpuCarried;
    const load = carried > 0 ? Math.min(1, this.smoothedOffer / carried) : 1;
    const service = this.cpuSeconds();
    const hold = this.databaseSeconds();
    const wait = capacity > 0 ? this.queue.held / capacity : this.queue.held > 0 ? spec.client.timeoutSeconds : 0;
    const p99 =
      this.slots === undefined
        ? p99Seconds(load, this.takers(), service)
        : this.slots.p99Seconds(load, this.smoothedOffer / this.cpuAlone, this.takers(), service);
    this.healthSeconds = wait + p99 / logOf100;
    let mean = hold + wait + p99 / logOf100;
    let tail = p99 * (1 - 1 / logOf100) + (spec.queueOrder === "shared" ? wait * (logOf100 - 1) : 0);
    if (main?.proxy !== undefined) {
      tail = Math.hypot(tail, Math.max(0, main.proxy.p99WaitSeconds - main.proxy.waitSeconds));
    }
    for (let i = 0; i < this.calls.length; i += 1) {
      const { callee, requestsPerRequest } = this.calls[i] as Call;
      mean += callee.meanSeconds * requestsPerRequest;
      tail = Math.hypot(tail, callee.tailSeconds);
    }
    this.meanSeconds = Math.min(mean, spec.client.timeoutSeconds);
    this.unseenSeconds = Math.max(0, this.meanSeconds - wait);
    this.tailSeconds = Math.min(tail, spec.client.timeoutSeconds);
    this.p99 = Math.min(this.meanSeconds + this.tailSeconds, spec.client.timeoutSeconds);
  }
}
