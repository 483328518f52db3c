import { p99Seconds, responseStretch } from "./response-time.ts";

const logOf100 = Math.log(100);

/**
 * The slots of one task: each request occupies one while it waits for the CPU, computes, and is away with the database or a
 * callee.
 *
 * So a task is a closed network of one CPU and a delay with as many customers as it has slots, and what it carries is the
 * throughput of that network, by exact mean value analysis.
 *
 * @see M. Reiser, S. Lavenberg, Mean-Value Analysis of Closed Multichain Queuing Networks (1980);
 *   tests/simulator/world/request-slots.test.ts
 */
export class RequestSlots {
  private readonly slots: number;
  private cpuSeconds = Number.NaN;
  private awaySeconds = Number.NaN;
  /** Requests a second of one task, at most. */
  private most = 0;

  /** @param slots of a task, whole, >= 1 */
  constructor(slots: number) {
    if (!Number.isInteger(slots) || slots < 1)
      throw new RangeError(`concurrencyPerTask ${slots} is not a whole number >= 1`);
    this.slots = slots;
  }

  /** @returns requests a second that one task carries, <= 1 / cpuSeconds and <= slots / (cpuSeconds + awaySeconds) */
  capacity(cpuSeconds: number, awaySeconds: number): number {
    if (cpuSeconds === this.cpuSeconds && awaySeconds === this.awaySeconds) return this.most;
    this.cpuSeconds = cpuSeconds;
    this.awaySeconds = awaySeconds;
    let queued = 0;
    for (let customers = 1; customers <= this.slots; customers += 1) {
      const atCpu = cpuSeconds * (1 + queued);
      this.most = customers / (atCpu + awaySeconds);
      queued = this.most * atCpu;
    }
    return this.most;
  }

  /**
   * 99th percentile of CPU time and waits, without the time away, taken as exponential.
   *
   * The wait for a slot is that for one of several servers: G/M/1's, times the load to the power in which Sakasegawa's
   * approximation of M/M/c differs from M/M/1. Means are within a fifth of discrete events up to a load of 0.9.
   *
   * @param load arrivals over what the tasks carry
   * @param cpuLoad arrivals over what their CPU alone carries
   */
  p99Seconds(load: number, cpuLoad: number, tasks: number, cpuSeconds: number): number {
    const waits = (responseStretch(load, tasks) - 1) * load ** (Math.sqrt(2 * (this.slots + 1)) - 2);
    const waitSeconds = this.most > 0 ? waits / this.most : 0;
    return p99Seconds(cpuLoad, tasks, cpuSeconds) + logOf100 * waitSeconds;
  }
}
