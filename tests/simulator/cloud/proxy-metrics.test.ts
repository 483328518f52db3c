import { expect, it } from "@jest/globals";
import { databaseQueries } from "../../../shared/aws/read-databases.ts";
import { readMetrics } from "../../../shared/aws/read-metrics.ts";
import { smallStack } from "../../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../../scale/small-world.ts";
import { legalPool } from "../world/small-world.ts";

const proxy = { name: "front", proxy: "orders-proxy", database: "orders", maxClientConnections: null };
const proxied = {
  ...worldSpec(100, 300, { pool: legalPool({ proxy: "front", holdSecondsPerRequest: 0.1 }) }),
  proxies: [{ name: "front", database: "orders", maxConnections: 60, pinnedRatio: 0.1 }],
};

const newest = async (spec: Parameters<typeof smallStack>[0]): Promise<Record<string, number | null>> => {
  const { cloud, world, warmUp } = smallStack(spec, stackConfig({}, {}, { proxies: [proxy] }));
  warmUp(600);
  const queries = databaseQueries([], [proxy]);
  const series = await readMetrics(cloud.clients().cloudWatch, queries, 900, world.nowMs);
  return Object.fromEntries(
    [...series].map(([key, found]) => [
      key.replace("proxy/front/", ""),
      found.kind === "known" ? Math.round(found.points.at(-1)!.value) : null,
    ]),
  );
};

it("what Headgate reads of a proxy is what the proxy of the world does", async () => {
  const { borrowed, connections, borrowLatencyMicroseconds, ...others } = await newest(proxied);
  // Four tasks of ten clients, a tenth of them pinned; 100 requests a second keep 10 connections busy.
  expect(others).toEqual({ pinned: 4, allowed: 60, clients: 40 });
  expect(borrowed).toBeGreaterThanOrEqual(10);
  expect(borrowed).toBeLessThanOrEqual(12);
  expect(connections).toBeGreaterThanOrEqual(borrowed as number);
  expect(borrowLatencyMicroseconds).toBeGreaterThanOrEqual(0);
});

it("of a proxy that the world doesn't have nothing is published, which is unknown and not zero", async () => {
  expect(Object.values(await newest(worldSpec()))).toEqual([null, null, null, null, null, null]);
});
