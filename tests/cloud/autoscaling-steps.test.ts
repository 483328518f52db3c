import { describe, expect, it } from "@jest/globals";
import { type StepPolicy, stepCapacity } from "../../simulator/controllers/step-adjustment.ts";
import { StepScaling } from "../../simulator/controllers/step-scaling.ts";
import { smallStack } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";

/** Of the guide's worked example: threshold 50, adjustments in percent. */
const out: StepPolicy = {
  adjustmentType: "PercentChangeInCapacity",
  steps: [
    { lower: 0, upper: 10, adjustment: 0 },
    { lower: 10, upper: 20, adjustment: 10 },
    { lower: 20, upper: null, adjustment: 30 },
  ],
};
const down: StepPolicy = {
  adjustmentType: "PercentChangeInCapacity",
  steps: [
    { lower: -10, upper: 0, adjustment: 0 },
    { lower: -20, upper: -10, adjustment: -10 },
    { lower: null, upper: -20, adjustment: -30 },
  ],
};

it("AWS's worked example: 10, at 60 % 11, at 70 % 14, at 40 % 13, at 30 % 10", () => {
  const counts = [10];
  for (const [policy, metric] of [
    [out, 60],
    [out, 70],
    [down, 40],
    [down, 30],
  ] as const)
    counts.push(stepCapacity(policy, counts.at(-1)!, metric, 50));
  expect(counts).toEqual([10, 11, 14, 13, 10]);
});

describe("steps", () => {
  const change: StepPolicy = {
    adjustmentType: "ChangeInCapacity",
    steps: [
      { lower: 0, upper: 15, adjustment: 1 },
      { lower: 15, upper: 25, adjustment: 2 },
      { lower: 25, upper: null, adjustment: 3 },
    ],
  };
  it.each([
    { when: "the threshold itself is in the first step", metric: 70, expected: 11 },
    { when: "an upper bound is exclusive", metric: 84.9, expected: 11 },
    { when: "a lower bound is inclusive", metric: 85, expected: 12 },
    { when: "the last step has no end", metric: 100, expected: 13 },
    { when: "below the threshold no step matches", metric: 69, expected: 10 },
  ])("$when", ({ metric, expected }) => expect(stepCapacity(change, 10, metric, 70)).toBe(expected));

  const percent = (adjustment: number, minAdjustmentMagnitude?: number): StepPolicy => ({
    adjustmentType: "PercentChangeInCapacity",
    steps: [{ lower: null, upper: null, adjustment }],
    ...(minAdjustmentMagnitude === undefined ? {} : { minAdjustmentMagnitude }),
  });
  it.each([
    { when: "12.7 more is 12 more", policy: percent(127), capacity: 10, expected: 22 },
    { when: "0.67 more is 1 more", policy: percent(6.7), capacity: 10, expected: 11 },
    { when: "0.58 fewer is 1 fewer", policy: percent(-5.8), capacity: 10, expected: 9 },
    { when: "6.67 fewer is 6 fewer", policy: percent(-66.7), capacity: 10, expected: 4 },
    { when: "25 % of 4 is at least the magnitude of 2", policy: percent(25, 2), capacity: 4, expected: 6 },
    {
      when: "an exact capacity is what it says",
      policy: { adjustmentType: "ExactCapacity", steps: [{ lower: null, upper: null, adjustment: 7 }] } as const,
      capacity: 10,
      expected: 7,
    },
  ])("$when", ({ policy, capacity, expected }) => expect(stepCapacity(policy, capacity, 90, 50)).toBe(expected));
});

describe("a step scaling policy at work", () => {
  const stackUnder = (suspended: boolean) => {
    const stack = smallStack(worldSpec(160), stackConfig({ mode: "observe" }));
    const service = stackConfig().services[0]!;
    stack.cloud.autoScaling.registerScalableTarget({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: "service/shop/checkout",
      MinCapacity: 2,
      MaxCapacity: 7,
      SuspendedState: { DynamicScalingOutSuspended: suspended },
    });
    const controller = new StepScaling({
      service: "checkout",
      policy: { adjustmentType: "ChangeInCapacity", steps: [{ lower: 0, upper: null, adjustment: 2 }] },
      alarm: { comparison: "above", threshold: 60, datapoints: 2 },
      scalableTarget: () => stack.cloud.autoScaling.target(service),
    });
    const desired: number[] = [];
    for (let second = 0; second < 900; second += 1) {
      controller.step(stack.world);
      stack.world.step();
      const now = stack.world.counts("checkout").desired;
      if (desired.at(-1) !== now) desired.push(now);
    }
    return desired;
  };

  it("adds its step, not the same one again in the cooldown, and stays within the target's range", () => {
    expect(stackUnder(false)).toEqual([4, 6]);
  });

  it("does nothing while scale-out is suspended", () => {
    expect(stackUnder(true)).toEqual([4]);
  });
});
