import { describe, expect, it } from "@jest/globals";
import type { PoolSpec } from "../../../simulator/world/spec.ts";
import { failedOf, legalPool, legalWorld, startMs, steps, worldAfter } from "./small-world.ts";

describe("the life of a task", () => {
  it("is pending, running, then healthy; and stopping keeps its connections until it is gone", () => {
    const world = worldAfter(1, legalWorld({ initialTasks: 2, pool: legalPool() }));
    expect(world.connections("orders")).toBe(25);
    world.setDesiredCount("shop", 4);
    steps(world, 1);
    expect(world.counts("shop")).toEqual({ desired: 4, running: 2, pending: 2, stopping: 0, healthy: 2 });
    steps(world, 10);
    expect(world.counts("shop")).toEqual({ desired: 4, running: 4, pending: 0, stopping: 0, healthy: 2 });
    steps(world, 20);
    expect(world.counts("shop")).toEqual({ desired: 4, running: 4, pending: 0, stopping: 0, healthy: 4 });
    expect(world.connections("orders")).toBe(45);
    world.setDesiredCount("shop", 1);
    steps(world, 29);
    expect(world.counts("shop")).toEqual({ desired: 1, running: 1, pending: 0, stopping: 3, healthy: 1 });
    expect(world.connections("orders")).toBe(45);
    steps(world, 2);
    expect(world.counts("shop")).toEqual({ desired: 1, running: 1, pending: 0, stopping: 0, healthy: 1 });
    expect(world.connections("orders")).toBe(15);
  });

  it("keeps its id and tells each change once", () => {
    const world = worldAfter(1, legalWorld({ initialTasks: 2 }));
    world.takeTaskEvents();
    const before = world.tasks("shop").map((task) => task.taskId);
    world.setDesiredCount("shop", 3);
    steps(world, 31);
    const tasks = world.tasks("shop");
    const added = tasks[2]?.taskId;
    const deploymentId = world.deployments("shop")[0]?.id;
    expect(tasks.slice(0, 2).map((task) => task.taskId)).toEqual(before);
    expect(added).toMatch(/^[0-9a-f]{32}$/);
    expect(tasks[2]).toEqual({
      taskId: added,
      lastStatus: "RUNNING",
      desiredStatus: "RUNNING",
      healthy: true,
      deploymentId,
      protectedUntilMs: null,
      createdAtMs: startMs + 1_000,
      startedAtMs: startMs + 11_000,
      stoppingAtMs: null,
    });
    world.setDesiredCount("shop", 2);
    steps(world, 31);
    const task = { service: "shop", taskId: added, deploymentId };
    expect(world.takeTaskEvents()).toEqual([
      { ...task, lastStatus: "PENDING", desiredStatus: "RUNNING", atMs: startMs + 1_000 },
      { ...task, lastStatus: "RUNNING", desiredStatus: "RUNNING", atMs: startMs + 11_000 },
      { ...task, lastStatus: "DEACTIVATING", desiredStatus: "STOPPED", atMs: startMs + 32_000 },
      { ...task, lastStatus: "STOPPED", desiredStatus: "STOPPED", atMs: startMs + 62_000 },
    ]);
    expect(world.takeTaskEvents()).toEqual([]);
  });
});

describe("tasks that find no connections: 9 wanted where 5 pools fit, under 200 requests a second", () => {
  type Row = { mode: PoolSpec["withoutConnections"]; when: string; healthy: number; fails: boolean; busyCpu: boolean };
  it.each<Row>([
    {
      mode: "degrade",
      when: "degrade: all 9 take traffic, and what 4 of them get fails",
      healthy: 9,
      fails: true,
      busyCpu: false,
    },
    { mode: "wait", when: "wait: 5 take all traffic, 4 idle", healthy: 5, fails: false, busyCpu: false },
    {
      mode: "crash",
      when: "crash: 5 take all traffic, 4 burn boot CPU again and again",
      healthy: 5,
      fails: false,
      busyCpu: true,
    },
  ])("$when", ({ mode, healthy, fails, busyCpu }) => {
    const world = worldAfter(
      1,
      legalWorld({
        traffic: { kind: "perSecond", requestsPerSecond: [200] },
        initialTasks: 5,
        bootSeconds: 60,
        pool: legalPool({ withoutConnections: mode }),
      }),
    );
    world.setDesiredCount("shop", 9);
    steps(world, 900);
    expect(world.counts("shop").healthy).toBe(healthy);
    expect(world.connections("orders")).toBe(55);
    const failedShare = failedOf(world) / world.totals().requests;
    if (fails) expect(failedShare).toBeGreaterThan(0.3);
    else expect(failedShare).toBeLessThan(0.01);
    const cpu = world.datapoints({ service: "shop", name: "CPUUtilization" }, 60, startMs, world.nowMs).at(-1);
    expect((cpu?.average ?? 0) > 80).toBe(busyCpu);
  });

  it("a crash loop backs off as told, and a free slot ends it", () => {
    const pool = legalPool({ restartBackOffSeconds: { first: 60, most: 240 } });
    const world = worldAfter(1, legalWorld({ initialTasks: 5, pool }));
    world.setDesiredCount("shop", 6);
    steps(world, 32);
    expect(world.counts("shop")).toEqual({ desired: 6, running: 5, pending: 0, stopping: 0, healthy: 5 });
    steps(world, 60);
    expect(world.counts("shop").pending).toBe(1);
  });

  it("a health check that connects turns a full database into an outage of tasks that worked", () => {
    const check = { intervalSeconds: 10, failuresToReplace: 2 };
    const full = (databaseHealthCheck: typeof check | undefined) =>
      worldAfter(
        120,
        legalWorld({
          initialTasks: 5,
          pool: legalPool(databaseHealthCheck === undefined ? {} : { databaseHealthCheck }),
        }),
      );
    expect(full(undefined).counts("shop").stopping).toBe(0);
    expect(failedOf(full(undefined))).toBe(0);
    expect(failedOf(full(check))).toBeGreaterThan(0);
  });

  it("elastic pools open with the load and close again", () => {
    const pool = legalPool({ kind: "elastic", connectionsPerTask: 10, holdSecondsPerRequest: 0.05, idleSeconds: 30 });
    const requestsPerSecond = Array.from({ length: 300 }, (_, second) => (second < 120 ? 4 : second < 180 ? 190 : 4));
    const world = worldAfter(100, legalWorld({ pool, traffic: { kind: "perSecond", requestsPerSecond } }));
    const idle = world.connections("orders");
    const busy = steps(world, 70).connections("orders");
    const after = steps(world, 600).connections("orders");
    expect(idle).toBe(9);
    expect(busy).toBeGreaterThan(20);
    expect(after).toBe(9);
  });
});
