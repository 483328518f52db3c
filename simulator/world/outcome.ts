/** Causes, as indexes: dealt to a task that holds no connection. */
export const REFUSED_CONNECTION = 0;
/** The client has given up. */
export const TIMEOUT = 1;
/** The queue was full, or there was nobody to send it to. */
export const SHED = 2;
/** Waited too long for a proxy's connection. */
export const BORROW_TIMEOUT = 3;
/** Answered with an error by a defective revision. */
export const ERROR = 4;
/** How many there are. */
export const causes = 5;

/** Requests that failed, each once, by what ended its last attempt. */
export type FailedByCause = {
  readonly refusedConnection: number;
  readonly timeout: number;
  readonly shed: number;
  /** Waited too long for a proxy's connection. */
  readonly borrowTimeout: number;
  /** Answered with an error by a defective revision. */
  readonly error: number;
};

/** How a service's requests ended: each once, after its last retry. */
export class Outcome {
  /** Of the second. */
  succeeded = 0;
  failed = 0;
  failedAttempts = 0;
  /** Of the requests that ended in the last second with an end, the share that failed; and of these, the share per cause. */
  failedShare = 0;
  readonly causeShare = new Float64Array(causes);
  totalSucceeded = 0;
  readonly totalFailed = new Float64Array(causes);
  private readonly failedNow = new Float64Array(causes);

  beginSecond(): void {
    this.succeeded = 0;
    this.failed = 0;
    this.failedAttempts = 0;
    // A loop: `fill` costs more than it does on so short an array.
    for (let cause = 0; cause < causes; cause += 1) this.failedNow[cause] = 0;
  }

  succeed(requests: number): void {
    this.succeeded += requests;
    this.totalSucceeded += requests;
  }

  /** @param forGood the part of the attempts that is not tried again */
  fail(attempts: number, forGood: number, cause: number): void {
    this.failedAttempts += attempts;
    this.failed += forGood;
    this.failedNow[cause] = (this.failedNow[cause] as number) + forGood;
    this.totalFailed[cause] = (this.totalFailed[cause] as number) + forGood;
  }

  /** Shares of a second in which nothing ended stay those of the last one in which something did. */
  endSecond(): void {
    const ended = this.succeeded + this.failed;
    if (ended <= 0) return;
    this.failedShare = this.failed / ended;
    for (let cause = 0; this.failed > 0 && cause < causes; cause += 1) {
      this.causeShare[cause] = (this.failedNow[cause] as number) / this.failed;
    }
  }
}
