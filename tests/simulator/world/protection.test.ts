import { describe, expect, it } from "@jest/globals";
import { World } from "../../../simulator/world/world.ts";
import { legalPool, legalWorld } from "./small-world.ts";

const worldOf = (...changes: Parameters<typeof legalWorld>): World => {
  const world = new World(legalWorld(...changes), 1);
  steps(world, 1);
  return world;
};

const steps = (world: World, seconds: number): void => {
  for (let second = 0; second < seconds; second += 1) world.step();
};

const idsOf = (world: World): readonly string[] => world.tasks("shop").map(({ taskId }) => taskId);
const staying = (world: World): readonly string[] =>
  world
    .tasks("shop")
    .filter(({ desiredStatus }) => desiredStatus === "RUNNING")
    .map(({ taskId }) => taskId);

/** Minutes from now. */
const protect = (world: World, ids: readonly string[], minutes: number | null): void =>
  world.protectTasks("shop", ids, minutes === null ? null : world.nowMs + minutes * 60_000);

describe("scale-in", () => {
  it("stops the tasks that are not protected, whatever their age", () => {
    const world = worldOf({ initialTasks: 6 });
    const ids = idsOf(world);
    protect(world, [ids[0]!, ids[2]!, ids[5]!], 10);
    world.setDesiredCount("shop", 3);
    steps(world, 2);
    expect(staying(world)).toEqual([ids[0], ids[2], ids[5]]);
  });

  it("below the number of protected tasks stops the others alone, and the rest once protection ends", () => {
    const world = worldOf({ initialTasks: 6 });
    const ids = idsOf(world);
    protect(world, ids.slice(1, 5), 1);
    world.setDesiredCount("shop", 2);
    steps(world, 59);
    expect(staying(world)).toEqual(ids.slice(1, 5));
    expect(world.counts("shop")).toMatchObject({ desired: 2, running: 4 });
    steps(world, 2);
    expect(staying(world)).toHaveLength(2);
  });

  it("goes on at once where protection is taken away", () => {
    const world = worldOf({ initialTasks: 4 });
    const ids = idsOf(world);
    protect(world, ids, 60);
    world.setDesiredCount("shop", 1);
    steps(world, 5);
    expect(staying(world)).toEqual(ids);
    protect(world, ids.slice(1), null);
    steps(world, 1);
    expect(staying(world)).toEqual(ids.slice(0, 1));
  });

  it("leaves ids, ages and connections as they are: protection alone changes nothing", () => {
    const world = worldOf({ initialTasks: 5, pool: legalPool() });
    const before = world.tasks("shop").map((task) => ({ ...task, protectedUntilMs: null }));
    const connections = world.connections("orders");
    protect(world, [before[3]!.taskId, before[1]!.taskId], 10);
    const after = world.tasks("shop");
    expect(after.map((task) => ({ ...task, protectedUntilMs: null }))).toEqual(before);
    expect(after.map(({ protectedUntilMs }) => protectedUntilMs !== null)).toEqual([false, true, false, true, false]);
    expect(world.connections("orders")).toBe(connections);
    steps(world, 60);
    expect(world.connections("orders")).toBe(connections);
  });

  it("ids that are not there, and tasks that are stopping, are left out", () => {
    const world = worldOf({ initialTasks: 3 });
    world.setDesiredCount("shop", 2);
    steps(world, 1);
    const stopping = world.tasks("shop").find(({ desiredStatus }) => desiredStatus === "STOPPED")!.taskId;
    protect(world, [stopping, "0".repeat(32)], 10);
    expect(world.tasks("shop").map(({ protectedUntilMs }) => protectedUntilMs)).toEqual([null, null, null]);
  });
});

describe("deployments", () => {
  it.each(["rolling", "blue-green"] as const)("%s: keep protected old tasks until protection ends", (strategy) => {
    const world = worldOf({ initialTasks: 4 });
    const ids = idsOf(world);
    protect(world, [ids[1]!], 5);
    world.startDeployment("shop", { strategy });
    steps(world, 240);
    expect(staying(world)).toHaveLength(5);
    expect(staying(world)).toContain(ids[1]);
    expect(world.deployments("shop")[0]?.rolloutState).toBe("IN_PROGRESS");
    steps(world, 120);
    expect(staying(world)).toHaveLength(4);
    expect(staying(world)).not.toContain(ids[1]);
    expect(world.deployments("shop")[0]?.rolloutState).toBe("COMPLETED");
  });

  it("stay within maximumPercent with protected tasks counted", () => {
    const world = worldOf({ initialTasks: 4, maximumPercent: 125, minimumHealthyPercent: 75 });
    const ids = idsOf(world);
    protect(world, ids.slice(0, 3), 30);
    world.startDeployment("shop");
    let most = 0;
    for (let second = 0; second < 600; second += 1) {
      world.step();
      most = Math.max(most, staying(world).length);
    }
    expect(most).toBe(5);
    expect(staying(world).filter((id) => ids.includes(id))).toEqual(ids.slice(0, 3));
  });
});
