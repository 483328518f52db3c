import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { held } from "../../../shared/plan/budget/held.ts";
import type { Rollout } from "../../../shared/plan/budget/step-rollout.ts";
import { World } from "../../../simulator/world/world.ts";
import { legalService, startMs } from "./small-world.ts";

/** Seconds until the last task is surely gone. */
const mostSeconds = ({ desiredTasks, startSeconds, drainSeconds }: Rollout) =>
  2 * desiredTasks * startSeconds + drainSeconds + 10;

/** The most tasks at one moment, stopping ones included, and whether the deployment has ended. */
function rollOut(rollout: Rollout): { peak: number; completed: boolean; seconds: number } {
  const { desiredTasks, startSeconds, drainSeconds } = rollout;
  const world = new World(
    {
      startMs,
      databases: [],
      services: [
        legalService({
          traffic: { kind: "perSecond", requestsPerSecond: [1] },
          initialTasks: desiredTasks,
          pendingSeconds: Math.floor(startSeconds / 2),
          bootSeconds: Math.ceil(startSeconds / 2),
          drainSeconds,
        }),
      ],
    },
    1,
  );
  world.startDeployment("shop", rollout);
  let peak = 0;
  let seconds = 0;
  for (let second = 0; second < mostSeconds(rollout); second += 1) {
    world.step();
    const { running, pending, stopping } = world.counts("shop");
    peak = Math.max(peak, running + pending + stopping);
    if (seconds === 0 && world.deployments("shop")[0]?.rolloutState === "COMPLETED") seconds = second;
  }
  return { peak, completed: world.deployments("shop")[0]?.rolloutState === "COMPLETED", seconds };
}

describe("ten tasks that take 40 s to start hold, as the plan counts them", () => {
  it.each([
    { drainSeconds: 330, maximumPercent: 200, expected: 20 },
    { drainSeconds: 330, maximumPercent: 150, expected: 20 },
    { drainSeconds: 330, maximumPercent: 125, expected: 20 },
    { drainSeconds: 330, maximumPercent: 110, expected: 20 },
    { drainSeconds: 60, maximumPercent: 200, expected: 20 },
    { drainSeconds: 60, maximumPercent: 150, expected: 20 },
    { drainSeconds: 60, maximumPercent: 125, expected: 16 },
    { drainSeconds: 60, maximumPercent: 110, expected: 13 },
    { drainSeconds: 30, maximumPercent: 125, expected: 14 },
    { drainSeconds: 30, maximumPercent: 110, expected: 12 },
  ])("$expected with a drain of $drainSeconds s at $maximumPercent %", ({ expected, ...changes }) => {
    const rollout = { desiredTasks: 10, minimumHealthyPercent: 100, startSeconds: 40, ...changes };
    expect(rollOut(rollout)).toMatchObject({ peak: expected, completed: true });
    expect(held(rollout).tasks).toBe(expected);
  });
});

it("always: a rollout's peak, end and time are those that the plan computes", () => {
  const rollouts = fc.record({
    desiredTasks: fc.integer({ min: 1, max: 30 }),
    maximumPercent: fc.integer({ min: 100, max: 200 }),
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    startSeconds: fc.integer({ min: 2, max: 90 }),
    drainSeconds: fc.integer({ min: 0, max: 400 }),
  });
  void fc.assert(
    fc.property(rollouts, (rollout) => {
      const expected = held(rollout);
      const { peak, completed, seconds } = rollOut(rollout);
      expect(peak).toBe(expected.tasks);
      expect(completed).toBe(expected.kind === "ends");
      if (expected.kind === "ends") expect(seconds).toBe(expected.seconds);
    }),
    { seed: 20_260_314, numRuns: 200 },
  );
});
