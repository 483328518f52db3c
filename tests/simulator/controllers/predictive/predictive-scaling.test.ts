import { expect, it } from "@jest/globals";
import { PredictiveScaling } from "../../../../simulator/controllers/predictive/predictive-scaling.ts";
import { TargetTracking } from "../../../../simulator/controllers/target-tracking.ts";
import { World } from "../../../../simulator/world/world.ts";
import { legalWorld } from "../../world/small-world.ts";

const hour = 3_600;
/** Quiet, but for an hour from 10:00 on every day. */
const traffic = {
  kind: "trace",
  slotSeconds: hour,
  requestsPerSlot: Array.from({ length: 48 }, (_, slot) => hour * (slot % 24 === 10 ? 400 : 60)),
} as const;
const options = { service: "shop", targetPercent: 60, minTasks: 2, maxTasks: 30 };

it("raises for the known hour 300 s before it, from the second day on, and only raises", () => {
  const world = new World(legalWorld({ traffic, initialTasks: 4 }), 1);
  const predictive = new PredictiveScaling(options);
  const desiredAt: Record<number, number> = {};
  for (let second = 0; second < 48 * hour; second += 1) {
    predictive.step(world);
    desiredAt[second] = world.counts("shop").desired;
    world.step();
  }
  const beforeTen = 10 * hour - 300;
  // 400 requests a second are 8 CPUs and 2 % idle a task: 14 tasks at 60 %.
  expect(desiredAt[beforeTen]).toBeLessThan(5);
  expect(desiredAt[24 * hour + beforeTen - 60]).toBeLessThan(5);
  expect(desiredAt[24 * hour + beforeTen]).toBeGreaterThanOrEqual(12);
  expect(
    Math.min(...Object.values(desiredAt).slice(24 * hour + beforeTen, 24 * hour + 11 * hour)),
  ).toBeGreaterThanOrEqual(12);
  expect(predictive.notices()).toEqual([]);
});

it("holds the forecast for its whole hour though nobody comes, and never goes above the maximum", () => {
  const requestsPerSlot = traffic.requestsPerSlot.map((requests, slot) => (slot === 34 ? hour * 60 : requests));
  const world = new World(legalWorld({ traffic: { ...traffic, requestsPerSlot }, initialTasks: 4 }), 1);
  const predictive = new PredictiveScaling({ ...options, maxTasks: 9 });
  const held: number[] = [];
  for (let second = 0; second < 35 * hour; second += 1) {
    predictive.step(world);
    if (second >= 34 * hour - 300) held.push(world.counts("shop").desired);
    world.step();
  }
  expect([Math.min(...held), Math.max(...held)]).toEqual([9, 9]);
});

it("below 24 h it adds nothing to target tracking, and says so", () => {
  const [own, plain] = [new World(legalWorld({ traffic }), 1), new World(legalWorld({ traffic }), 1)];
  const predictive = new PredictiveScaling(options);
  const tracking = new TargetTracking({ ...options, profile: "20s" });
  for (let second = 0; second < 12 * hour; second += 1) {
    predictive.step(own);
    tracking.step(plain);
    expect(own.counts("shop").desired).toBe(plain.counts("shop").desired);
    own.step();
    plain.step();
  }
  expect(predictive.notices()).toEqual([
    {
      atSeconds: 0,
      code: "predictive-without-data",
      subject: "shop",
      text: "Predictive scaling had less than 24 h of data in this run, so it added nothing to target tracking.",
    },
  ]);
});
