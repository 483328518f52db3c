import type { MetricSeries } from "./datapoints.ts";
import { exponentialTail } from "./latency-percentile.ts";

/**
 * What one metric has added up to since it was last handed on.
 *
 * A service has one for each of its metrics, handed on to the series of every period when the shortest one ends: a series
 * costs nothing in the seconds between.
 */
export class MetricSum {
  private total = 0.5;
  private weight = 0.5;
  private highest = 0.5;
  private lowest = 0.5;
  private tail = 0.5;

  constructor() {
    this.clear();
  }

  /** @param weight tasks that reported, requests that were timed, 1 of a level; 0 says nothing */
  add(value: number, weight: number, highest: number, lowest: number): void {
    if (weight <= 0) return;
    this.total += value * weight;
    this.weight += weight;
    if (highest > this.highest) this.highest = highest;
    if (lowest < this.lowest) this.lowest = lowest;
  }

  /** Response times of a second whose requests are spread exponentially above a floor. */
  addLatency(meanSeconds: number, tailSeconds: number, requests: number): void {
    const floor = meanSeconds - tailSeconds / exponentialTail;
    this.add(meanSeconds, requests, meanSeconds + tailSeconds, Math.max(0, floor));
    this.tail += tailSeconds * requests;
  }

  /** @param second of the last addition; it must be in the same period of each series as the first one was */
  handOn(second: number, series: readonly MetricSeries[]): void {
    if (this.weight > 0) {
      for (let i = 0; i < series.length; i += 1) {
        const one = series[i] as MetricSeries;
        one.merge(second, this.total, this.weight, this.highest, this.lowest, this.tail);
      }
    }
    this.clear();
  }

  private clear(): void {
    this.total = 0;
    this.weight = 0;
    this.highest = Number.NEGATIVE_INFINITY;
    this.lowest = Number.POSITIVE_INFINITY;
    this.tail = 0;
  }
}
