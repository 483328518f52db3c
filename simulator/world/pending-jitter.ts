import type { RandomStream } from "./random.ts";

/** Rows that tasks started at once are split into at most: they come up at as many different seconds. */
const mostParts = 4;

/**
 * Image pulls that differ: spreads tasks that are started together evenly over the jitter, in a few parts.
 *
 * Each part draws its second from a stratum of its own, so that a cohort is spread evenly whatever is drawn.
 */
export class PendingJitter {
  private readonly seconds: number;
  private readonly random: RandomStream;

  /** @param seconds most that a task is pending longer, whole, >= 0 */
  constructor(seconds: number, random: RandomStream) {
    this.seconds = seconds;
    this.random = random;
  }

  /** Into how many parts tasks that are started together fall; 1 without jitter. */
  partsOf(tasks: number): number {
    return this.seconds === 0 ? 1 : Math.min(mostParts, tasks, this.seconds + 1);
  }

  /** @returns whole seconds of delay of a part, 0..seconds */
  delayOf(part: number, parts: number): number {
    if (this.seconds === 0) return 0;
    return Math.floor(((part + this.random.uniform()) * (this.seconds + 1)) / parts);
  }
}
