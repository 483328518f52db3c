import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { World } from "../../../simulator/world/world.ts";
import { always } from "../../plan/always.ts";
import { legalService, legalWorld } from "./small-world.ts";

const placed = (tasks: number, tasksAtMost: number, maximumPercent = 200, minimumHealthyPercent = 100) => {
  const changes = { initialTasks: tasks, placement: { tasksAtMost }, maximumPercent, minimumHealthyPercent };
  const spec = legalWorld(changes);
  return { world: new World(spec, 1), service: legalService(changes).name };
};

describe("room on EC2 instances", () => {
  it("what doesn't fit stays pending, and comes up when there is room", () => {
    const { world, service } = placed(3, 4);
    world.setDesiredCount(service, 6);
    for (let second = 0; second < 600; second += 1) world.step();
    expect(world.counts(service)).toMatchObject({ desired: 6, running: 4, pending: 2 });
    world.setDesiredCount(service, 4);
    for (let second = 0; second < 600; second += 1) world.step();
    expect(world.counts(service)).toMatchObject({ desired: 4, running: 4, pending: 0, healthy: 4 });
  });

  it("a deployment on full instances never ends where all tasks must stay, and ends where half may go", () => {
    const ends = (minimumHealthyPercent: number): string | undefined => {
      const { world, service } = placed(4, 4, 200, minimumHealthyPercent);
      world.startDeployment(service, {});
      for (let second = 0; second < 3_600; second += 1) world.step();
      return world.deployments(service)[0]?.rolloutState;
    };
    expect([ends(100), ends(50)]).toEqual(["IN_PROGRESS", "COMPLETED"]);
  });

  it("never holds more tasks at once than there is room for, stopping ones included", () => {
    const change = fc.record({
      wait: fc.integer({ min: 1, max: 90 }),
      desired: fc.integer({ min: 0, max: 12 }),
      deploys: fc.boolean(),
    });
    always(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(change, { maxLength: 8 }), (tasksAtMost, changes) => {
        const { world, service } = placed(1, tasksAtMost, 200, 0);
        for (const { wait, desired, deploys } of changes) {
          world.setDesiredCount(service, desired);
          if (deploys) world.startDeployment(service, {});
          for (let second = 0; second < wait; second += 1) {
            world.step();
            const { running, stopping } = world.counts(service);
            expect(running + stopping).toBeLessThanOrEqual(tasksAtMost);
          }
        }
      }),
      100,
    );
  });
});
