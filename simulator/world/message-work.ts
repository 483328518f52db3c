import type { Callees } from "./callees.ts";
import type { Outcome } from "./outcome.ts";
import type { RandomStream } from "./random.ts";
import type { ServiceCapacity } from "./service-capacity.ts";
import type { ServiceParts } from "./service-parts.ts";
import type { TaskFleet } from "./task-fleet.ts";
import { requestsPerSecond, type TrafficSpec } from "./traffic.ts";
import type { WorkCounts } from "./work-counts.ts";

/** A queue's messages, for whose end nobody waits: its consumer takes as many as it carries. */
export class MessageWork {
  /** Messages in the queue. */
  backlog = 0;
  private readonly capacity: ServiceCapacity;
  private readonly traffic: TrafficSpec | undefined;
  private readonly random: RandomStream;
  private readonly fleet: TaskFleet;
  private readonly callees: Callees;
  private readonly work: WorkCounts;
  private readonly outcome: Outcome;

  /** @param traffic messages from outside the world, beside those of a producer */
  constructor(
    { fleet, callees, work, outcome }: ServiceParts,
    capacity: ServiceCapacity,
    traffic: TrafficSpec | undefined,
    random: RandomStream,
  ) {
    this.capacity = capacity;
    this.traffic = traffic;
    this.random = random;
    this.fleet = fleet;
    this.callees = callees;
    this.work = work;
    this.outcome = outcome;
  }

  /** @param incoming messages of this second, from the producer */
  step(second: number, incoming: number): void {
    const { traffic, work } = this;
    const outside = traffic === undefined ? 0 : this.random.poisson(requestsPerSecond(traffic, second));
    this.backlog += incoming + outside;
    const served = Math.min(this.backlog, this.capacity.carried);
    work.requests = served;
    work.attempts = served;
    work.accepted = served;
    work.served = served;
    // A message whose work fails goes back to the queue.
    const done = served * (1 - this.fleet.traffic.errorRatio) * this.callees.answeredRatio();
    this.backlog -= done;
    this.outcome.succeed(done);
    this.callees.passOn(served);
  }
}
