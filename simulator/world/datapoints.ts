/** A CloudWatch datapoint. `atMs` is the start of its period, as CloudWatch stamps it. */
export type Datapoint = {
  readonly atMs: number;
  readonly average: number;
  readonly maximum: number;
  readonly minimum: number;
  readonly sum: number;
  readonly sampleCount: number;
};

/** How a second's value adds up to a datapoint. */
type Measure =
  /** Average over time and tasks, weighted by tasks; SampleCount = tasks that reported. */
  | "perTask"
  /** A level, read once a period: SampleCount 1. */
  | "level"
  /** Events: Sum is their number. No event, no datapoint, as load balancers do. */
  | "events";

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
  }

  /** @param weight tasks that reported this second (`perTask`), 1 (`level`), ignored for `events` */
  add(second: number, value: number, weight: number, highest: number, lowest: number): void {
    if (weight <= 0 || (this.measure === "events" && value <= 0)) return;
    const period = Math.floor(second / this.periodSeconds);
    const slot = period % this.slots;
    if (this.period[slot] !== period) {
      this.period[slot] = period;
      this.total[slot] = 0;
      this.weight[slot] = 0;
      this.highest[slot] = highest;
      this.lowest[slot] = lowest;
    }
    this.total[slot] = (this.total[slot] as number) + (this.measure === "events" ? value : value * weight);
    this.weight[slot] = (this.weight[slot] as number) + weight;
    if (highest > (this.highest[slot] as number)) this.highest[slot] = highest;
    if (lowest < (this.lowest[slot] as number)) this.lowest[slot] = lowest;
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
