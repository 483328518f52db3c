import type { Datapoint } from "../world/datapoints.ts";
import type { World } from "../world/world.ts";
import { type AlarmState, alarmState, extraPeriods } from "./cloudwatch-alarm.ts";
import type { TargetTrackingRules } from "./target-tracking-rules.ts";
import type { TrackingTiming } from "./target-tracking-timing.ts";

/** What one policy tracks: a predefined metric of the service, and its target. */
export type TrackedTarget =
  | { readonly metric: "CPUUtilization" | "MemoryUtilization"; readonly targetPercent: number }
  /** ALBRequestCountPerTarget: requests a minute for one task. There is no 20 s metric of it. */
  | { readonly metric: "RequestCountPerTarget"; readonly requestsPerMinute: number };

/** The two alarms that a target tracking policy creates, and the newest value that they know of. */
export class TrackedMetric {
  /** In the metric's unit: percent, or requests a minute. */
  readonly target: number;
  high: AlarmState = "INSUFFICIENT_DATA";
  low: AlarmState = "INSUFFICIENT_DATA";
  /** In the target's unit; `undefined`: no datapoint in the evaluation range, which is not 0. */
  value: number | undefined;
  private readonly service: string;
  private readonly metric: TrackedTarget["metric"];
  private readonly timing: TrackingTiming;
  private readonly rules: TargetTrackingRules;

  /** @throws RangeError for requests per target at another period than 60 s */
  constructor(service: string, tracked: TrackedTarget, timing: TrackingTiming, rules: TargetTrackingRules) {
    const isOfRequests = tracked.metric === "RequestCountPerTarget";
    if (isOfRequests && timing.periodSeconds !== 60)
      throw new RangeError(`${service}: load balancers publish every 60 s; track requests with a profile of 60 s`);
    this.service = service;
    this.metric = tracked.metric;
    this.target = isOfRequests ? tracked.requestsPerMinute : tracked.targetPercent;
    this.timing = timing;
    this.rules = rules;
  }

  evaluate(world: World): void {
    const { highDatapoints, lowDatapoints, lowRatio } = this.rules;
    const periodMs = this.timing.periodSeconds * 1000;
    const newestMs = this.newestPeriodMs(world.nowMs);
    const fromMs = newestMs - (Math.max(lowDatapoints, highDatapoints) + extraPeriods) * periodMs;
    const found = this.read(world, fromMs, newestMs + 1);
    this.high = this.stateOf(found, "above", this.target, highDatapoints, newestMs);
    this.low = this.stateOf(found, "below", lowRatio * this.target, lowDatapoints, newestMs);
    this.value = found.at(-1)?.average;
  }

  /** The tasks at which the metric would be at its target. The step's size is not published [I]. */
  tasksFor(capacity: number): number {
    return Math.ceil((capacity * (this.value ?? this.target)) / this.target);
  }

  /** Whether the metric is predicted to reach its target with `tasks` in place of `capacity`. */
  reachesTarget(capacity: number, tasks: number): boolean {
    return (capacity * (this.value ?? 0)) / tasks >= this.target;
  }

  private read(world: World, fromMs: number, toMs: number): readonly Datapoint[] {
    const { service, metric } = this;
    const { periodSeconds } = this.timing;
    if (metric !== "RequestCountPerTarget")
      return world.datapoints({ service, name: metric }, periodSeconds, fromMs, toMs);
    const requests = world.datapoints({ service, name: "RequestCount" }, periodSeconds, fromMs, toMs);
    const sums = new Map(requests.map(({ atMs, sum }) => [atMs, sum]));
    // Always reported [D], hence 0 in a minute without requests. Per running task, which CPU has one sample of each [I].
    const tasks = world.datapoints({ service, name: "CPUUtilization" }, periodSeconds, fromMs, toMs);
    return tasks.map((point) => ({ ...point, average: (sums.get(point.atMs) ?? 0) / point.sampleCount }));
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
