import { describe, expect, it } from "@jest/globals";
import { tunedCloudWatchScalerRules } from "../../../../simulator/controllers/kinds/keda-kinds.ts";
import {
  CloudWatchScaler,
  type CloudWatchScalerRules,
  cloudWatchScalerRules,
} from "../../../../simulator/controllers/kubernetes/cloudwatch-scaler.ts";
import type { WorldSpec } from "../../../../simulator/world/spec.ts";
import { legalWorld, steps, worldAfter } from "../../world/small-world.ts";

const minutes = (...rates: readonly number[]) =>
  ({ kind: "perSecond", requestsPerSecond: rates.flatMap((rate) => new Array<number>(60).fill(rate)) }) as const;

const spec: WorldSpec = legalWorld({ traffic: minutes(40, 40, 40, 40, 40, 100, 100, 100, 100, 100, 40) });

const reads = (seconds: number, rules: Partial<CloudWatchScalerRules> = {}, world = spec) =>
  new CloudWatchScaler("shop", "requests", 30, { ...cloudWatchScalerRules, ...rules }).read(worldAfter(seconds, world));

describe("the query window", () => {
  it.each([
    { when: "defaults: the last whole five minutes", seconds: 899, rules: {}, expected: 100 },
    {
      when: "defaults: right after a boundary the last minute is not published yet",
      seconds: 305,
      rules: {},
      expected: 40,
    },
    {
      when: "defaults: before the first whole period there is nothing, which reads as 0",
      seconds: 200,
      rules: {},
      expected: 0,
    },
    {
      when: "tuned: the newest published minute of three",
      seconds: 485,
      rules: tunedCloudWatchScalerRules,
      expected: 100,
    },
  ])("$when", ({ seconds, rules, expected }) => {
    const found = reads(seconds, rules) as number;
    expect(Math.abs(found - expected)).toBeLessThan(2);
  });
});

describe("nothing is found", () => {
  const stale = { ...spec, faults: [{ kind: "stale-metrics", fromSecond: 1, untilSecond: 5_000 }] } as const;
  const failing = (rules: Partial<CloudWatchScalerRules>) =>
    new CloudWatchScaler("shop", "requests", 30, { ...cloudWatchScalerRules, ignoreNullValues: false, ...rules });

  it("default: reads as minMetricValue, 0", () => expect(reads(1_000, {}, stale)).toBe(0));
  it("ignoreNullValues false: an error, so no value", () => {
    expect(reads(1_000, { ignoreNullValues: false }, stale)).toBeUndefined();
  });
  it("fallback: from the fourth failure in a row on, as much as its replicas need", () => {
    const scaler = failing({ fallback: { failureThreshold: 3, replicas: 6 } });
    const world = worldAfter(1_000, stale);
    expect([1, 2, 3, 4, 5].map(() => scaler.read(world))).toEqual([undefined, undefined, undefined, 180, 180]);
  });
});

it("one answer ends a row of failures", () => {
  const rules = { ...cloudWatchScalerRules, ignoreNullValues: false, fallback: { failureThreshold: 3, replicas: 6 } };
  const scaler = new CloudWatchScaler("shop", "requests", 30, rules);
  const stale = worldAfter(1_000, { ...spec, faults: [{ kind: "stale-metrics", fromSecond: 1, untilSecond: 5_000 }] });
  const worlds = [stale, stale, stale, worldAfter(899, spec), stale];
  expect(worlds.map((world) => scaler.read(world) === undefined)).toEqual([true, true, true, false, true]);
});

it("CPU over several minutes is the mean over all tasks, not over minutes", () => {
  // 80 requests a second: 82 % of 2 tasks for two and a half minutes, 22 % of 8 for the others.
  const world = steps(worldAfter(450, legalWorld({ traffic: minutes(80), initialTasks: 2 })), 0);
  world.setDesiredCount("shop", 8);
  steps(world, 211);
  const found = new CloudWatchScaler("shop", "cpu", 60, cloudWatchScalerRules).read(world) as number;
  expect(found).toBeGreaterThan(30);
  expect(found).toBeLessThan(46);
});

it("defaults are KEDA's own; tuned ones are 60 and 180 s, and a missing value is an error", () => {
  const defaults = {
    periodSeconds: 300,
    collectionSeconds: 300,
    ignoreNullValues: true,
    emptyValue: 0,
    fallback: null,
  };
  expect(cloudWatchScalerRules).toEqual(defaults);
  expect(tunedCloudWatchScalerRules).toEqual({
    ...defaults,
    periodSeconds: 60,
    collectionSeconds: 180,
    ignoreNullValues: false,
  });
});
