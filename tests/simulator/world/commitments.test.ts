import { describe, expect, it } from "@jest/globals";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { legalProxy } from "./proxied-world.ts";
import { legalPool, legalService, startMs, steps, worldAfter } from "./small-world.ts";

/** Direct pools of 10, reader pools of 4, and a proxy of 30 in front of one service: a wall of 200 with 7 of others. */
const spec: WorldSpec = {
  startMs,
  databases: [
    { name: "orders", maxConnections: 208, reservedConnections: 8, baseConnections: 7, cores: 8 },
    { name: "replica", maxConnections: 100, reservedConnections: 3, baseConnections: 1, cores: 8 },
  ],
  proxies: [legalProxy({ maxConnections: 30 })],
  services: [
    legalService({
      name: "shop",
      initialTasks: 4,
      pool: legalPool({ reader: { database: "replica", connectionsPerTask: 4, requestsRatio: 0.5 } }),
    }),
    legalService({ name: "basket", initialTasks: 2, pool: legalPool({ proxy: "front" }) }),
  ],
};

describe("what is committed at a database", () => {
  it("is others', k x tasks, reader pools, and what a proxy's clients can make it open", () => {
    const world = worldAfter(10, spec);
    expect(world.committedOn("orders")).toBe(7 + 40 + 20);
    expect(world.committedOn("replica")).toBe(1 + 16);
  });

  it("counts pending tasks at once and stopping ones until they are gone", () => {
    const world = worldAfter(10, spec);
    world.setDesiredCount("shop", 6);
    steps(world, 1);
    expect([world.committedOn("orders"), world.committedOn("replica")]).toEqual([7 + 60 + 20, 1 + 24]);
    steps(world, 60);
    world.setDesiredCount("shop", 1);
    expect(steps(world, 29).committedOn("orders")).toBe(7 + 60 + 20);
    expect(steps(world, 2).committedOn("orders")).toBe(7 + 10 + 20);
  });

  it("is at most what the proxy may open, however many its clients are", () => {
    const world = worldAfter(10, spec);
    world.setDesiredCount("basket", 50);
    expect(steps(world, 60).committedOn("orders")).toBe(7 + 40 + 30);
  });

  it("is of the new revision's pool in a deployment", () => {
    const world = worldAfter(10, spec);
    world.startDeployment("shop", { connectionsPerTask: 3 });
    expect(steps(world, 1).committedOn("orders")).toBe(7 + 40 + 12 + 20);
  });

  it("is compared with max_connections less the reserved slots", () => {
    const world = worldAfter(1, spec);
    expect([world.usableConnections("orders"), world.usableConnections("replica")]).toEqual([200, 97]);
  });

  it("is of a database that is there", () => {
    expect(() => worldAfter(1, spec).committedOn("none")).toThrow(/no database is named "none"/);
  });
});
