import { describe, expect, it } from "@jest/globals";
import type { StepPolicy } from "../../../simulator/controllers/step-adjustment.ts";
import { StepScaling } from "../../../simulator/controllers/step-scaling.ts";
import {
  StepScalingPair,
  type StepScalingPairOptions,
  stepScalingRules,
} from "../../../simulator/controllers/step-scaling-pair.ts";
import type { ServiceSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { legalWorld } from "../world/small-world.ts";
import type { Change } from "./play-kind.ts";

const minutes = (count: number, rate: number) => new Array<number>(count).fill(rate);

function changes(
  rates: readonly number[],
  options: Partial<StepScalingPairOptions> = {},
  service: Partial<ServiceSpec> = {},
  during: (world: World, second: number) => void = () => {},
): Change[] {
  const requestsPerSecond = rates.flatMap((rate) => minutes(60, rate));
  const world = new World(
    legalWorld({ traffic: { kind: "perSecond", requestsPerSecond }, initialTasks: 10, ...service }),
    1,
  );
  const pair = new StepScalingPair({ service: "shop", targetPercent: 70, minTasks: 2, maxTasks: 20, ...options });
  const found: Change[] = [];
  for (let second = 0; second < rates.length * 60; second += 1) {
    during(world, second);
    const before = world.counts("shop").desired;
    pair.step(world);
    const { desired } = world.counts("shop");
    if (desired !== before) found.push({ atSecond: second, desired });
    world.step();
  }
  return found;
}

describe("AWS's sample at a threshold of 70", () => {
  // Two breaching minutes and a minute of publishing: 180 s after the rise at 300 s.
  type Row = { when: string; rate: number; expected: number };
  it.each<Row>([
    { when: "75 % is in the first step: 1 more", rate: 365, expected: 11 },
    { when: "90 % is in the second: 2 more", rate: 440, expected: 12 },
    { when: "98 % is in the third: 3 more", rate: 482, expected: 13 },
  ])("$when", ({ rate, expected }) => {
    expect(changes([...minutes(5, 300), ...minutes(4, rate)])).toEqual([{ atSecond: 480, desired: expected }]);
  });

  it("the alarm's action repeats each minute, and its cooldown of 60 s is over by then", () => {
    const found = changes([...minutes(5, 300), ...minutes(6, 490)]);
    expect(found.slice(0, 2)).toEqual([
      { atSecond: 480, desired: 13 },
      { atSecond: 540, desired: 16 },
    ]);
  });

  it("in: one task a minute once 15 minutes were below half the target, down to the minimum", () => {
    const found = changes([...minutes(5, 300), ...minutes(30, 40)]);
    expect(found.slice(0, 2)).toEqual([
      { atSecond: 1_260, desired: 9 },
      { atSecond: 1_320, desired: 8 },
    ]);
    expect(found.at(-1)?.desired).toBe(2);
  });
});

it("AWS's worked example on a world: 10, at 60 % 11, at 70 % 14, at 40 % 13, at 30 % 10", () => {
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
  // By minute: CPU, and the count at which it is had. 55 and 45 are in the steps of 0 %; 1 % beyond the guide's figures each
  // way is for the noise of arrivals. A minute is published a minute after it ended, and acted on at once.
  const load = [
    [55, 10],
    [61, 10],
    [55, 10],
    [55, 11],
    [71, 11],
    [55, 11],
    [45, 14],
    [39, 14],
    [45, 14],
    [45, 13],
    [29, 13],
    [45, 13],
    [55, 10],
  ] as const;
  // 50 requests a second are one vCPU, and 2 % is idle.
  const requestsPerSecond = load.flatMap(([percent, tasks]) => minutes(60, ((percent - 2) / 100) * 50 * tasks));
  const traffic = { kind: "perSecond", requestsPerSecond } as const;
  const quick = { pendingSeconds: 1, bootSeconds: 1, bootCpuRatio: 0.5, drainSeconds: 1 };
  const world = new World(legalWorld({ traffic, initialTasks: 10, ...quick }), 1);
  const counts = [10];
  const policies = [
    { policy: out, comparison: "above" },
    { policy: down, comparison: "below" },
  ] as const;
  const range = () => ({ minCapacity: 1, maxCapacity: 100 });
  const controllers = policies.map(({ policy, comparison }) => {
    const alarm = { comparison, threshold: 50, datapoints: 2 } as const;
    return new StepScaling({ service: "shop", policy, alarm, cooldownSeconds: 0, scalableTarget: range });
  });
  for (let second = 0; second < load.length * 60; second += 1) {
    for (const controller of controllers) controller.step(world);
    const { desired } = world.counts("shop");
    if (desired !== counts.at(-1)) counts.push(desired);
    world.step();
  }
  expect(counts).toEqual([10, 11, 14, 13, 10]);
});

it("defaults are pinned: AWS's sample out, ours in", () => {
  expect(stepScalingRules).toEqual({
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
  });
});

describe("what the ECS guide says of every scaling policy", () => {
  it("starts from the running count: tasks that are pending are not added to again", () => {
    const slow: Partial<ServiceSpec> = { pendingSeconds: 400 };
    const rise = [...minutes(5, 300), ...minutes(8, 490)];
    expect(changes(rise, {}, slow)).toEqual([{ atSecond: 480, desired: 13 }]);
    expect(changes(rise, { stepFrom: "desired" }, slow).map(({ desired }) => desired)).toEqual([13, 16, 19, 20]);
  });

  it("a deployment in progress: scale-in is off, unless switched on, and scale-out is on", () => {
    const slow: Partial<ServiceSpec> = { pendingSeconds: 3_000 };
    const deploy = (world: World, second: number): void => {
      if (second === 400) world.startDeployment("shop");
    };
    const fall = [...minutes(5, 300), ...minutes(20, 40)];
    expect(changes(fall, {}, slow, deploy)).toEqual([]);
    expect(changes(fall, { scaleInDuringDeployment: true }, slow, deploy)[0]).toEqual({ atSecond: 1_260, desired: 9 });
    expect(changes([...minutes(5, 300), ...minutes(4, 365)], {}, slow, deploy)[0]?.desired).toBe(11);
  });

  it("a scale-in leaves a count alone that somebody has set below the minimum; a scale-out brings it up", () => {
    const few: Partial<ServiceSpec> = { initialTasks: 2 };
    expect(changes(minutes(20, 10), { minTasks: 4 }, few)).toEqual([]);
    expect(changes(minutes(8, 80), { minTasks: 4 }, few)[0]?.desired).toBe(4);
  });
});

it("in the cooldown a scale-in waits", () => {
  const found = changes([...minutes(5, 300), ...minutes(24, 40)], { inCooldownSeconds: 300 });
  expect(found).toEqual([
    { atSecond: 1_260, desired: 9 },
    { atSecond: 1_560, desired: 8 },
  ]);
});

it("in the cooldown a bigger step adds only the difference", () => {
  // 1 more at 75 %, a minute of 98 % asks for 3 more than the 10 that there were.
  const found = changes([...minutes(5, 300), 365, 365, ...minutes(4, 540)], { outCooldownSeconds: 300 });
  expect(found).toEqual([
    { atSecond: 480, desired: 11 },
    { atSecond: 540, desired: 13 },
  ]);
});
