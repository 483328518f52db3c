import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { headroom } from "../../shared/runbooks/books/headroom.ts";
import type { DatabaseHeadroom } from "../../shared/runbooks/headroom/database-headroom.ts";
import { renderHeadroom } from "../../shared/runbooks/headroom/render-headroom.ts";
import { fullConnections, stackConfig, worldSpec } from "../scale/small-world.ts";
import { changesSince, type RunWorld, refusalOf, runWorld } from "./run-world.ts";
import { sentActions } from "./sent-actions.ts";

const warm = (
  maxConnections = 300,
  database: Partial<DatabaseConfig> = {},
  service: Partial<ServiceConfig> = {},
): RunWorld => {
  const world = runWorld({
    world: worldSpec(100, maxConnections),
    config: stackConfig(service, { maxConnections, ...database }),
  });
  world.warmUp(300);
  return world;
};

const databasesOf = async (world: RunWorld, params: object = {}): Promise<readonly DatabaseHeadroom[]> => {
  const answer = await world.invoke({ runbook: "headroom", params });
  return (answer.kind === "run" ? answer.run.report!.data["databases"] : []) as readonly DatabaseHeadroom[];
};

describe("headroom", () => {
  it("shows the terms, what is held, how many more fit alone, and the surge", async () => {
    const world = warm();
    const { text } = await world.invoke({ runbook: "headroom", params: {} });
    expect(text).toContain(
      [
        "  database  limit  reserved  margin  kept  named  unmanaged  budget  committed  free",
        "  orders      300         8       5     5      0          5     277         40   237",
        "",
        "orders: limit exact, by configured; others' sessions configured; 45 sessions seen last",
        "  service    k  held  k x held  more  bound by  surge  fits",
        "  checkout  10     4        40    23  orders       40   yes",
      ].join("\n"),
    );
    expect(changesSince(world.calls, 0)).toEqual(["dynamodb TransactWriteItems"]);
    expect(sentActions(world.calls, headroom.grants)).toEqual([]);
  });

  it("as many more as it says can be asked for, and not one above", async () => {
    const world = warm(120, {}, { maxTasks: 40 });
    const [orders] = await databasesOf(world, { database: "orders" });
    const more = orders!.services[0]!.moreTasks!;
    expect(more).toBe(5);
    const to = (tasks: number) =>
      refusalOf(world.invoke({ runbook: "scale", params: { service: "checkout", to: 4 + tasks } }));
    expect(await to(more)).toMatchObject({ kind: "dry-run" });
    expect(await to(more + 1)).toBe("past-budget");
  });

  it("a full database: none more, the deployment doesn't fit, and what unlocks most", async () => {
    const world = warm(fullConnections);
    const { text } = await world.invoke({ runbook: "headroom", params: {} });
    expect(text).toMatch(/checkout +10 +4 +40 +0 +orders +40 +no/);
    expect(text).toContain("checkout, most unlocked by 3 instead of 10 connections per task: 12 tasks fit");
  });

  it("an unknown limit is unknown with its reason, never 0, and so is what would fit", async () => {
    const world = warm(300, { maxConnections: null });
    const { text } = await world.invoke({ runbook: "headroom", params: {} });
    expect(text).toMatch(/ {2}orders {4}unknown .*unknown +\? +unknown/);
    expect(text).toContain("orders: unknown, so nothing grows on it: limit-unknown: max_connections of orders");
    expect(text).toMatch(/checkout +10 +4 +40 +unknown/);
    const [orders] = await databasesOf(world);
    expect(orders!.services[0]).toMatchObject({ moreTasks: null, surgeFits: null, unlock: null });
    expect(orders!.budget).toMatchObject({ kind: "unknown", limitConnections: null });
  });

  it("measured sessions of others are an interval", async () => {
    const elastic: PoolConfig = {
      database: "orders",
      proxy: null,
      connectionsPerTask: 10,
      kind: "elastic",
      minimumConnectionsPerTask: 2,
      admission: "worst",
    };
    const world = warm(300, { unmanagedConnections: null }, { pools: [elastic] });
    const { text } = await world.invoke({ runbook: "headroom", params: {} });
    expect(text).toMatch(/ 5\.\.37 /);
    expect(text).toContain("others' sessions measured");
  });

  it("a service that can't be read has question marks", async () => {
    const world = warm();
    world.failing(({ name }) => (name === "ecs DescribeServices" ? new Error("down") : null));
    const { text } = await world.invoke({ runbook: "headroom", params: {} });
    expect(text).toMatch(/checkout +10 +\? +\? +unknown +- +\? +\?/);
  });

  it("refuses a database that is not there before anything is called", async () => {
    const world = warm();
    expect(await refusalOf(world.invoke({ runbook: "headroom", params: { database: "order" } }))).toBe("unknown-name");
    expect(world.calls).toEqual([]);
  });

  it("no line is ever wider than 100 columns", async () => {
    const [orders] = await databasesOf(warm(fullConnections));
    const [unknown] = await databasesOf(warm(300, { maxConnections: null }));
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/);
    const figure = fc.integer({ min: -99_999, max: 99_999 });
    fc.assert(
      fc.property(name, name, figure, figure, fc.string({ maxLength: 400 }), (database, service, a, b, detail) => {
        const known = { ...orders!.budget, database, limitConnections: a, freeConnections: b, committedConnections: a };
        const entries = [
          { ...orders!, database, budget: known },
          { ...unknown!, database, budget: { ...unknown!.budget, database, detail } },
        ].map((entry) => ({
          ...entry,
          services: entry.services.map((one) => ({ ...one, service, boundBy: database, heldConnections: a })),
        }));
        for (const line of renderHeadroom(entries as readonly DatabaseHeadroom[]).split("\n"))
          expect(line.length).toBeLessThanOrEqual(100);
      }),
    );
  });
});
