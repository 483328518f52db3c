import type { World } from "../world/world.ts";
import type { Controller } from "./controller.ts";
import { isDeploying } from "./is-deploying.ts";
import { orderTasks } from "./order-tasks.ts";
import type { ScalableRange } from "./scalable-range.ts";
import { type TargetTrackingRules, targetTrackingRules } from "./target-tracking-rules.ts";
import { type TimingProfile, type TrackingTiming, trackingTimings } from "./target-tracking-timing.ts";
import { TrackedMetric, type TrackedTarget } from "./tracked-metric.ts";

export type { TimingProfile } from "./target-tracking-timing.ts";

export type TargetTrackingOptions = Partial<TargetTrackingRules> & {
  readonly service: string;
  /** Of the service's average CPU; unused where `tracks` says something else. */
  readonly targetPercent: number;
  /** What the first policy tracks. Default: the average CPU. */
  readonly tracks?: TrackedTarget;
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly profile?: TimingProfile;
  readonly name?: string;
  /** Further policies on the same service, beside the first one. */
  readonly furtherPolicies?: readonly TrackedTarget[];
  /** The registered target that the policies are on: its range and its suspensions hold. Without one, minTasks and maxTasks do. */
  readonly scalableTarget?: () => ScalableRange | undefined;
  /** How ECS is told a desired count. Default: the world is. @returns whether it was taken */
  readonly order?: typeof orderTasks;
};

/** An Auto Scaling action repeats once a minute while its alarm stays in ALARM [D]. */
const actionMs = 60_000;

/**
 * Application Auto Scaling target tracking on one service: one policy, by default on its average CPU, or several.
 *
 * Out if any policy wants out, in only if all want in, and the largest capacity wins [D].
 */
export class TargetTracking implements Controller {
  readonly name: string;
  private readonly options: TargetTrackingOptions;
  private readonly rules: TargetTrackingRules;
  private readonly timing: TrackingTiming;
  private readonly policies: readonly TrackedMetric[];
  private readonly order: typeof orderTasks;
  private startMs: number | null = null;
  private direction: "out" | "in" | null = null;
  private nextActionMs = 0;
  private outCooldownEndsMs = 0;
  private inCooldownEndsMs = 0;
  /** Tasks added by the scale-out that began the cooldown. */
  private addedBefore = 0;

  constructor(options: TargetTrackingOptions) {
    this.options = options;
    this.rules = { ...targetTrackingRules, ...options };
    this.timing = trackingTimings[options.profile ?? "optimistic"];
    this.name = options.name ?? "target tracking";
    this.order = options.order ?? orderTasks;
    const first = options.tracks ?? { metric: "CPUUtilization", targetPercent: options.targetPercent };
    this.policies = [first, ...(options.furtherPolicies ?? [])].map(
      (target) => new TrackedMetric(options.service, target, this.timing, this.rules),
    );
  }

  step(world: World): void {
    this.startMs ??= world.nowMs;
    const seconds = (world.nowMs - this.startMs) / 1000;
    const { evaluationSeconds, seenAfterSeconds } = this.timing;
    if (seconds % evaluationSeconds !== seenAfterSeconds % evaluationSeconds) return;
    for (const policy of this.policies) policy.evaluate(world);
    const before = this.direction;
    this.direction = this.wantedDirection();
    if (this.direction === null) return;
    // The transition acts at once; after it the action repeats each minute.
    if (before === this.direction && world.nowMs < this.nextActionMs) return;
    this.nextActionMs = world.nowMs + actionMs;
    if (this.direction === "out") this.scaleOut(world);
    else this.scaleIn(world);
  }

  private wantedDirection(): "out" | "in" | null {
    if (this.policies.some(({ high }) => high === "ALARM")) return "out";
    return this.policies.every(({ low }) => low === "ALARM") ? "in" : null;
  }

  private scaleOut(world: World): void {
    const { service } = this.options;
    const { minCapacity, maxCapacity, suspended } = this.range();
    if (suspended?.DynamicScalingOutSuspended === true) return;
    const capacity = this.capacity(world);
    const asked = this.policies.filter(({ high }) => high === "ALARM").map((policy) => policy.tasksFor(capacity));
    const proposed = clamp(Math.max(...asked), minCapacity, maxCapacity);
    if (proposed <= world.counts(service).desired) return;
    const added = proposed - capacity;
    // In the cooldown only a larger scale-out passes [D]; "larger" read as more tasks than the one that began it [I].
    if (world.nowMs < this.outCooldownEndsMs && added <= this.addedBefore) return;
    if (!this.order(world, service, proposed)) return;
    this.addedBefore = added;
    this.outCooldownEndsMs = world.nowMs + this.rules.outCooldownSeconds * 1000;
    // A scale-out ends the cooldown of a scale-in [D].
    this.inCooldownEndsMs = 0;
  }

  private scaleIn(world: World): void {
    const { service } = this.options;
    const { minCapacity, maxCapacity, suspended } = this.range();
    if (suspended?.DynamicScalingInSuspended === true) return;
    if (world.nowMs < this.inCooldownEndsMs) return;
    if (!this.rules.scaleInDuringDeployment && isDeploying(world, service)) return;
    const capacity = this.capacity(world);
    const asked = this.policies.map((policy) => policy.tasksFor(capacity));
    const proposed = clamp(Math.max(...asked), minCapacity, maxCapacity);
    if (proposed >= world.counts(service).desired || proposed <= 0) return;
    if (this.rules.flapGuard && this.policies.some((policy) => policy.reachesTarget(capacity, proposed))) return;
    if (!this.order(world, service, proposed)) return;
    this.inCooldownEndsMs = world.nowMs + this.rules.inCooldownSeconds * 1000;
  }

  private capacity(world: World): number {
    return world.counts(this.options.service)[this.rules.stepFrom];
  }

  private range(): ScalableRange {
    const { minTasks, maxTasks, scalableTarget } = this.options;
    return scalableTarget?.() ?? { minCapacity: minTasks, maxCapacity: maxTasks };
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
