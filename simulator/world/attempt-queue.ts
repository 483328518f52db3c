/**
 * The attempts a service holds, by the second of their arrival, in a ring as long as the client's timeout.
 *
 * Attempts of one second are alike; per second the share of each retry stage is kept, so that a failed attempt knows how many
 * retries its client has left. When a client gives up, the work stays: it is only moved to `abandoned`.
 */
export class AttemptQueue {
  readonly stages: number;
  private readonly timeoutSeconds: number;
  private readonly oldestFirst: boolean;
  private readonly slots: number;
  private readonly amount: Float64Array;
  private readonly share: Float64Array;
  /** Held, and a client waits for the answer. */
  waiting = 0;
  /** Held, and nobody waits any more. */
  abandoned = 0;
  /** Per stage, of the last call of `expire`. */
  readonly timedOut: Float64Array;
  /** Per stage, of the last call of `serve`: answered in time. */
  readonly answered: Float64Array;
  /** Per stage, of the last call of `drop`: clients waited for these. */
  readonly dropped: Float64Array;
  private oldest = 0;

  constructor(timeoutSeconds: number, stages: number, order: "fifo" | "shared") {
    this.stages = stages;
    this.timeoutSeconds = timeoutSeconds;
    this.oldestFirst = order === "fifo";
    this.slots = timeoutSeconds + 1;
    this.amount = new Float64Array(this.slots);
    this.share = new Float64Array(this.slots * stages);
    this.timedOut = new Float64Array(stages);
    this.answered = new Float64Array(stages);
    this.dropped = new Float64Array(stages);
  }

  /** All attempts that take room, whether or not anybody still waits for them. */
  get held(): number {
    return this.waiting + this.abandoned;
  }

  /** Takes `accepted` attempts whose stages are mixed as in `perStage` (which sums to `offered`). */
  arrive(second: number, perStage: Float64Array, offered: number, accepted: number): void {
    const slot = second % this.slots;
    if (this.waiting === 0) this.oldest = second;
    this.amount[slot] = accepted;
    this.waiting += accepted;
    for (let stage = 0; stage < this.stages; stage += 1) {
      this.share[slot * this.stages + stage] = offered > 0 ? (perStage[stage] as number) / offered : 0;
    }
  }

  /** Moves what arrived a timeout ago to `abandoned`; call it before `arrive`. @returns attempts that timed out */
  expire(second: number): number {
    const { stages, timedOut } = this;
    for (let stage = 0; stage < stages; stage += 1) timedOut[stage] = 0;
    const due = second - this.timeoutSeconds;
    if (due < 0 || this.waiting === 0) return 0;
    const slot = due % this.slots;
    const left = this.amount[slot] as number;
    if (this.oldest <= due) this.oldest = due + 1;
    if (left <= 0) return 0;
    for (let stage = 0; stage < stages; stage += 1) {
      timedOut[stage] = left * (this.share[slot * stages + stage] as number);
    }
    this.amount[slot] = 0;
    this.waiting = Math.max(0, this.waiting - left);
    this.abandoned += left;
    return left;
  }

  /** Works off up to `capacity` attempts. @returns attempts worked off, abandoned ones included */
  serve(second: number, capacity: number): number {
    for (let stage = 0; stage < this.stages; stage += 1) this.answered[stage] = 0;
    const held = this.waiting + this.abandoned;
    if (held <= 0 || capacity <= 0) return 0;
    if (capacity >= held) {
      for (let at = this.oldest; at <= second; at += 1) this.take(at % this.slots, 1);
      this.waiting = 0;
      this.abandoned = 0;
      this.oldest = second + 1;
      return held;
    }
    if (this.oldestFirst) this.serveOldest(second, capacity);
    else this.serveAlike(second, capacity / held);
    return capacity;
  }

  /** Takes the oldest attempts out, unanswered; abandoned ones first, whose clients have been told. */
  drop(second: number, attempts: number): void {
    this.dropped.fill(0);
    let left = Math.min(attempts, this.held);
    const stale = Math.min(this.abandoned, left);
    this.abandoned -= stale;
    left -= stale;
    for (let at = this.oldest; at <= second && left > 0; at += 1) {
      const slot = at % this.slots;
      const amount = this.amount[slot] as number;
      const taken = Math.min(amount, left);
      this.amount[slot] = amount - taken;
      for (let stage = 0; stage < this.stages; stage += 1) {
        const share = this.share[slot * this.stages + stage] as number;
        this.dropped[stage] = (this.dropped[stage] as number) + taken * share;
      }
      this.waiting = Math.max(0, this.waiting - taken);
      left -= taken;
    }
  }

  private serveOldest(second: number, capacity: number): void {
    const stale = Math.min(this.abandoned, capacity);
    this.abandoned -= stale;
    let left = capacity - stale;
    for (let at = this.oldest; at <= second && left > 0; at += 1) {
      const amount = this.amount[at % this.slots] as number;
      if (amount > left) {
        this.waiting -= left;
        this.take(at % this.slots, left / amount);
        return;
      }
      left -= amount;
      this.waiting -= amount;
      this.take(at % this.slots, 1);
      this.oldest = at + 1;
    }
  }

  private serveAlike(second: number, part: number): void {
    this.abandoned *= 1 - part;
    this.waiting *= 1 - part;
    for (let at = this.oldest; at <= second; at += 1) this.take(at % this.slots, part);
  }

  private take(slot: number, part: number): void {
    const taken = (this.amount[slot] as number) * part;
    this.amount[slot] = (this.amount[slot] as number) - taken;
    for (let stage = 0; stage < this.stages; stage += 1) {
      const share = this.share[slot * this.stages + stage] as number;
      this.answered[stage] = (this.answered[stage] as number) + taken * share;
    }
  }
}
