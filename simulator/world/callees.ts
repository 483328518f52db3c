import { causes, type Outcome } from "./outcome.ts";

/** A service as its callers and producers see it. */
export type Callee = {
  /** What callers and producers hand on within this second. */
  incoming: number;
  readonly outcome: Outcome;
  /** Its own callees included. */
  readonly response: { readonly meanSeconds: number; readonly tailSeconds: number };
};

/** One edge of the call graph; the figure may be a fraction. */
export type Call = { readonly callee: Callee; readonly requestsPerRequest: number };

export type Consumer = { readonly service: Callee; readonly messagesPerRequest: number };

/** Whom a service's work calls, and whom it sends messages. Callers are stepped first: answers are those of the second before. */
export class Callees {
  calls: readonly Call[] = [];
  /** One per queue that it fills. */
  consumers: readonly Consumer[] = [];
  /** Of the requests that the last `answeredRatio` leaves out, the share per cause; means nothing where it leaves out none. */
  readonly causeShare = new Float64Array(causes);

  /** Work calls the callees whether or not a client still waits for it. */
  passOn(served: number): void {
    for (let i = 0; i < this.calls.length; i += 1) {
      const call = this.calls[i] as Call;
      call.callee.incoming += served * call.requestsPerRequest;
    }
    for (let i = 0; i < this.consumers.length; i += 1) {
      const { service, messagesPerRequest } = this.consumers[i] as Consumer;
      service.incoming += served * messagesPerRequest;
    }
  }

  /** Share of the service's requests whose calls are all answered, 0..1. Fills `causeShare`. */
  answeredRatio(): number {
    let good = 1;
    let weight = 0;
    for (let i = 0; i < this.calls.length; i += 1) {
      const { callee, requestsPerRequest } = this.calls[i] as Call;
      if (callee.outcome.failedShare <= 0) continue;
      if (weight === 0) this.causeShare.fill(0);
      good *= (1 - callee.outcome.failedShare) ** requestsPerRequest;
      weight += callee.outcome.failedShare * requestsPerRequest;
      for (let cause = 0; cause < causes; cause += 1) {
        const part = callee.outcome.failedShare * requestsPerRequest * (callee.outcome.causeShare[cause] as number);
        this.causeShare[cause] = (this.causeShare[cause] as number) + part;
      }
    }
    for (let cause = 0; weight > 0 && cause < causes; cause += 1) {
      this.causeShare[cause] = (this.causeShare[cause] as number) / weight;
    }
    return good;
  }

  /** Mean time of a request that takes `ownSeconds` beside its calls, which it makes one after the other. */
  meanSecondsWith(ownSeconds: number): number {
    let seconds = ownSeconds;
    for (let i = 0; i < this.calls.length; i += 1) {
      const { callee, requestsPerRequest } = this.calls[i] as Call;
      seconds += callee.response.meanSeconds * requestsPerRequest;
    }
    return seconds;
  }
}
