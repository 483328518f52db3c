import type { ClientSpec } from "./spec.ts";

const slots = 128;

/** Attempts that clients will send again, by the second they are due. Stage 0 is the first attempt. */
export class RetryRing {
  readonly stages: number;
  private readonly client: ClientSpec;
  private readonly due: Float64Array;
  /** Attempts whose clients wait to send them again. */
  waiting = 0;

  constructor(client: ClientSpec) {
    const longest = client.backOffSeconds * 2 ** Math.max(0, client.retries - 1);
    if (longest >= slots) throw new RangeError(`a retry back-off of ${longest} s is above the most, ${slots - 1} s`);
    this.client = client;
    this.stages = client.retries + 1;
    this.due = new Float64Array(slots * this.stages);
  }

  /** Adds what is due this second to `perStage`. */
  takeDue(second: number, perStage: Float64Array): void {
    if (this.waiting === 0) return;
    const base = (second % slots) * this.stages;
    for (let stage = 1; stage < this.stages; stage += 1) {
      const amount = this.due[base + stage] as number;
      if (amount === 0) continue;
      perStage[stage] = (perStage[stage] as number) + amount;
      this.due[base + stage] = 0;
      this.waiting = Math.max(0, this.waiting - amount);
    }
  }

  /** Sends a share of the failed attempts of a stage again. @returns attempts that are not sent again: failed for good */
  fail(second: number, stage: number, amount: number): number {
    if (stage >= this.client.retries || amount <= 0) return amount;
    const again = amount * this.client.retryProbability;
    const delay = Math.max(1, Math.round(this.client.backOffSeconds * 2 ** stage));
    const index = ((second + delay) % slots) * this.stages + stage + 1;
    this.due[index] = (this.due[index] as number) + again;
    this.waiting += again;
    return amount - again;
  }
}
