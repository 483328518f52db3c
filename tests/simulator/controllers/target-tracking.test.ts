import { describe, expect, it } from "@jest/globals";
import {
  handSetCap,
  TargetTracking,
  type TargetTrackingOptions,
  type TimingProfile,
} from "../../../simulator/controllers/target-tracking.ts";
import { World } from "../../../simulator/world/world.ts";
import { legalWorld } from "../world/small-world.ts";

type Change = { readonly atSecond: number; readonly desired: number };

/**
 * CPU follows from requests: 50 requests a second are one vCPU, and 2 % is idle.
 *
 * @param rates requests a second, one per minute; the last one stays
 */
function changes(
  rates: readonly number[],
  seconds: number,
  options: Partial<TargetTrackingOptions> = {},
  service: Parameters<typeof legalWorld>[0] = {},
): Change[] {
  const perSecond = rates.flatMap((rate) => new Array<number>(60).fill(rate));
  const world = new World(
    legalWorld({
      traffic: { kind: "perSecond", requestsPerSecond: perSecond },
      initialTasks: 5,
      pendingSeconds: 20,
      bootSeconds: 3,
      queueLimitPerTask: 20,
      ...service,
    }),
    1,
  );
  const controller = new TargetTracking({ service: "shop", targetPercent: 50, minTasks: 1, maxTasks: 40, ...options });
  const found: Change[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const before = world.counts("shop").desired;
    controller.step(world);
    const { desired } = world.counts("shop");
    if (desired !== before) found.push({ atSecond: second, desired });
    world.step();
  }
  return found;
}

const minutes = (count: number, rate: number) => new Array<number>(count).fill(rate);

describe("Application Auto Scaling target tracking, target 50 %", () => {
  type Row = {
    when: string;
    rates: readonly number[];
    seconds: number;
    options?: Partial<TargetTrackingOptions>;
    expected: Change[];
  };
  it.each<Row>([
    {
      when: "3 of 3 breaching minutes and the publishing delay: ceil(5 x 82 / 50) = 9 after 4 minutes",
      rates: [...minutes(10, 100), ...minutes(20, 200)],
      seconds: 860,
      expected: [{ atSecond: 840, desired: 9 }],
    },
    { when: "between 0.9 x target and the target nothing happens", rates: [115], seconds: 3_600, expected: [] },
    {
      when: "two breaching minutes do not scale",
      rates: [...minutes(10, 100), 200, 200, ...minutes(20, 105)],
      seconds: 1_800,
      expected: [],
    },
    {
      when: "the maximum holds",
      rates: [...minutes(10, 100), ...minutes(30, 250)],
      seconds: 1_500,
      options: { maxTasks: 7 },
      expected: [{ atSecond: 840, desired: 7 }],
    },
    {
      when: "one step is at most x(100 / target), and with a late metric one comes each minute: 10, 20, 40",
      rates: [...minutes(10, 100), ...minutes(30, 1_000)],
      seconds: 1_140,
      expected: [
        { atSecond: 840, desired: 10 },
        { atSecond: 900, desired: 20 },
        { atSecond: 960, desired: 40 },
      ],
    },
    {
      when: "scale-in waits for 15 of 15 minutes and comes at once to ceil(5 x 22 / 50) = 3",
      rates: [...minutes(10, 115), ...minutes(40, 50)],
      seconds: 1_620,
      expected: [{ atSecond: 1_560, desired: 3 }],
    },
    {
      when: "14 low minutes and one good one do not scale in",
      rates: [...minutes(10, 115), ...minutes(14, 50), ...minutes(10, 115)],
      seconds: 2_000,
      expected: [],
    },
    {
      when: "no task reports, so no datapoint, so nothing is done",
      rates: [0],
      seconds: 3_600,
      options: { minTasks: 0 },
      expected: [],
    },
  ])("$when", ({ when, rates, seconds, options, expected }) => {
    const service = when.startsWith("no task") ? { initialTasks: 0 } : {};
    expect(changes(rates, seconds, options, service)).toEqual(expected);
  });

  it("in the cooldown a smaller scale-out waits for its end", () => {
    // 5 -> 9 at 82 %; then 9 tasks at 58 % would become 11: 2 more, fewer than the 4 before.
    const rates = [...minutes(10, 100), ...minutes(3, 200), 140, ...minutes(20, 240)];
    const patient = changes(rates, 1_200);
    expect(patient[0]).toEqual({ atSecond: 840, desired: 9 });
    expect(patient[1]?.atSecond).toBe(1_140);
    const impatient = changes(rates, 1_200, { outCooldownSeconds: 0 });
    expect(impatient[1]?.atSecond).toBe(900);
  });

  it("a scale-in is followed by another one only after its cooldown", () => {
    const rates = [...minutes(10, 460), ...minutes(15, 396), ...minutes(20, 200)];
    const [first, second] = changes(rates, 2_400, {}, { initialTasks: 20 });
    expect(first).toEqual({ atSecond: 1_560, desired: 17 });
    expect(second).toEqual({ atSecond: 1_860, desired: 9 });
  });

  it("starts from running: tasks that are still pending are not multiplied again", () => {
    const found = changes([...minutes(10, 100), ...minutes(30, 200)], 1_100, {}, { pendingSeconds: 240 });
    expect(found).toEqual([{ atSecond: 840, desired: 9 }]);
  });
});

describe("how long a load step takes to scale out, over all positions within a minute", () => {
  type Row = { when: string; profile: TimingProfile; seconds: number };
  it.each<Row>([
    { when: "optimistic: about 4 minutes", profile: "optimistic", seconds: 232 },
    { when: "as AWS measured: 363 s", profile: "measured", seconds: 363 },
    { when: "20 s metrics, as AWS measured: 86 s", profile: "20s", seconds: 86 },
  ])("$when", ({ profile, seconds }) => {
    const waits: number[] = [];
    for (let offset = 0; offset < 60; offset += 5) {
      const rise = 600 + offset;
      const world = new World(
        legalWorld({
          traffic: {
            kind: "ramp",
            baseRequestsPerSecond: 100,
            riseAtSeconds: rise,
            rampSeconds: 1,
            amplitude: 2.4,
          },
          initialTasks: 5,
        }),
        1,
      );
      const controller = new TargetTracking({ service: "shop", targetPercent: 60, minTasks: 5, maxTasks: 40, profile });
      let second = 0;
      for (; second < 1_500 && world.counts("shop").desired === 5; second += 1) {
        controller.step(world);
        world.step();
      }
      waits.push(second - 1 - rise);
    }
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(Math.abs(mean - seconds)).toBeLessThan(5);
  });
});

describe("the hand-set cap, surge 1", () => {
  type Row = { when: string; given: [number, number, number, number]; expected: number };
  it.each<Row>([
    { when: "182 left at 20 a task is 9", given: [200, 8, 10, 20], expected: 9 },
    { when: "182 left at 10 a task is 18", given: [200, 8, 10, 10], expected: 18 },
    { when: "392 left at 20 a task is 19", given: [410, 8, 10, 20], expected: 19 },
    { when: "nothing left is 0", given: [20, 8, 30, 10], expected: 0 },
  ])("$when", ({ given, expected }) => expect(handSetCap(...given)).toBe(expected));
});
