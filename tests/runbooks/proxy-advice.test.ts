import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import { worldSpec } from "../scale/small-world.ts";
import { legalPool } from "../simulator/world/small-world.ts";
import { databaseConfig, databaseWorld, orders } from "./database-world.ts";
import { changesSince, refusalOf } from "./run-world.ts";

const ask = { runbook: "proxy-advice", params: { database: "orders" } };

const advise = async (config: Config = databaseConfig(), estate: Partial<RdsEstate> = {}, world = worldSpec()) => {
  const stack = await databaseWorld({ config, estate, world });
  const answer = await stack.invoke(ask);
  // It stores its answer in the history, and nothing else.
  expect(changesSince(stack.calls, 0)).toEqual(["dynamodb TransactWriteItems"]);
  if (answer.kind !== "run") throw new Error(answer.kind);
  return { text: answer.text, data: answer.run.report?.data as unknown as { readonly [key: string]: unknown } };
};

/** Every connection of `checkout` through a proxy that pins a share of them. */
const proxied = (pinnedRatio: number) => {
  const [pool] = databaseConfig().services[0]!.pools;
  const config = databaseConfig(
    { pools: [{ ...pool!, proxy: "front" }] },
    {},
    { proxies: [{ name: "front", proxy: "orders-proxy", database: "orders", maxClientConnections: null }] },
  );
  const spec = worldSpec(100, 300, { pool: legalPool({ proxy: "front" }) });
  const world = { ...spec, proxies: [{ name: "front", database: "orders", maxConnections: 200, pinnedRatio }] };
  const estate = { proxies: [{ proxy: "orders-proxy", targets: [{ instance: "orders" }] }] };
  return advise(config, estate, world);
};

describe("proxy-advice", () => {
  it("without a proxy: what fits now, what a task borrows, and what would fit", async () => {
    const { text, data } = await advise(databaseConfig({ maxTasks: 400 }));
    expect(data["services"]).toEqual([
      {
        service: "checkout",
        tasks: 4,
        connectionsPerTask: 10,
        fitNow: 158,
        fitWithProxy: 400,
        borrowedMilliPerTask: expect.any(Number),
      },
    ]);
    expect(text).toMatch(
      /checkout: 4 run, 10 connections a task, 158 tasks fit now; with a proxy 400 \(a task borrows/,
    );
    expect(text).toContain("RDS bills a proxy by the vCPUs behind it, here 2");
    expect(data["billedVcpus"]).toBe(2);
  });

  it("promises nothing where nobody knows the load", async () => {
    // A class whose vCPUs EC2 doesn't list.
    const { text, data } = await advise(databaseConfig(), { instances: [orders], instanceTypes: [] });
    expect(data["services"]).toMatchObject([{ fitWithProxy: null, borrowedMilliPerTask: null }]);
    expect(text).toContain("with a proxy: can't be computed");
    expect(text).toContain("which these are is not known here");
  });

  it("behind a proxy: what it may open, lends and has pinned", async () => {
    const { text, data } = await proxied(0);
    expect(data["proxies"]).toMatchObject([{ proxy: "front", known: { pinnedConnections: 0 } }]);
    expect(text).toContain("checkout: 4 run, behind a proxy already");
    expect(text).not.toContain("are pinned");
  });

  it("behind a proxy whose clients pin it: says so with the numbers", async () => {
    const { text } = await proxied(0.8);
    expect(text).toMatch(/Against: \d+ of at most \d+ connections of front are pinned/);
  });

  it.each<{ when: string; database?: Partial<DatabaseConfig>; estate?: Partial<RdsEstate>; says: string }>([
    {
      when: "an engine that RDS Proxy doesn't speak to",
      estate: { instances: [{ ...orders, engine: "oracle-ee" }] },
      says: "RDS Proxy doesn't speak to oracle-ee",
    },
    {
      when: "connectors would go past it",
      database: { connectors: [{ name: "reports", connections: 20 }] },
      says: "reports would go past it",
    },
  ])("$when", async ({ database = {}, estate = {}, says }) => {
    expect((await advise(databaseConfig({}, database), estate)).text).toContain(says);
  });

  it("refuses a database that nobody uses", async () => {
    const config = databaseConfig(
      { pools: [] },
      {},
      { domains: [{ id: "checkout", services: ["checkout"], databases: [] }] },
    );
    const world = await databaseWorld({ config });
    expect(await refusalOf(world.invoke(ask))).toBe("not-used");
  });
});
