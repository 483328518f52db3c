import { describe, expect, it } from "@jest/globals";
import { TargetTracking, type TargetTrackingOptions } from "../../../simulator/controllers/target-tracking.ts";
import { targetTrackingRules } from "../../../simulator/controllers/target-tracking-rules.ts";
import { trackingTimings } from "../../../simulator/controllers/target-tracking-timing.ts";
import type { ServiceSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { legalWorld } from "../world/small-world.ts";
import type { Change } from "./play-kind.ts";

const minutes = (count: number, rate: number) => new Array<number>(count).fill(rate);

/** @param rates requests a second, one per minute; 50 of them are one vCPU, and 2 % is idle */
function changes(
  rates: readonly number[],
  options: Partial<TargetTrackingOptions> = {},
  service: Partial<ServiceSpec> = {},
  during: (world: World, second: number) => void = () => {},
): Change[] {
  const requestsPerSecond = rates.flatMap((rate) => minutes(60, rate));
  const spec = legalWorld({ traffic: { kind: "perSecond", requestsPerSecond }, initialTasks: 10, ...service });
  const world = new World(spec, 1);
  const tracking = new TargetTracking({ service: "shop", targetPercent: 50, minTasks: 1, maxTasks: 60, ...options });
  const found: Change[] = [];
  for (let second = 0; second < rates.length * 60; second += 1) {
    during(world, second);
    const before = world.counts("shop").desired;
    tracking.step(world);
    const { desired } = world.counts("shop");
    if (desired !== before) found.push({ atSecond: second, desired });
    world.step();
  }
  return found;
}

describe("several policies", () => {
  // Memory is 30 % at rest and up to 60 % with full queues: idle at 30 % of its target of 90 %.
  const memory = (targetPercent: number) => ({
    furtherPolicies: [{ metric: "MemoryUtilization", targetPercent }] as const,
  });

  it("out if any wants out, and the largest capacity wins", () => {
    // CPU at 42 % asks for 9 of 10; memory at 30 % of a target of 20 % asks for 15.
    expect(changes(minutes(6, 200), memory(20))[0]).toEqual({ atSecond: 180, desired: 15 });
  });

  it("in only if all want in: memory at its target keeps what CPU would give back", () => {
    const fall = [...minutes(10, 230), ...minutes(30, 85)];
    expect(changes(fall, memory(31))).toEqual([]);
    // CPU at 19 % asks for 4 of 10, memory at 30 % of a target of 51 % for 6: the larger one.
    expect(changes(fall, memory(51))[0]).toEqual({ atSecond: 1_560, desired: 6 });
  });
});

describe("a deployment is in progress", () => {
  const slow: Partial<ServiceSpec> = { maximumPercent: 200, minimumHealthyPercent: 100, pendingSeconds: 600 };

  it("containers-roadmap#525: an alarm sets desired to old + new + step", () => {
    // 82 % of 10 tasks with ten more of the new revision booting at 100 %: more than 20 x 82 / 50.
    const booting: Partial<ServiceSpec> = { maximumPercent: 200, minimumHealthyPercent: 100, bootSeconds: 600 };
    const [first] = changes([...minutes(10, 230), ...minutes(8, 400)], {}, booting, (world, second) => {
      if (second === 590) world.startDeployment("shop");
    });
    expect(first?.desired).toBeGreaterThanOrEqual(33);
    // The same rise without one: 10 x 82 / 50.
    expect(changes([...minutes(10, 230), ...minutes(8, 400)], {}, booting)[0]?.desired).toBe(17);
  });

  it("from the desired count, as a switch, old and new are not added up", () => {
    const booting: Partial<ServiceSpec> = { maximumPercent: 200, minimumHealthyPercent: 100, bootSeconds: 600 };
    const [first] = changes(
      [...minutes(10, 230), ...minutes(8, 400)],
      { stepFrom: "desired" },
      booting,
      (world, second) => {
        if (second === 590) world.startDeployment("shop");
      },
    );
    expect(first?.desired).toBeLessThanOrEqual(20);
  });

  it("scale-in is off, unless switched on", () => {
    const fall = [...minutes(10, 230), ...minutes(20, 85)];
    const deploy = (world: World, second: number): void => {
      if (second === 1_500) world.startDeployment("shop");
    };
    expect(changes(fall, {}, slow, deploy)).toEqual([]);
    expect(changes(fall, { scaleInDuringDeployment: true }, slow, deploy)[0]).toEqual({ atSecond: 1_560, desired: 4 });
  });
});

describe("a rule that is switched shows", () => {
  const fall = [...minutes(10, 230), ...minutes(20, 85)];
  const up = [...minutes(10, 230), ...minutes(10, 400)];
  type Row = { when: string; rates: readonly number[]; options: Partial<TargetTrackingOptions>; expected: Change };
  it.each<Row>([
    {
      when: "low datapoints 5: ten minutes sooner",
      rates: fall,
      options: { lowDatapoints: 5 },
      expected: { atSecond: 960, desired: 4 },
    },
    {
      when: "high datapoints 1: two minutes sooner",
      rates: up,
      options: { highDatapoints: 1 },
      expected: { atSecond: 720, desired: 17 },
    },
  ])("$when", ({ rates, options, expected }) => expect(changes(rates, options)[0]).toEqual(expected));

  it("low ratio 0.5: 39 % of CPU is not low for a target of 50 %", () => {
    const gentle = [...minutes(10, 230), ...minutes(20, 185)];
    expect(changes(gentle)).toEqual([{ atSecond: 1_560, desired: 8 }]);
    expect(changes(gentle, { lowRatio: 0.5 })).toEqual([]);
  });
});

it("a scale-out ends the cooldown of a scale-in", () => {
  const quick = { lowDatapoints: 1, highDatapoints: 1, inCooldownSeconds: 6_000, outCooldownSeconds: 0 };
  const found = changes([...minutes(10, 230), ...minutes(3, 85), ...minutes(4, 230), ...minutes(6, 40)], quick);
  const ways = found.map(({ desired }, index) => (desired < (found[index - 1]?.desired ?? 10) ? "in" : "out"));
  expect([ways[0], ways.includes("out"), ways.at(-1)]).toEqual(["in", true, "in"]);
});

describe("20 s alarms are evaluated every 10 s", () => {
  it("and yet the action of one that stays on repeats once a minute", () => {
    const found = changes([...minutes(10, 230), ...minutes(4, 2_000)], { profile: "20s", outCooldownSeconds: 0 });
    const [first = 0, ...later] = found.map(({ atSecond }) => atSecond);
    expect(later.slice(0, 2)).toEqual([first + 60, first + 120]);
  });

  it("one that has just turned acts at once, whenever the other one acted", () => {
    const quick = { profile: "20s", highDatapoints: 1, lowDatapoints: 2, minTasks: 6 } as const;
    const found = changes([...minutes(10, 230), ...minutes(2, 40), ...minutes(2, 400)], quick);
    // Low at 668, again at 728; the period from 720 on is seen at 768, 40 s later.
    const out = found.find(({ desired }, index) => desired > (found[index - 1]?.desired ?? 10));
    expect([found[0]?.atSecond, out?.atSecond]).toEqual([668, 768]);
  });
});

it("no scale-in that would land on the target: 10 tasks at exactly 25 % would be 5 at exactly 50 %", () => {
  const resting: Partial<ServiceSpec> = { idleCpuRatio: 0.25 };
  expect(changes(minutes(20, 0), {}, resting)).toEqual([]);
  expect(changes(minutes(20, 0), { flapGuard: false }, resting)[0]?.desired).toBe(5);
});

it.each([
  {
    when: "scale-in",
    rates: [...minutes(10, 230), ...minutes(20, 85)],
    suspended: { DynamicScalingInSuspended: true },
  },
  {
    when: "scale-out",
    rates: [...minutes(10, 230), ...minutes(9, 400)],
    suspended: { DynamicScalingOutSuspended: true },
  },
])("a suspended $when does nothing", ({ rates, suspended }) => {
  const range = { minCapacity: 1, maxCapacity: 60 };
  expect(changes(rates, { scalableTarget: () => range })).not.toEqual([]);
  expect(changes(rates, { scalableTarget: () => ({ ...range, suspended }) })).toEqual([]);
});

it("a throttled call is tried again a minute later, and begins no cooldown", () => {
  const rates = [...minutes(10, 230), ...minutes(10, 400)];
  const spec = legalWorld(
    { traffic: { kind: "perSecond", requestsPerSecond: rates.flatMap((rate) => minutes(60, rate)) }, initialTasks: 10 },
    { faults: [{ kind: "api-throttling", api: "ecs", ratio: 1, fromSecond: 830, untilSecond: 890 }] },
  );
  const world = new World(spec, 1);
  const tracking = new TargetTracking({ service: "shop", targetPercent: 50, minTasks: 1, maxTasks: 60 });
  let changedAt = -1;
  for (let second = 0; second < 1_000 && changedAt < 0; second += 1) {
    tracking.step(world);
    if (world.counts("shop").desired !== 10) changedAt = second;
    world.step();
  }
  expect(changedAt).toBe(900);
});

it("defaults are pinned", () => {
  expect(targetTrackingRules).toEqual({
    highDatapoints: 3,
    lowDatapoints: 15,
    lowRatio: 0.9,
    outCooldownSeconds: 300,
    inCooldownSeconds: 300,
    stepFrom: "running",
    scaleInDuringDeployment: false,
    flapGuard: true,
  });
  expect(trackingTimings).toEqual({
    optimistic: { periodSeconds: 60, evaluationSeconds: 60, seenAfterSeconds: 0 },
    measured: { periodSeconds: 60, evaluationSeconds: 60, seenAfterSeconds: 190 },
    "20s": { periodSeconds: 20, evaluationSeconds: 10, seenAfterSeconds: 28 },
  });
});
