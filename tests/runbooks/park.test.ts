import { describe, expect, it } from "@jest/globals";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import type { WorldSpec } from "../../simulator/world/spec.ts";
import { auroraCluster, auroraPostgres, withoutInsights } from "../limits-function/estates.ts";
import { worldSpec } from "../scale/small-world.ts";
import { accountChanges, databaseConfig, databaseWorld, killRunAt, orders } from "./database-world.ts";
import { changesSince, refusalOf } from "./run-world.ts";

/** Nobody else is on `orders`. */
const quietWorld = (baseConnections = 0): WorldSpec => {
  const spec = worldSpec();
  return { ...spec, databases: spec.databases.map((database) => ({ ...database, baseConnections })) };
};

const ask = (params: Readonly<Record<string, unknown>> = {}) => ({
  runbook: "park",
  params: { services: ["checkout"], databases: ["orders"], until: "2h", ...params },
});
const confirmed = (params: Readonly<Record<string, unknown>> = {}, requestId = "parking-0001") => ({
  ...ask(params),
  confirm: true,
  requestId,
});

const parkWorld = (
  given: { config?: ReturnType<typeof databaseConfig>; estate?: Partial<RdsEstate>; others?: number } = {},
) =>
  databaseWorld({
    config: given.config ?? databaseConfig({}, { unmanagedConnections: 0 }),
    world: quietWorld(given.others ?? 0),
    ...(given.estate === undefined ? {} : { estate: given.estate }),
  });

const aurora = {
  instances: [withoutInsights(auroraPostgres("orders-a"))],
  clusters: [auroraCluster({ writer: "orders-a", readers: [] })],
};
const auroraConfig = databaseConfig(
  {},
  { at: { kind: "cluster", cluster: "orders", role: "writer" }, unmanagedConnections: 0 },
);

/** All tasks at once: fewer looks, and so fewer calls to be killed at. */
const quickPace = {
  upPercent: 100,
  upPeriodSeconds: 30,
  downPercent: 100,
  downPeriodSeconds: 1,
  stabilizationSeconds: 0,
};

describe("park, dry", () => {
  it("says what goes off, when it comes back, and that RDS starts it by itself after seven days", async () => {
    const world = await parkWorld();
    const { text } = await world.invoke(ask());
    expect(text.split("\n").slice(1, -1)).toEqual([
      "  checkout: desired count 4 -> 0",
      "  orders: status of orders available -> stopped, once nobody is connected",
      "  orders: RDS starts it again by itself: after seven days, about 2026-03-21T00:05:00.000Z",
      "  database orders, then checkout: back: from 2026-03-14T02:05:00.000Z on",
    ]);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });

  it("names connectors that would keep the database up, and a park longer than RDS's week", async () => {
    const config = databaseConfig({}, { connectors: [{ name: "reports", connections: 2 }], unmanagedConnections: 0 });
    const { text } = await (await parkWorld({ config })).invoke(ask({ until: "30d" }));
    expect(text).toContain("others that use it reports -> it stays up while they are connected");
    expect(text).toContain("before this ends, and it costs from then on");
  });
});

describe("park, refused", () => {
  const second = { ...databaseConfig().services[1]!, pools: databaseConfig().services[0]!.pools };
  const both = databaseConfig(
    {},
    {},
    {
      services: [databaseConfig().services[0]!, second],
      domains: [{ id: "checkout", services: ["checkout", "search"], databases: ["orders"] }],
    },
  );
  it.each([
    { when: "a service that is not there", params: { services: ["chekout"] }, code: "unknown-name" },
    { when: "a database that is not there", params: { databases: ["order"] }, code: "unknown-name" },
    { when: "no service", params: { services: [] }, code: "bad-input" },
    { when: "an end that nobody can read", params: { until: "tomorrow" }, code: "bad-input" },
    { when: "an end together with unpark", params: { unpark: true }, code: "bad-input" },
    { when: "an end that is over", params: { until: "2020-01-01T00:00:00Z" }, code: "until-passed" },
    { when: "a service in observe", config: databaseConfig({ mode: "observe" }), code: "not-scaled-by-headgate" },
    { when: "a service in govern", config: databaseConfig({ mode: "govern" }), code: "not-scaled-by-headgate" },
    { when: "a database that another service uses", config: both, code: "database-in-use" },
    {
      when: "an instance with a read replica",
      estate: { instances: [orders, { ...orders, instance: "copy", replicaOf: "orders" }] },
      code: "database-cannot-stop",
    },
    {
      when: "a read replica",
      estate: { instances: [{ ...orders, replicaOf: "main" }] },
      code: "database-cannot-stop",
    },
    {
      when: "Aurora Serverless v1",
      estate: { ...aurora, clusters: [auroraCluster({ writer: "orders-a", readers: [], engineMode: "serverless" })] },
      config: auroraConfig,
      code: "database-cannot-stop",
    },
    {
      when: "an Aurora global database",
      estate: { ...aurora, clusters: [auroraCluster({ writer: "orders-a", readers: [], globalCluster: "world" })] },
      config: auroraConfig,
      code: "database-cannot-stop",
    },
    {
      when: "an instance that RDS is at work on",
      estate: { instances: [{ ...orders, status: "modifying" }] },
      code: "database-not-available",
    },
    { when: "an instance that RDS doesn't have", estate: { instances: [] }, code: "database-unreadable" },
    { when: "unpark where nothing is parked", params: { until: undefined, unpark: true }, code: "not-parked" },
  ])("$when", async ({ params = {}, config, estate, code }) => {
    const world = await parkWorld({
      ...(config === undefined ? {} : { config }),
      ...(estate === undefined ? {} : { estate }),
    });
    expect(await refusalOf(world.invoke(confirmed(params)))).toBe(code);
    expect(changesSince(world.calls, 0)).toEqual([]);
  });
});

describe("park, confirmed", () => {
  it("takes the tasks away, stops the database, and brings both back, the database first", async () => {
    const world = await parkWorld();
    await world.invoke(confirmed());
    await world.live(3600);
    expect(world.world.counts("checkout")).toMatchObject({ desired: 0, running: 0 });
    expect(await world.instance()).toMatchObject({ DBInstanceStatus: "stopped" });
    expect(accountChanges(world).filter((name) => name.startsWith("rds"))).toEqual(["rds StopDBInstance"]);
    await world.live(3600 + 200);
    expect(await world.instance()).toMatchObject({ DBInstanceStatus: "starting" });
    expect(world.world.counts("checkout").desired).toBe(0);
    await world.live(600);
    expect(await world.instance()).toMatchObject({ DBInstanceStatus: "available" });
    expect(world.world.counts("checkout").running).toBeGreaterThan(0);
    const status = await world.status("parking-0001");
    expect(status).toMatchObject({ run: { phase: "done", report: { data: { isComplete: true, notes: [] } } } });
    expect(status.text).toMatch(/databases available after \d+ s, services back after \d+ s/);
    expect(accountChanges(world).filter((name) => name.startsWith("rds"))).toEqual([
      "rds StopDBInstance",
      "rds StartDBInstance",
    ]);
  });

  it("without an end: the run is over, and another one unparks", async () => {
    const world = await parkWorld();
    await world.invoke(confirmed({ until: undefined }));
    await world.live(2400);
    expect(await world.status("parking-0001")).toMatchObject({ run: { phase: "done" } });
    expect(await world.instance()).toMatchObject({ DBInstanceStatus: "stopped" });
    const dry = await world.invoke(ask({ until: undefined, unpark: true }));
    expect(dry.text).toContain("orders: status of orders stopped -> available");
    expect(dry.text).toContain("checkout: parked by run parking-0001 -> no more, once the databases are available");
    await world.invoke(confirmed({ until: undefined, unpark: true }, "unparking-1"));
    await world.live(900);
    expect(world.world.counts("checkout").running).toBeGreaterThan(0);
    expect(await world.status("unparking-1")).toMatchObject({ run: { phase: "done" } });
  });

  it("unparked while its run sleeps: that run changes nothing any more", async () => {
    const world = await parkWorld();
    await world.invoke(confirmed());
    await world.live(2400);
    await world.invoke(confirmed({ until: undefined, unpark: true }, "unparking-1"));
    await world.live(7200);
    expect((await world.status("parking-0001")).text).toContain("somebody has unparked before");
    expect(accountChanges(world).filter((name) => name.startsWith("rds"))).toHaveLength(2);
    expect(world.world.counts("checkout").running).toBeGreaterThan(0);
  });

  it("others are connected: the database stays up, and the run says how many", async () => {
    const world = await parkWorld({ others: 3 });
    await world.invoke(confirmed({ until: undefined }));
    await world.live(4800);
    const status = await world.status("parking-0001");
    expect(status.text).toContain("orders has 3 connections that are none of the services'");
    expect(await world.instance()).toMatchObject({ DBInstanceStatus: "available" });
    expect(world.world.counts("checkout").running).toBe(0);
  });

  it("of an Aurora cluster: as a whole", async () => {
    const world = await parkWorld({ estate: aurora, config: auroraConfig });
    await world.invoke(confirmed());
    await world.live(2 * 3600 + 900);
    expect(accountChanges(world).filter((name) => name.startsWith("rds"))).toEqual([
      "rds StopDBCluster",
      "rds StartDBCluster",
    ]);
    expect(world.world.counts("checkout").running).toBeGreaterThan(0);
  });

  it.each([
    { when: "while tasks go", afterSeconds: 60 },
    { when: "while the database stops", afterSeconds: 1_000 },
    { when: "while everything is off", afterSeconds: 3_000 },
  ])("aborted $when: everything comes back", async ({ afterSeconds }) => {
    const world = await parkWorld();
    await world.invoke(confirmed());
    await world.live(afterSeconds);
    await world.invoke({ run: "parking-0001", command: "abort" });
    await world.live(1500);
    expect(await world.status("parking-0001")).toMatchObject({ run: { phase: "aborted" } });
    expect(await world.instance()).toMatchObject({ DBInstanceStatus: "available" });
    expect(world.world.counts("checkout").running).toBeGreaterThan(0);
  });

  // `npm run faults` kills it at each.
  it("killed at every fourth call in turn: everything went off once and came back", async () => {
    let nth = -3;
    for (let wasKilled = true; wasKilled; ) {
      nth += 4;
      const world = await parkWorld({
        config: databaseConfig({ pace: quickPace, drainSeconds: 30 }, { unmanagedConnections: 0 }),
        estate: { instances: [orders], seconds: { stop: 20, start: 20 } },
      });
      wasKilled = await killRunAt(world, confirmed({ until: "900s" }), nth, 1700);
      expect([nth, await world.status("parking-0001")]).toMatchObject([
        nth,
        { run: { phase: "done", report: { data: { isComplete: true } } } },
      ]);
      expect([nth, accountChanges(world).filter((name) => name.startsWith("rds"))]).toEqual([
        nth,
        ["rds StopDBInstance", "rds StartDBInstance"],
      ]);
      expect([nth, world.world.counts("checkout").running > 0]).toEqual([nth, true]);
    }
    expect(nth).toBeGreaterThan(40);
  }, 600_000);
});
