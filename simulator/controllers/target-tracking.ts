import type { ScalableTargetRecord } from "../cloud/scalable-targets.ts";
import type { Datapoint } from "../world/datapoints.ts";
import type { World } from "../world/world.ts";
import { type AlarmState, alarmState, extraPeriods } from "./cloudwatch-alarm.ts";
import type { Controller } from "./controller.ts";

/**
 * How long AWS takes to act.
 *
 * `optimistic`: 3 x 60 s and the world's publishing delay. `measured`: 363 s from a load step to the scale-out, as AWS measured.
 * `20s`: high-resolution metrics, 86 s measured [R: containers-roadmap#2113]. The delays that give these means over all
 * positions of the step within a minute are fitted; AWS publishes only the means [I].
 */
export type TimingProfile = "optimistic" | "measured" | "20s";

export type TargetTrackingOptions = {
  readonly service: string;
  readonly targetPercent: number;
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly profile?: TimingProfile;
  /** ScaleOutCooldown and ScaleInCooldown of the policy. Default 300, as ECS has it [D]. */
  readonly outCooldownSeconds?: number;
  readonly inCooldownSeconds?: number;
  readonly name?: string;
  /** The registered target that the policy is on: its range and its suspensions hold. Without one, minTasks and maxTasks do. */
  readonly scalableTarget?: () => ScalableTargetRecord | undefined;
};

type Timing = {
  readonly periodSeconds: number;
  /** Seconds between alarm evaluations: a minute for periods >= 60 s, 10 s for high resolution [D]. */
  readonly evaluationSeconds: number;
  /** An alarm sees a datapoint this long after its period ended, or when it is published, whichever is later. */
  readonly seenAfterSeconds: number;
};

const timings: Readonly<Record<TimingProfile, Timing>> = {
  optimistic: { periodSeconds: 60, evaluationSeconds: 60, seenAfterSeconds: 0 },
  measured: { periodSeconds: 60, evaluationSeconds: 60, seenAfterSeconds: 190 },
  "20s": { periodSeconds: 20, evaluationSeconds: 10, seenAfterSeconds: 28 },
};

/** 3 of 3 above the target; 15 of 15 below 0.9 x target [R: exported alarms; AWS documents neither count]. */
const highDatapoints = 3;
const lowDatapoints = 15;
const lowRatio = 0.9;
/** An Auto Scaling action repeats once a minute while its alarm stays in ALARM [D]. */
const actionSeconds = 60;
const defaultCooldownSeconds = 300;

/** Application Auto Scaling target tracking on a service's average CPU. */
export class TargetTracking implements Controller {
  readonly name: string;
  private readonly options: TargetTrackingOptions;
  private readonly timing: Timing;
  private startMs: number | null = null;
  private high: AlarmState = "INSUFFICIENT_DATA";
  private low: AlarmState = "INSUFFICIENT_DATA";
  private nextActionMs = 0;
  private outCooldownEndsMs = 0;
  private inCooldownEndsMs = 0;
  /** Tasks added by the scale-out that began the cooldown. */
  private addedBefore = 0;

  constructor(options: TargetTrackingOptions) {
    this.options = options;
    this.timing = timings[options.profile ?? "optimistic"];
    this.name = options.name ?? "target tracking";
  }

  step(world: World): void {
    this.startMs ??= world.nowMs;
    const seconds = (world.nowMs - this.startMs) / 1000;
    const { evaluationSeconds, seenAfterSeconds } = this.timing;
    if (seconds % evaluationSeconds !== seenAfterSeconds % evaluationSeconds) return;
    const found = this.read(world);
    const before = this.high === "ALARM" || this.low === "ALARM";
    this.high = this.evaluate(found, "above", this.options.targetPercent, highDatapoints, world.nowMs);
    this.low = this.evaluate(found, "below", lowRatio * this.options.targetPercent, lowDatapoints, world.nowMs);
    const metric = found.at(-1)?.average;
    if (metric === undefined || (this.high !== "ALARM" && this.low !== "ALARM")) return;
    // The transition acts at once; after it the action repeats each minute.
    if (before && world.nowMs < this.nextActionMs) return;
    this.nextActionMs = world.nowMs + actionSeconds * 1000;
    if (this.high === "ALARM") this.scaleOut(world, metric);
    else this.scaleIn(world, metric);
  }

  private scaleOut(world: World, metric: number): void {
    const { service, targetPercent } = this.options;
    const { minTasks, maxTasks, suspended } = this.range();
    if (suspended?.DynamicScalingOutSuspended === true) return;
    const { running, desired } = world.counts(service);
    // Starts from the running count, not the desired count [D]; the step's size is not published [I].
    const proposed = clamp(Math.ceil((running * metric) / targetPercent), minTasks, maxTasks);
    if (proposed <= desired) return;
    const added = proposed - running;
    // In the cooldown only a larger scale-out passes [D]; "larger" read as more tasks than the one that began it [I].
    if (world.nowMs < this.outCooldownEndsMs && added <= this.addedBefore) return;
    world.setDesiredCount(service, proposed);
    this.addedBefore = added;
    this.outCooldownEndsMs = world.nowMs + (this.options.outCooldownSeconds ?? defaultCooldownSeconds) * 1000;
    // A scale-out ends the cooldown of a scale-in [D].
    this.inCooldownEndsMs = 0;
  }

  private scaleIn(world: World, metric: number): void {
    const { service, targetPercent } = this.options;
    const { minTasks, maxTasks, suspended } = this.range();
    if (suspended?.DynamicScalingInSuspended === true) return;
    if (world.nowMs < this.inCooldownEndsMs) return;
    const { running, desired } = world.counts(service);
    const proposed = clamp(Math.ceil((running * metric) / targetPercent), minTasks, maxTasks);
    if (proposed >= desired || proposed <= 0) return;
    // AutoScalingAnticipatedFlapping: no scale-in that is predicted to reach the target [I].
    if ((running * metric) / proposed > targetPercent) return;
    world.setDesiredCount(service, proposed);
    this.inCooldownEndsMs = world.nowMs + (this.options.inCooldownSeconds ?? defaultCooldownSeconds) * 1000;
  }

  private range(): {
    readonly minTasks: number;
    readonly maxTasks: number;
    readonly suspended?: ScalableTargetRecord["suspended"];
  } {
    const target = this.options.scalableTarget?.();
    if (target === undefined) return this.options;
    return { minTasks: target.minCapacity, maxTasks: target.maxCapacity, suspended: target.suspended };
  }

  private read(world: World): readonly Datapoint[] {
    const { periodSeconds } = this.timing;
    const newestMs = this.newestPeriodMs(world.nowMs);
    const fromMs = newestMs - (lowDatapoints + extraPeriods) * periodSeconds * 1000;
    const metric = { service: this.options.service, name: "CPUUtilization" } as const;
    return world.datapoints(metric, periodSeconds, fromMs, newestMs + 1);
  }

  private evaluate(
    found: readonly Datapoint[],
    comparison: "above" | "below",
    threshold: number,
    datapoints: number,
    nowMs: number,
  ): AlarmState {
    const { periodSeconds } = this.timing;
    const newestPeriodMs = this.newestPeriodMs(nowMs);
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

/**
 * The cap that a careful team sets by hand. Surge is 1: no deployment happens in these scenarios.
 *
 * @returns floor((max_connections - reserved - others) / connections per task), >= 0
 */
export function handSetCap(
  maxConnections: number,
  reservedConnections: number,
  otherConnections: number,
  connectionsPerTask: number,
): number {
  return Math.max(0, Math.floor((maxConnections - reservedConnections - otherConnections) / connectionsPerTask));
}

function clamp(tasks: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, tasks));
}
