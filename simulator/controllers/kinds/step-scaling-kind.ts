import { combineControllers } from "../combine-controllers.ts";
import type { ControllerKind } from "../controller.ts";
import { StepScalingPair } from "../step-scaling-pair.ts";

export const stepScalingKind: ControllerKind = {
  name: "step-scaling",
  title: "AWS step scaling",
  purpose:
    "Step scaling with AWS's sample on average CPU (2 of 2 datapoints of 60 s above the target; 0-15 points above: +1, 15-25: +2, from 25 on: +3; cooldown 60 s), and one task less while 15 of 15 datapoints are below half the target.",
  inferences: [
    "AWS's sample has no scale-in policy: one task at a time, below half the target for 15 minutes, 60 s cooldown, is ours.",
    "AWS's sample has a threshold of 70; the scenario's target is used, so that every contender is told the same.",
  ],
  family: "aws",
  make: (scene) => combineControllers("step-scaling", scene, (terms) => new StepScalingPair(terms)),
};
