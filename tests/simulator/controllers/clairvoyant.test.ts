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

it("never orders more than the wall holds, and shares it by want", () => {
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
  expect(world.counts("a").desired).toBe(world.counts("b").desired);
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
