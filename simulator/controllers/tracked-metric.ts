import type { Datapoint } from "../world/datapoints.ts";
import type { World } from "../world/world.ts";
import { type AlarmState, alarmState, extraPeriods } from "./cloudwatch-alarm.ts";
import type { TargetTrackingRules } from "./target-tracking-rules.ts";
import type { TrackingTiming } from "./target-tracking-timing.ts";

/** What one policy tracks: a predefined metric of the service, in percent, and its target. */
export type TrackedTarget = {
  readonly metric: "CPUUtilization" | "MemoryUtilization";
  readonly targetPercent: number;
};

/** The two alarms that a target tracking policy creates, and the newest value that they know of. */
export class TrackedMetric {
  readonly targetPercent: number;
  high: AlarmState = "INSUFFICIENT_DATA";
  low: AlarmState = "INSUFFICIENT_DATA";
  /** Percent; `undefined`: no datapoint in the evaluation range, which is not 0. */
  value: number | undefined;
  private readonly service: string;
  private readonly metric: TrackedTarget["metric"];
  private readonly timing: TrackingTiming;
  private readonly rules: TargetTrackingRules;

  constructor(service: string, target: TrackedTarget, timing: TrackingTiming, rules: TargetTrackingRules) {
    this.service = service;
    this.metric = target.metric;
    this.targetPercent = target.targetPercent;
    this.timing = timing;
    this.rules = rules;
  }

  evaluate(world: World): void {
    const { highDatapoints, lowDatapoints, lowRatio } = this.rules;
    const periodMs = this.timing.periodSeconds * 1000;
    const newestMs = this.newestPeriodMs(world.nowMs);
    const fromMs = newestMs - (Math.max(lowDatapoints, highDatapoints) + extraPeriods) * periodMs;
    const metric = { service: this.service, name: this.metric };
    const found = world.datapoints(metric, this.timing.periodSeconds, fromMs, newestMs + 1);
    this.high = this.stateOf(found, "above", this.targetPercent, highDatapoints, newestMs);
    this.low = this.stateOf(found, "below", lowRatio * this.targetPercent, lowDatapoints, newestMs);
    this.value = found.at(-1)?.average;
  }

  /** The tasks at which the metric would be at its target. The step's size is not published [I]. */
  tasksFor(capacity: number): number {
    return Math.ceil((capacity * (this.value ?? this.targetPercent)) / this.targetPercent);
  }

  /** Whether the metric is predicted to reach its target with `tasks` in place of `capacity`. */
  reachesTarget(capacity: number, tasks: number): boolean {
    return (capacity * (this.value ?? 0)) / tasks >= this.targetPercent;
  }

  private stateOf(
    found: readonly Datapoint[],
    comparison: "above" | "below",
    threshold: number,
    datapoints: number,
    newestPeriodMs: number,
  ): AlarmState {
    const { periodSeconds } = this.timing;
    const rangeFromMs = newestPeriodMs - (datapoints + extraPeriods - 1) * periodSeconds * 1000;
    const inRange = found.filter(({ atMs }) => atMs >= rangeFromMs);
    return alarmState(inRange, newestPeriodMs, { comparison, threshold, datapoints, periodSeconds });
  }

  /** Start of the newest period that this profile may know of. */
  private newestPeriodMs(nowMs: number): number {
    const periodMs = this.timing.periodSeconds * 1000;
    return Math.floor((nowMs - this.timing.seenAfterSeconds * 1000) / periodMs) * periodMs - periodMs;
  }
}
