import { describe, expect, it } from "@jest/globals";
import type { DeploymentSpec } from "../../../simulator/world/deployment-spec.ts";
import type { World } from "../../../simulator/world/world.ts";
import { failedOf, legalWorld, steps, worldAfter } from "./small-world.ts";

const canary: DeploymentSpec = { strategy: "canary", canaryPercent: 10, canarySeconds: 120 };
/** Ten s pending, 20 s of boot, and the second in which it is found healthy. */
const startSeconds = 31;

function deployed(deployment: DeploymentSpec, service: Parameters<typeof legalWorld>[0] = {}): World {
  const world = worldAfter(10, legalWorld(service));
  world.startDeployment("shop", deployment);
  return world;
}

/** Of the requests that ended in these seconds. */
function errorShare(world: World, seconds: number): number {
  const before = world.totals();
  const after = steps(world, seconds).totals();
  const errors = after.failedByCause.error - before.failedByCause.error;
  return errors / (errors + after.served - before.served);
}

describe("a canary deployment", () => {
  it("starts a whole second fleet beside the traffic, then shares it, then switches, and the old fleet stops", () => {
    const world = deployed({ ...canary, bakeSeconds: 60 });
    expect(steps(world, startSeconds - 1).counts("shop")).toMatchObject({ running: 8, healthy: 4 });
    expect(steps(world, 1).counts("shop")).toMatchObject({ running: 8, healthy: 8 });
    expect(steps(world, 119).counts("shop")).toMatchObject({ running: 8, healthy: 8 });
    expect(world.deployments("shop")[0]).toMatchObject({ strategy: "canary", rolloutState: "IN_PROGRESS" });
    // The old fleet takes no traffic any more, and bakes.
    expect(steps(world, 2).counts("shop")).toMatchObject({ running: 8, stopping: 0 });
    expect(steps(world, 60).counts("shop")).toMatchObject({ running: 4, stopping: 4, healthy: 4 });
    expect(world.deployments("shop")).toMatchObject([{ rolloutState: "COMPLETED", running: 4 }]);
    expect(failedOf(world)).toBe(0);
  });

  it.each([5, 10, 33])("gives the new fleet exactly %d %% of the requests, whatever the fleets' sizes", (percent) => {
    const world = deployed({ ...canary, canaryPercent: percent, defect: { failedRatio: 1 } });
    expect(errorShare(world, startSeconds - 1)).toBe(0);
    expect(errorShare(world, 100)).toBeCloseTo(percent / 100, 9);
    world.setDesiredCount("shop", 9);
    expect(errorShare(world, 15)).toBeCloseTo(percent / 100, 9);
  });

  it("gives it all of them after the canary", () => {
    const world = deployed({ ...canary, defect: { failedRatio: 0.4 } });
    expect(errorShare(steps(world, 10), 140)).toBeLessThan(0.05);
    expect(errorShare(steps(world, 2), 60)).toBeCloseTo(0.4, 9);
  });

  it("takes 10 % for 300 s where nothing else is said", () => {
    const world = deployed({ strategy: "canary", defect: { failedRatio: 1 } });
    steps(world, startSeconds);
    expect(errorShare(world, 298)).toBeCloseTo(0.1, 9);
    expect(errorShare(steps(world, 3), 10)).toBeCloseTo(1, 9);
  });

  it("whose tasks crash never takes traffic, and the circuit breaker ends it", () => {
    const world = deployed({ ...canary, defect: { crashes: true }, circuitBreaker: { rollback: true } });
    steps(world, 300);
    expect(failedOf(world)).toBe(0);
    expect(world.deployments("shop")).toMatchObject([{ rolloutState: "COMPLETED", running: 4 }]);
    expect(world.takeDeploymentEvents().map(({ state }) => state)).toEqual([
      "IN_PROGRESS",
      "FAILED",
      "IN_PROGRESS",
      "COMPLETED",
    ]);
  });

  it("with a slow revision is carried as long as its fleet carries its share: ten times the CPU on a tenth", () => {
    const world = deployed({ ...canary, defect: { cpuFactor: 10 } });
    steps(world, startSeconds + 100);
    expect(failedOf(world)).toBe(0);
    // All of them are too much for it: 4 tasks carry 20 of 100 requests a second.
    steps(world, 600);
    expect(failedOf(world)).toBeGreaterThan(0);
  });
});

describe("a defective revision in a rolling deployment", () => {
  it("fails in proportion to the new tasks that take traffic", () => {
    const world = worldAfter(10, legalWorld({ initialTasks: 8, maximumPercent: 125 }));
    world.startDeployment("shop", { defect: { failedRatio: 0.5 } });
    steps(world, startSeconds - 1);
    // Two of ten, then the two oldest go at once: two of eight.
    expect(errorShare(world, 20)).toBeCloseTo(0.5 * (2 / 8), 2);
    steps(world, 300);
    expect(errorShare(world, 60)).toBeCloseTo(0.5, 9);
  });

  it("needs its multiple of the CPU: at half load, four times as much is twice what there is", () => {
    const world = deployed({ defect: { cpuFactor: 4 } }, { queueLimitPerTask: 20 });
    steps(world, 100);
    const before = world.totals();
    const after = steps(world, 300).totals();
    expect((after.served - before.served) / 300).toBeCloseTo(50, 0);
    expect(after.failedByCause.shed).toBeGreaterThan(0);
  });

  it("is mended by the next deployment", () => {
    const world = deployed({ defect: { failedRatio: 0.5, cpuFactor: 1.5 } });
    steps(world, 100);
    world.startDeployment("shop");
    expect(errorShare(steps(world, 100), 60)).toBe(0);
  });

  it("that crashes is rolled back by the circuit breaker, and the old tasks serve on", () => {
    const world = deployed({ defect: { crashes: true }, circuitBreaker: { rollback: true } });
    steps(world, 300);
    expect(failedOf(world)).toBe(0);
    expect(world.deployments("shop")).toMatchObject([{ rolloutState: "COMPLETED", running: 4 }]);
  });

  it("that crashes goes on crashing without a circuit breaker", () => {
    const world = deployed({ defect: { crashes: true } });
    steps(world, 900);
    expect(world.deployments("shop")[0]).toMatchObject({ rolloutState: "IN_PROGRESS" });
    expect(world.deployments("shop")[0]?.failedTasks).toBeGreaterThan(50);
    expect(failedOf(world)).toBe(0);
  });
});
