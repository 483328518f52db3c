import { describe, expect, it } from "@jest/globals";
import type { World } from "../../../simulator/world/world.ts";
import { legalPool, legalWorld, startMs, steps, worldAfter } from "./small-world.ts";

/** Seconds from the order at second 60 until each task was RUNNING, ascending. */
function runningAfter(jitter: number, tasks: number, seed = 1): readonly number[] {
  const world = worldAfter(60, legalWorld({ initialTasks: 1, pendingJitterSeconds: jitter }), seed);
  world.setDesiredCount("shop", 1 + tasks);
  return startsOf(steps(world, 200)).filter((second) => second > 0);
}

const startsOf = (world: World) =>
  world
    .tasks("shop")
    .map(({ startedAtMs }) => ((startedAtMs ?? Number.NaN) - startMs) / 1000 - (startedAtMs === startMs ? 0 : 60))
    .sort((a, b) => a - b);

describe("image pulls that differ", () => {
  it("without jitter all tasks of an order come up together", () => {
    expect(runningAfter(0, 12)).toEqual(new Array(12).fill(10));
  });

  it.each([1, 2, 3])(
    "with jitter they come up spread over it, in as many steps as there are parts, seed %d",
    (seed) => {
      const after = runningAfter(40, 12, seed);
      const steps = [...new Set(after)];
      expect(after).toHaveLength(12);
      expect(steps).toHaveLength(4);
      // One in each quarter of 10..50, ends included.
      steps.forEach((second, quarter) => {
        expect(second).toBeGreaterThanOrEqual(10 + Math.floor((quarter * 41) / 4));
        expect(second).toBeLessThanOrEqual(10 + Math.floor(((quarter + 1) * 41) / 4));
      });
    },
  );

  it("a single task may take as long as the slowest", () => {
    const seen = Array.from({ length: 60 }, (_, seed) => runningAfter(9, 1, seed)[0] as number);
    expect(Math.min(...seen)).toBe(10);
    expect(Math.max(...seen)).toBe(19);
  });

  it("changes start times only: the traffic stays the same", () => {
    const requests = [0, 40].map(
      (jitter) => worldAfter(300, legalWorld({ pool: legalPool(), pendingJitterSeconds: jitter })).totals().requests,
    );
    expect(requests[0]).toBe(requests[1]);
  });
});
