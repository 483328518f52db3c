import { describe, expect, it } from "@jest/globals";
import type { World } from "../../../simulator/world/world.ts";
import { failedOf, legalPool, legalWorld, startMs, steps, worldAfter } from "./small-world.ts";

/** Room for twenty pools of 10, four tasks with their pools. */
const roomy = (spec: Parameters<typeof legalWorld>[0] = {}, changes: Parameters<typeof legalWorld>[1] = {}) =>
  legalWorld(
    { pool: legalPool(), ...spec },
    {
      databases: [{ name: "orders", maxConnections: 213, reservedConnections: 8, baseConnections: 5, cores: 4 }],
      ...changes,
    },
  );

const shape = (world: World) =>
  world.deployments("shop").map(({ status, rolloutState, desired, running, pending }) => {
    return { status, rolloutState, desired, running, pending };
  });

describe("a rolling deployment", () => {
  it("starts a second fleet at 200 %, stops the old one when it is healthy, and is over before the drain is", () => {
    const world = worldAfter(10, roomy());
    const id = world.startDeployment("shop");
    steps(world, 1);
    expect(shape(world)).toEqual([
      { status: "PRIMARY", rolloutState: "IN_PROGRESS", desired: 4, running: 0, pending: 4 },
      { status: "ACTIVE", rolloutState: "COMPLETED", desired: 4, running: 4, pending: 0 },
    ]);
    expect(world.connections("orders")).toBe(45);
    steps(world, 30);
    expect(shape(world)).toEqual([
      { status: "PRIMARY", rolloutState: "COMPLETED", desired: 4, running: 4, pending: 0 },
    ]);
    expect(world.counts("shop").stopping).toBe(4);
    expect(world.connections("orders")).toBe(85);
    steps(world, 30);
    expect(world.connections("orders")).toBe(45);
    expect(failedOf(world)).toBe(0);
    expect(world.takeDeploymentEvents()).toEqual([
      { service: "shop", deploymentId: id, state: "IN_PROGRESS", atMs: startMs + 10_000 },
      { service: "shop", deploymentId: id, state: "COMPLETED", atMs: startMs + 40_000 },
    ]);
    expect(world.takeDeploymentEvents()).toEqual([]);
  });

  it("gives the new revision its own pool: 4 of 10 and 4 of 6 at the same time", () => {
    const world = worldAfter(10, roomy());
    world.startDeployment("shop", { connectionsPerTask: 6 });
    steps(world, 31);
    expect(world.connections("orders")).toBe(5 + 40 + 24);
    expect(world.committedConnections("shop")).toBe(64);
    steps(world, 40);
    expect(world.connections("orders")).toBe(5 + 24);
    world.setDesiredCount("shop", 6);
    steps(world, 40);
    expect(world.connections("orders")).toBe(5 + 36);
  });

  it("counts the surge from the new desired count, and grows in the new revision only", () => {
    const world = worldAfter(10, roomy({ maximumPercent: 150 }));
    world.startDeployment("shop");
    steps(world, 1);
    expect(world.counts("shop")).toMatchObject({ running: 4, pending: 2 });
    world.setDesiredCount("shop", 8);
    steps(world, 1);
    expect(world.counts("shop")).toMatchObject({ running: 4, pending: 8 });
    expect(shape(world)[1]).toMatchObject({ status: "ACTIVE", running: 4 });
    steps(world, 60);
    expect(shape(world)).toEqual([
      { status: "PRIMARY", rolloutState: "COMPLETED", desired: 8, running: 8, pending: 0 },
    ]);
  });

  it("never ends with 3 tasks at 125 %, until maximumPercent is changed under it", () => {
    const world = worldAfter(10, roomy({ initialTasks: 3, maximumPercent: 125 }));
    world.startDeployment("shop");
    steps(world, 3_600);
    expect(shape(world)).toMatchObject([{ rolloutState: "IN_PROGRESS", running: 0, pending: 0 }, { running: 3 }]);
    world.setDeploymentLimits("shop", { maximumPercent: 134 });
    steps(world, 300);
    expect(shape(world)).toMatchObject([{ rolloutState: "COMPLETED", running: 3 }]);
  });

  it("is started by the spec at its second", () => {
    const world = worldAfter(
      100,
      roomy({}, { deployments: [{ service: "shop", atSecond: 100, maximumPercent: 125 }] }),
    );
    expect(world.counts("shop").pending).toBe(0);
    expect(steps(world, 1).counts("shop").pending).toBe(1);
    expect(world.deploymentLimits("shop")).toEqual({ maximumPercent: 125, minimumHealthyPercent: 100 });
  });

  it("of a service that the world doesn't have makes no world", () => {
    expect(() => worldAfter(1, roomy({}, { deployments: [{ service: "none", atSecond: 0 }] }))).toThrow(/"none"/);
  });
});

describe("a new revision whose tasks can't open their pools", () => {
  // Ten slots are left beside the four that run.
  const broken = (circuitBreaker?: { rollback: boolean }) => {
    const world = worldAfter(10, legalWorld({ pool: legalPool() }));
    world.startDeployment("shop", {
      connectionsPerTask: 60,
      ...(circuitBreaker === undefined ? {} : { circuitBreaker }),
    });
    return steps(world, 600);
  };

  it("loops in crashes, and its deployment does not end; the old tasks serve on", () => {
    const world = broken();
    expect(shape(world)).toMatchObject([{ status: "PRIMARY", rolloutState: "IN_PROGRESS" }, { running: 4 }]);
    expect(world.deployments("shop")[0]?.failedTasks).toBeGreaterThan(20);
    expect(world.refusedConnections("shop")).toBeGreaterThan(1_000);
    expect(failedOf(world)).toBe(0);
  });

  it("fails at the circuit breaker's threshold, and starts nothing more", () => {
    const world = broken({ rollback: false });
    expect(shape(world)).toEqual([
      { status: "PRIMARY", rolloutState: "FAILED", desired: 4, running: 0, pending: 0 },
      { status: "ACTIVE", rolloutState: "COMPLETED", desired: 4, running: 4, pending: 0 },
    ]);
    expect(world.deployments("shop")[0]?.failedTasks).toBe(4);
  });

  it("is rolled back by the circuit breaker to the pool from before", () => {
    const world = broken({ rollback: true });
    expect(shape(world)).toEqual([
      { status: "PRIMARY", rolloutState: "COMPLETED", desired: 4, running: 4, pending: 0 },
    ]);
    expect(world.deployments("shop")[0]?.connectionsPerTask).toBe(10);
    expect(world.takeDeploymentEvents().map(({ state }) => state)).toEqual([
      "IN_PROGRESS",
      "FAILED",
      "IN_PROGRESS",
      "COMPLETED",
    ]);
  });
});

describe("a held entry", () => {
  it("starts no task of the new revision, scales the old one, and goes on when it is released", () => {
    const world = worldAfter(10, roomy());
    world.holdDeployment("shop");
    world.startDeployment("shop");
    world.setDesiredCount("shop", 5);
    steps(world, 600);
    expect(shape(world)).toEqual([
      { status: "PRIMARY", rolloutState: "IN_PROGRESS", desired: 5, running: 0, pending: 0 },
      { status: "ACTIVE", rolloutState: "COMPLETED", desired: 5, running: 5, pending: 0 },
    ]);
    expect(world.deployments("shop")[0]?.atEntry).toBe(true);
    expect(world.connections("orders")).toBe(55);
    world.releaseDeployment("shop");
    steps(world, 31);
    expect(shape(world)).toMatchObject([{ rolloutState: "COMPLETED", running: 5 }]);
  });

  it("is asked until it opens, as a lifecycle hook is, and not again", () => {
    const world = worldAfter(10, roomy());
    const answers = [false, false, true, false];
    let asked = 0;
    world.startDeployment("shop", {
      entry: () => {
        asked += 1;
        return answers[asked - 1] as boolean;
      },
    });
    steps(world, 100);
    expect(asked).toBe(3);
    expect(shape(world)).toMatchObject([{ rolloutState: "COMPLETED", running: 4 }]);
  });

  it("does not stop a deployment that is past it", () => {
    const world = worldAfter(10, roomy());
    world.startDeployment("shop");
    steps(world, 1);
    world.holdDeployment("shop");
    steps(world, 30);
    expect(shape(world)).toMatchObject([{ rolloutState: "COMPLETED", running: 4 }]);
  });
});

describe("a blue/green deployment", () => {
  it("holds two fleets until the bake time is over, whatever maximumPercent says, and the old one drains then", () => {
    const world = worldAfter(10, roomy({ maximumPercent: 110 }));
    world.startDeployment("shop", { strategy: "blue-green", bakeSeconds: 300 });
    steps(world, 30);
    expect(world.counts("shop")).toMatchObject({ running: 8, healthy: 4 });
    steps(world, 301);
    expect(world.counts("shop")).toMatchObject({ running: 4, stopping: 4, healthy: 4 });
    expect(world.connections("orders")).toBe(85);
    expect(shape(world)).toMatchObject([{ rolloutState: "COMPLETED", running: 4 }]);
    steps(world, 30);
    expect(world.connections("orders")).toBe(45);
    expect(failedOf(world)).toBe(0);
  });

  it("switches only when every new task is healthy: with slots for one of four it waits, and the old fleet serves", () => {
    const world = worldAfter(10, legalWorld({ pool: legalPool() }));
    world.startDeployment("shop", { strategy: "blue-green" });
    steps(world, 1_800);
    expect(shape(world)).toMatchObject([{ rolloutState: "IN_PROGRESS" }, { status: "ACTIVE", running: 4 }]);
    expect(world.counts("shop").healthy).toBe(4);
    expect(failedOf(world)).toBe(0);
  });

  it("is given up for the next deployment: the fleet without traffic stops", () => {
    const world = worldAfter(10, roomy());
    world.startDeployment("shop", { strategy: "blue-green", bakeSeconds: 3_600 });
    steps(world, 60);
    world.startDeployment("shop");
    steps(world, 100);
    expect(world.counts("shop")).toEqual({ desired: 4, running: 4, pending: 0, stopping: 0, healthy: 4 });
    expect(world.connections("orders")).toBe(45);
  });
});

describe("migration pools", () => {
  it("are opened beside the pool and closed after their time", () => {
    const pool = legalPool({ migrationPool: { connectionsPerTask: 3, seconds: 60 } });
    const world = worldAfter(10, roomy({ pool }));
    expect(world.connections("orders")).toBe(5 + 4 * 13);
    expect(steps(world, 60).connections("orders")).toBe(45);
    world.setDesiredCount("shop", 5);
    expect(steps(world, 31).connections("orders")).toBe(5 + 50 + 3);
    expect(steps(world, 60).connections("orders")).toBe(55);
  });

  it("take what is left: the first task's migrations leave the last one without its pool", () => {
    // 55 slots, 5 of others; 7 + 10 each: 17, 17, 16 and nothing.
    const pool = legalPool({ connectionsPerTask: 7, migrationPool: { connectionsPerTask: 10, seconds: null } });
    const world = worldAfter(10, legalWorld({ pool }));
    expect(world.counts("shop").healthy).toBe(3);
    expect(world.connections("orders")).toBe(55);
    expect(world.committedConnections("shop")).toBe(68);
  });
});

describe("pools that open in part", () => {
  const partly = (connectionsToStart: number) =>
    worldAfter(10, legalWorld({ initialTasks: 6, pool: legalPool({ connectionsPerTask: 9, connectionsToStart }) }));

  it("take every slot: 50 for six tasks of 9 leave the last one with 5, and it serves", () => {
    expect(partly(1).counts("shop").healthy).toBe(6);
    expect(partly(1).connections("orders")).toBe(55);
  });

  it("are given back by a task that has fewer than it needs to start", () => {
    expect(partly(6).counts("shop").healthy).toBe(5);
    expect(partly(6).connections("orders")).toBe(50);
  });

  it("are filled when slots come free", () => {
    const world = partly(1);
    world.setDesiredCount("shop", 5);
    steps(world, 45);
    expect(world.connections("orders")).toBe(50);
    const before = world.refusedConnections("shop");
    steps(world, 60);
    expect(world.refusedConnections("shop")).toBe(before);
  });
});
