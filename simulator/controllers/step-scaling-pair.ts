import type { World } from "../world/world.ts";
import type { Controller } from "./controller.ts";
import type { StepPolicy } from "./step-adjustment.ts";
import { StepScaling } from "./step-scaling.ts";

/** What a reader may switch. docs/peers.md has it as a table. */
export type StepScalingRules = {
  readonly outSteps: StepPolicy["steps"];
  /** N of N datapoints of 60 s above the target. */
  readonly outDatapoints: number;
  readonly outCooldownSeconds: number;
  /** The scale-in alarm's threshold, of the target. */
  readonly inRatio: number;
  readonly inDatapoints: number;
  /** Tasks that one scale-in removes. */
  readonly inTasks: number;
  readonly inCooldownSeconds: number;
  /** What a step is computed from: the running count [D]. */
  readonly stepFrom: "running" | "desired";
  /** AWS suspends scale-in while a deployment is in progress, and leaves scale-out on [D]. */
  readonly scaleInDuringDeployment: boolean;
};

/** Out: AWS's sample [D]. In: AWS's sample stops at the scale-out, so this is ours [I]. */
export const stepScalingRules: StepScalingRules = {
  outSteps: [
    { lower: 0, upper: 15, adjustment: 1 },
    { lower: 15, upper: 25, adjustment: 2 },
    { lower: 25, upper: null, adjustment: 3 },
  ],
  outDatapoints: 2,
  outCooldownSeconds: 60,
  inRatio: 0.5,
  inDatapoints: 15,
  inTasks: 1,
  inCooldownSeconds: 60,
  stepFrom: "running",
  scaleInDuringDeployment: false,
};

export type StepScalingPairOptions = Partial<StepScalingRules> & {
  readonly service: string;
  readonly targetPercent: number;
  readonly minTasks: number;
  readonly maxTasks: number;
};

/** A service with a step scaling policy for each direction, each with its own alarm and cooldown. */
export class StepScalingPair implements Controller {
  readonly name = "step scaling";
  private readonly out: StepScaling;
  private readonly in: StepScaling;

  constructor(options: StepScalingPairOptions) {
    const { service, targetPercent, minTasks, maxTasks } = options;
    const rules = { ...stepScalingRules, ...options };
    const { stepFrom, scaleInDuringDeployment } = rules;
    const scalableTarget = () => ({ minCapacity: minTasks, maxCapacity: maxTasks });
    this.out = new StepScaling({
      service,
      policy: { adjustmentType: "ChangeInCapacity", steps: rules.outSteps },
      alarm: { comparison: "above", threshold: targetPercent, datapoints: rules.outDatapoints },
      cooldownSeconds: rules.outCooldownSeconds,
      stepFrom,
      scalableTarget,
    });
    this.in = new StepScaling({
      service,
      policy: {
        adjustmentType: "ChangeInCapacity",
        steps: [{ lower: null, upper: 0, adjustment: -rules.inTasks }],
      },
      alarm: { comparison: "below", threshold: rules.inRatio * targetPercent, datapoints: rules.inDatapoints },
      cooldownSeconds: rules.inCooldownSeconds,
      stepFrom,
      scaleInDuringDeployment,
      scalableTarget,
    });
  }

  step(world: World): void {
    this.out.step(world);
    this.in.step(world);
  }
}
