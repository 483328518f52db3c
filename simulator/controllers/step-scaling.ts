import type { World } from "../world/world.ts";
import { type AlarmState, alarmState, extraPeriods } from "./cloudwatch-alarm.ts";
import type { Controller } from "./controller.ts";
import { isDeploying } from "./is-deploying.ts";
import { orderTasks } from "./order-tasks.ts";
import type { ScalableRange } from "./scalable-range.ts";
import { type StepPolicy, stepCapacity } from "./step-adjustment.ts";

export type StepScalingOptions = {
  readonly service: string;
  readonly policy: StepPolicy;
  /** Of the service's average CPU, in percent. */
  readonly alarm: { readonly comparison: "above" | "below"; readonly threshold: number; readonly datapoints: number };
  /** Default 300 [D]. */
  readonly cooldownSeconds?: number;
  /** What a step is computed from: the running count [D]. */
  readonly stepFrom?: "running" | "desired";
  /** Default false: scale-in is off while a deployment is in progress, scale-out is on [D]. */
  readonly scaleInDuringDeployment?: boolean;
  readonly scalableTarget: () => ScalableRange | undefined;
};

const periodMs = 60_000;
const defaultCooldownSeconds = 300;

/**
 * A step scaling policy behind a CloudWatch alarm of 60 s periods.
 *
 * In the cooldown a scale-out adds only what it asks for beyond the one that began it; a scale-in waits [D]. An Auto
 * Scaling action repeats once a minute while its alarm stays in ALARM [D]. The running count and deployments are what the ECS
 * guide says of every scaling policy.
 */
export class StepScaling implements Controller {
  readonly name = "step scaling";
  private readonly options: StepScalingOptions;
  private state: AlarmState = "INSUFFICIENT_DATA";
  private cooldownEndsMs = 0;
  /** Tasks added by the scale-out that began the cooldown. */
  private addedBefore = 0;

  constructor(options: StepScalingOptions) {
    this.options = options;
  }

  step(world: World): void {
    if (world.nowMs % periodMs !== 0) return;
    const { alarm, service } = this.options;
    const newestPeriodMs = world.nowMs - periodMs;
    const fromMs = newestPeriodMs - (alarm.datapoints + extraPeriods - 1) * periodMs;
    const found = world.datapoints({ service, name: "CPUUtilization" }, 60, fromMs, newestPeriodMs + 1);
    this.state = alarmState(found, newestPeriodMs, { ...alarm, periodSeconds: 60 });
    const metric = found.at(-1)?.average;
    if (this.state === "ALARM" && metric !== undefined) this.act(world, metric);
  }

  private act(world: World, metric: number): void {
    const { service, policy, alarm, cooldownSeconds = defaultCooldownSeconds } = this.options;
    const target = this.options.scalableTarget();
    if (target === undefined) return;
    const counts = world.counts(service);
    const { desired } = counts;
    const cooling = world.nowMs < this.cooldownEndsMs;
    // Of a larger step in the cooldown only the difference is added: what was added before is in the capacity already.
    const base = cooling ? desired - this.addedBefore : counts[this.options.stepFrom ?? "running"];
    const asked = stepCapacity(policy, base, metric, alarm.threshold);
    const proposed = Math.min(target.maxCapacity, Math.max(target.minCapacity, asked));
    // A scale-in doesn't raise a count below the minimum, nor a scale-out lower one above the maximum [D].
    const out = asked > base && proposed > desired;
    if (out) {
      if (target.suspended?.DynamicScalingOutSuspended === true) return;
    } else if (proposed < desired && asked < base) {
      if (target.suspended?.DynamicScalingInSuspended === true || cooling) return;
      if (this.options.scaleInDuringDeployment !== true && isDeploying(world, service)) return;
    } else return;
    if (!orderTasks(world, service, proposed)) return;
    this.addedBefore = out ? proposed - base : 0;
    this.cooldownEndsMs = world.nowMs + cooldownSeconds * 1000;
  }
}
