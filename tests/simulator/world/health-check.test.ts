import { describe, expect, it } from "@jest/globals";
import type { ServiceSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";
import { legalWorld } from "./small-world.ts";

const healthCheck = { intervalSeconds: 10, timeoutSeconds: 2, failuresToReplace: 3 };

/** Four tasks carry 200 a second; 100 come, and `burst` in 30..230. */
function overloaded(burst: number, changes: Partial<ServiceSpec> = {}) {
  const requestsPerSecond = Array.from({ length: 400 }, (_, at) => (at < 30 || at >= 230 ? 100 : burst));
  return legalWorld({
    traffic: { kind: "perSecond", requestsPerSecond },
    queueLimitPerTask: 400,
    bootSeconds: 5,
    healthCheck,
    ...changes,
  });
}

/** Second by second: tasks that run, and those that are being stopped. */
function play(spec: ReturnType<typeof legalWorld>, seconds = 400) {
  const world = new World(spec, 1);
  const seen = Array.from({ length: seconds }, () => {
    world.step();
    return world.counts("shop");
  });
  const ids = new Set(world.tasks("shop").map(({ taskId }) => taskId));
  return { world, seen, ids };
}

const firstTasks = play(overloaded(100, {}), 1).ids;

describe("a health check without a database call", () => {
  it("leaves tasks alone that answer in time", () => {
    const { ids, seen } = play(overloaded(150));
    expect(ids).toEqual(firstTasks);
    expect(seen.every(({ stopping, pending }) => stopping === 0 && pending === 0)).toBe(true);
  });

  it("replaces tasks that are too slow three times in a row, replacements first", () => {
    const { ids, seen } = play(overloaded(260));
    expect([...ids].some((id) => firstTasks.has(id))).toBe(false);
    // Never fewer than the desired count take traffic, never more than maximumPercent exist.
    expect(Math.min(...seen.map(({ healthy }) => healthy))).toBe(4);
    expect(Math.max(...seen.map(({ running, pending }) => running + pending))).toBe(8);
    expect(seen.at(-1)).toMatchObject({ desired: 4, running: 4, healthy: 4, pending: 0 });
  });

  it("stops one task at a time where maximumPercent leaves no room for a replacement", () => {
    const { seen } = play(overloaded(260, { maximumPercent: 100 }));
    expect(Math.min(...seen.map(({ healthy }) => healthy))).toBe(3);
    expect(Math.max(...seen.map(({ running, pending }) => running + pending))).toBe(4);
  });

  it("does nothing before its third failure: two slow checks are not enough", () => {
    const requestsPerSecond = Array.from({ length: 400 }, (_, at) => (at >= 31 && at < 44 ? 320 : 60));
    const traffic = { kind: "perSecond", requestsPerSecond } as const;
    expect(play(overloaded(0, { traffic })).ids).toEqual(firstTasks);
    const patient = { ...healthCheck, failuresToReplace: 1 };
    expect(play(overloaded(0, { traffic, healthCheck: patient })).ids).not.toEqual(firstTasks);
  });

  it("obeys a new desired count meanwhile", () => {
    const world = new World(overloaded(400), 1);
    for (let second = 0; second < 800; second += 1) {
      if (second === 75) world.setDesiredCount("shop", 7);
      world.step();
    }
    expect(world.counts("shop")).toMatchObject({ desired: 7, running: 7, healthy: 7, pending: 0 });
  });
});
