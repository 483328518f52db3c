import { expect, it } from "@jest/globals";
import { Clairvoyant } from "../../../simulator/controllers/clairvoyant.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { failedOf, legalPool, legalService, legalWorld } from "../world/small-world.ts";

function play(spec: WorldSpec, seconds: number, minTasks: number, each: (world: World, second: number) => void): World {
  const world = new World(spec, 1);
  const controller = new Clairvoyant(spec, { minTasks, maxTasks: 40 });
  for (let second = 0; second < seconds; second += 1) {
    controller.step(world);
    world.step();
    each(world, second);
  }
  return world;
}

const rise = { kind: "ramp", baseRequestsPerSecond: 60, riseAtSeconds: 1_200, rampSeconds: 1, amplitude: 3 } as const;

it("has its tasks before the traffic comes, and fails nobody", () => {
  const spec = legalWorld({ traffic: rise, initialTasks: 2 });
  let atRise = 0;
  const world = play(spec, 1_800, 2, (now, second) => {
    if (second === 1_200) atRise = now.counts("shop").healthy;
  });
  expect(atRise).toBe(6);
  expect(failedOf(world)).toBe(0);
});

it("orders no more than the wall holds in any second, and shares it by want: of 5 tasks 3 and 2", () => {
  const spec = legalWorld(
    {},
    {
      services: [
        legalService({ name: "a", traffic: rise, initialTasks: 1, pool: legalPool() }),
        legalService({ name: "b", traffic: rise, initialTasks: 1, pool: legalPool() }),
      ],
    },
  );
  const world = play(spec, 1_800, 1, (now) => {
    expect((now.counts("a").desired + now.counts("b").desired) * 10).toBeLessThanOrEqual(50);
  });
  expect([world.counts("a").desired, world.counts("b").desired]).toEqual([3, 2]);
});

it("carries calls and queues: the callee has what its callers send", () => {
  const { traffic: _users, ...callee } = legalService({ name: "back", initialTasks: 2 });
  const spec = legalWorld(
    {},
    { services: [legalService({ calls: [{ service: "back", requestsPerRequest: 2 }] }), callee] },
  );
  const world = play(spec, 600, 1, () => undefined);
  expect(world.counts("back").desired).toBe(2 * world.counts("shop").desired - 1);
});

it("orders before the API falls silent what it will need meanwhile", () => {
  const silent = { kind: "api-throttling", api: "ecs", ratio: 1, fromSecond: 900, untilSecond: 1_500 } as const;
  const spec = legalWorld({ traffic: rise, initialTasks: 2 }, { faults: [silent] });
  let before = 0;
  const world = play(spec, 1_800, 2, (now, second) => {
    if (second === 899) before = now.counts("shop").desired;
  });
  expect(before).toBe(6);
  expect(failedOf(world)).toBe(0);
});

it("has spare tasks when a zone is lost", () => {
  const loss = { kind: "zone-loss", ratio: 0.34, fromSecond: 1_200, untilSecond: 1_500 } as const;
  const steady = { kind: "perSecond", requestsPerSecond: [180] } as const;
  const spec = legalWorld({ traffic: steady, initialTasks: 6 }, { faults: [loss] });
  let before = 0;
  const world = play(spec, 1_800, 2, (now, second) => {
    if (second === 1_199) before = now.counts("shop").desired;
  });
  // 180 requests a second are 6 tasks; 4 of 10 may go.
  expect(before).toBe(10);
  expect(failedOf(world)).toBe(0);
});

it("may keep deployments at their entry, all run long", () => {
  const spec = legalWorld(
    { pool: legalPool(), initialTasks: 4 },
    { deployments: [{ service: "shop", atSecond: 300, maximumPercent: 200 }] },
  );
  const peak = (holdsDeployments: boolean): number => {
    const world = new World(spec, 1);
    const controller = new Clairvoyant(spec, { minTasks: 4, maxTasks: 5, holdsDeployments });
    for (let second = 0; second < 900; second += 1) {
      controller.step(world);
      world.step();
    }
    return world.totals().peakTasks;
  };
  expect(peak(false)).toBeGreaterThan(5);
  expect(peak(true)).toBeLessThanOrEqual(5);
});
