import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import { legalPool } from "../simulator/world/small-world.ts";
import { poolOn, twoDatabasesConfig, twoDatabasesWorld } from "./two-databases.ts";

/** The instance behind the proxy. */
export const target = { instance: "bad-1" };

/** A proxy that may open a third of what the bad database accepts. */
export const proxyOf = (changes: Partial<RdsEstate["proxies"][number]> = {}): Partial<RdsEstate> => ({
  proxies: [{ proxy: "bad-front", maxConnectionsPercent: 30, targets: [target], ...changes }],
});

/** `api` borrows from the proxy, two connections a task; `both` goes past it. */
export const viaProxy = {
  config: twoDatabasesConfig({
    api: { pools: [poolOn("bad", "front")] },
    proxies: [{ name: "front", proxy: "bad-front", database: "bad", maxClientConnections: null }],
  }),
  world: twoDatabasesWorld({ pool: legalPool({ database: "bad", connectionsPerTask: 2 }) }),
  mended: proxyOf(),
} as const;
