import { expect, it } from "@jest/globals";
import { controllerKind, controllerKinds } from "../../../simulator/controllers/catalogue.ts";
import type { World } from "../../../simulator/world/world.ts";
import { boundWorlds } from "./bound-worlds.ts";
import { playKind } from "./play-kind.ts";

/** Runs that failed less than a hundredth of a percent apart failed alike; above that a thousandth of it is luck. */
const sameFailedRatio = (failedRatio: number): number => Math.max(0.000_1, failedRatio / 1_000);
/** Of violating seconds 5, or 2 % where many are lost in any case. */
const sameViolationSeconds = (seconds: number): number => Math.max(5, seconds / 50);

const failedRatioOf = (world: World): number => {
  const { failedByCause, requests } = world.totals();
  return Object.values(failedByCause).reduce((sum, count) => sum + count, 0) / requests;
};

const others = controllerKinds.filter(({ family }) => family !== "bound");

const boundFailed: number[] = [];

it.each(boundWorlds)(
  "$name: nobody fails fewer requests or violates in fewer seconds than the clairvoyant",
  async ({ spec, seconds, terms }) => {
    const bound = (await playKind(controllerKind("clairvoyant"), spec, seconds, terms)).world;
    const boundSeconds = bound.totals().sloViolationSeconds;
    boundFailed.push(failedRatioOf(bound));
    for (const { name, make } of others) {
      const { world } = await playKind({ make }, spec, seconds, terms);
      const failedRatio = failedRatioOf(world);
      const { sloViolationSeconds } = world.totals();
      const lessFailed = failedRatioOf(bound) - failedRatio > sameFailedRatio(failedRatio);
      const lessViolating = boundSeconds - sloViolationSeconds > sameViolationSeconds(sloViolationSeconds);
      expect({ name, lessFailed, lessViolating }).toEqual({ name, lessFailed: false, lessViolating: false });
    }
  },
);

it("the worlds differ: in some the bound itself fails, in some it does not", () => {
  expect(boundFailed.length).toBe(boundWorlds.length);
  expect(boundFailed.some((ratio) => ratio > 0.5)).toBe(true);
  expect(boundFailed.filter((ratio) => ratio < 0.000_1).length).toBeGreaterThanOrEqual(5);
});
