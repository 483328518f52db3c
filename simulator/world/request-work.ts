import { AttemptQueue } from "./attempt-queue.ts";
import type { Callees } from "./callees.ts";
import { BORROW_TIMEOUT, causes, ERROR, type Outcome, REFUSED_CONNECTION, SHED, TIMEOUT } from "./outcome.ts";
import { RetryRing } from "./retry-ring.ts";
import type { ServiceCapacity } from "./service-capacity.ts";
import type { ServiceDatabases } from "./service-databases.ts";
import type { ServiceParts } from "./service-parts.ts";
import type { TaskFleet } from "./task-fleet.ts";
import type { WorkCounts } from "./work-counts.ts";

/** A service's requests, whose clients wait for an answer: queued or refused, worked off, failed, tried again. */
export class RequestWork {
  readonly queue: AttemptQueue;
  private readonly retries: RetryRing;
  private readonly queueLimitPerTask: number;
  private readonly fleet: TaskFleet;
  private readonly databases: ServiceDatabases;
  private readonly callees: Callees;
  private readonly capacity: ServiceCapacity;
  private readonly work: WorkCounts;
  private readonly outcome: Outcome;
  /** Attempts of this second, per stage. */
  private readonly arriving: Float64Array;

  /** @throws RangeError for a retry back-off that is too long */
  constructor({ spec, fleet, databases, callees, work, outcome }: ServiceParts, capacity: ServiceCapacity) {
    this.retries = new RetryRing(spec.client);
    this.queue = new AttemptQueue(spec.client.timeoutSeconds, this.retries.stages, spec.queueOrder ?? "fifo");
    this.queueLimitPerTask = spec.queueLimitPerTask;
    this.fleet = fleet;
    this.databases = databases;
    this.callees = callees;
    this.capacity = capacity;
    this.work = work;
    this.outcome = outcome;
    this.arriving = new Float64Array(this.retries.stages);
  }

  /** Attempts whose clients still wait for something: in the queue, or between two attempts. */
  get inFlight(): number {
    return this.queue.waiting + this.retries.waiting;
  }

  /** @param requests first attempts of this second */
  step(second: number, requests: number): void {
    const { queue, work } = this;
    this.arrive(second, requests);
    const timedOut = queue.expire(second);
    if (timedOut > 0) this.failStages(second, queue.timedOut, TIMEOUT);
    const late = this.databases.main?.late ?? 0;
    if (late > 0) {
      // The proxy's error comes back in place of a connection.
      queue.drop(second, late);
      this.failStages(second, queue.dropped, BORROW_TIMEOUT);
    }
    this.accept(second);
    work.served = queue.serve(second, this.capacity.carried);
    this.callees.passOn(work.served);
    this.answer(second);
  }

  private arrive(second: number, requests: number): void {
    const { arriving, work } = this;
    arriving[0] = requests;
    for (let stage = 1; stage < arriving.length; stage += 1) arriving[stage] = 0;
    this.retries.takeDue(second, arriving);
    let offered = 0;
    for (let stage = 0; stage < arriving.length; stage += 1) offered += arriving[stage] as number;
    work.requests = requests;
    work.attempts = offered;
    work.totalRequests += requests;
    work.totalAttempts += offered;
  }

  private accept(second: number): void {
    const { arriving, queue, fleet, work, capacity } = this;
    const offered = work.attempts;
    const targets = fleet.ready + fleet.degraded;
    // Tasks without connections get their share, and fail it.
    const { refusedRatio, lostRatio } = fleet.traffic;
    const dealt = offered * (1 - refusedRatio - lostRatio);
    const room = Math.max(0, this.queueLimitPerTask * capacity.takers - queue.held) + Math.min(capacity.carried, dealt);
    const accepted = targets === 0 ? 0 : Math.min(dealt, room);
    const shedRatio = offered > 0 ? (dealt - accepted) / offered + lostRatio : 0;
    work.refusals = offered * shedRatio;
    for (let stage = 0; stage < arriving.length; stage += 1) {
      const amount = arriving[stage] as number;
      if (amount === 0) continue;
      this.fail(second, stage, amount * refusedRatio, REFUSED_CONNECTION);
      this.fail(second, stage, amount * shedRatio, SHED);
    }
    work.accepted = accepted;
    queue.arrive(second, arriving, offered, accepted);
  }

  private answer(second: number): void {
    const { queue, callees, outcome } = this;
    const good = callees.answeredRatio();
    const { errorRatio } = this.fleet.traffic;
    for (let stage = 0; stage < queue.stages; stage += 1) {
      const worked = queue.answered[stage] as number;
      if (worked === 0) continue;
      this.fail(second, stage, worked * errorRatio, ERROR);
      const answered = worked * (1 - errorRatio);
      outcome.succeed(answered * good);
      if (good < 1) {
        for (let cause = 0; cause < causes; cause += 1) {
          this.fail(second, stage, answered * (1 - good) * (callees.causeShare[cause] as number), cause);
        }
      }
    }
    outcome.endSecond();
  }

  private failStages(second: number, attempts: Float64Array, cause: number): void {
    for (let stage = 0; stage < attempts.length; stage += 1) this.fail(second, stage, attempts[stage] as number, cause);
  }

  private fail(second: number, stage: number, attempts: number, cause: number): void {
    if (attempts > 0) this.outcome.fail(attempts, this.retries.fail(second, stage, attempts), cause);
  }
}
