import { latencyPercentiles } from "./latency-percentile.ts";

/** A CloudWatch datapoint. `atMs` is the start of its period, as CloudWatch stamps it. */
export type Datapoint = {
  readonly atMs: number;
  readonly average: number;
  readonly maximum: number;
  readonly minimum: number;
  readonly sum: number;
  readonly sampleCount: number;
  /** Of response times only, as CloudWatch's percentile statistics. */
  readonly p50?: number;
  readonly p90?: number;
  readonly p95?: number;
  readonly p99?: number;
};

/** How a second's value adds up to a datapoint. */
type Measure =
  /** Average over time and tasks, weighted by tasks; SampleCount = tasks that reported. */
  | "perTask"
  /** A level, read once a period: SampleCount 1. */
  | "level"
  /** Events: Sum is their number. No event, no datapoint, as load balancers do. */
  | "events"
  /** Response times, weighted by requests; SampleCount = requests. */
  | "latency";

/**
 * One metric at one period: running sums in a ring, published late.
 *
 * A period in which nothing reported has no datapoint, never 0.
 */
export class MetricSeries {
  private readonly measure: Measure;
  readonly periodSeconds: number;
  private readonly publishDelaySeconds: number;
  private readonly slots: number;
  private readonly period: Int32Array;
  private readonly total: Float64Array;
  private readonly weight: Float64Array;
  private readonly highest: Float64Array;
  private readonly lowest: Float64Array;
  /** `latency`: distances from the mean to the 99th percentile, weighted by requests. */
  private readonly tail: Float64Array;

  constructor(measure: Measure, periodSeconds: number, publishDelaySeconds: number, slots: number) {
    this.measure = measure;
    this.periodSeconds = periodSeconds;
    this.publishDelaySeconds = publishDelaySeconds;
    this.slots = slots;
    this.period = new Int32Array(slots).fill(-1);
    this.total = new Float64Array(slots);
    this.weight = new Float64Array(slots);
    this.highest = new Float64Array(slots);
    this.lowest = new Float64Array(slots);
    this.tail = new Float64Array(measure === "latency" ? slots : 0);
  }

  /** @param weight tasks that reported this second (`perTask`), 1 (`level`), ignored for `events` */
  add(second: number, value: number, weight: number, highest: number, lowest: number): void {
    if (weight > 0) this.merge(second, this.measure === "events" ? value : value * weight, weight, highest, lowest, 0);
  }

  /**
   * Adds what some seconds of one period have added up to.
   *
   * @param total sum of values times weights (`events`: their number)
   * @param tail `latency`: sum of tails times requests
   */
  merge(second: number, total: number, weight: number, highest: number, lowest: number, tail: number): void {
    if (this.measure === "events" && total <= 0) return;
    const period = Math.floor(second / this.periodSeconds);
    const slot = period % this.slots;
    if (this.period[slot] !== period) {
      this.period[slot] = period;
      this.total[slot] = 0;
      this.weight[slot] = 0;
      this.highest[slot] = highest;
      this.lowest[slot] = lowest;
      if (this.measure === "latency") this.tail[slot] = 0;
    }
    this.total[slot] = (this.total[slot] as number) + total;
    this.weight[slot] = (this.weight[slot] as number) + weight;
    if (highest > (this.highest[slot] as number)) this.highest[slot] = highest;
    if (lowest < (this.lowest[slot] as number)) this.lowest[slot] = lowest;
    if (this.measure === "latency") this.tail[slot] = (this.tail[slot] as number) + tail;
  }

  /** Datapoints whose period starts in [fromSecond, toSecond) and that were published by `nowSecond`, ascending. */
  read(fromSecond: number, toSecond: number, nowSecond: number, startMs: number): Datapoint[] {
    const found: Datapoint[] = [];
    const newest = Math.floor((nowSecond - this.publishDelaySeconds) / this.periodSeconds) - 1;
    const first = Math.max(0, newest - this.slots + 1, Math.ceil(fromSecond / this.periodSeconds));
    const last = Math.min(newest, Math.ceil(toSecond / this.periodSeconds) - 1);
    for (let period = first; period <= last; period += 1) {
      const slot = period % this.slots;
      if (this.period[slot] === period) found.push(this.datapoint(slot, period, startMs));
    }
    return found;
  }

  private datapoint(slot: number, period: number, startMs: number): Datapoint {
    const atMs = startMs + period * this.periodSeconds * 1000;
    const total = this.total[slot] as number;
    if (this.measure === "events") {
      return { atMs, average: 1, maximum: 1, minimum: 1, sum: total, sampleCount: total };
    }
    const weight = this.weight[slot] as number;
    const average = total / weight;
    if (this.measure === "latency") {
      const ends = { maximum: this.highest[slot] as number, minimum: this.lowest[slot] as number };
      const sampleCount = Math.max(1, Math.round(weight));
      const percentiles = latencyPercentiles(average, (this.tail[slot] as number) / weight);
      return { atMs, average, ...ends, sum: average * sampleCount, sampleCount, ...percentiles };
    }
    const sampleCount = this.measure === "level" ? 1 : Math.max(1, Math.round(weight / this.periodSeconds));
    return {
      atMs,
      average,
      maximum: this.highest[slot] as number,
      minimum: this.lowest[slot] as number,
      sum: average * sampleCount,
      sampleCount,
    };
  }
}
