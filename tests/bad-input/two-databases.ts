import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig, ProxyConfig } from "../../shared/config/database-config.ts";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import type { ServiceSpec, WorldSpec } from "../../simulator/world/spec.ts";
import { instanceTypes, postgres, withoutInsights } from "../limits-function/estates.ts";
import { serviceConfig, stackConfig } from "../scale/small-world.ts";
import { legalPool, legalService, startMs } from "../simulator/world/small-world.ts";

/**
 * What the instances accept in truth. On `bad` 11 tasks of 10 connections fit, of which eight exist; `api` wants three
 * more, and `both` two.
 */
export const trueLimits = { bad: 140, good: 400 } as const;

export type DatabaseName = keyof typeof trueLimits;

/** Slots that no service may have, and those that others hold. */
export const takenByOthers = 8 + 5;
export const connectionsPerTask = 10;

/** Four tasks at 80 % of their CPU, which ask for three more. */
const wantingRequests = 160;
/** Four tasks at the target of 50 %. */
export const calmRequests = 100;

/** `api` on the bad database, `web` on the good one, `both` on both. A task of the world has one pool: that of `both` is on the good one. */
export const twoDatabasesWorld = (api: Partial<ServiceSpec> = {}, requestsPerSecond = wantingRequests): WorldSpec => ({
  startMs,
  databases: (["bad", "good"] as const).map((name) => ({
    name,
    maxConnections: trueLimits[name],
    reservedConnections: 8,
    baseConnections: 5,
    cores: 64,
  })),
  services: [
    serving("api", requestsPerSecond, { pool: legalPool({ database: "bad" }), ...api }),
    serving("both", requestsPerSecond, { pool: legalPool({ database: "good" }) }),
    serving("web", requestsPerSecond, { pool: legalPool({ database: "good" }) }),
  ],
});

const serving = (name: string, requestsPerSecond: number, changes: Partial<ServiceSpec>): ServiceSpec =>
  legalService({
    name,
    traffic: { kind: "perSecond", requestsPerSecond: [requestsPerSecond] },
    bootCpuRatio: 0,
    ...changes,
  });

export type ConfigChanges = {
  readonly api?: Partial<ServiceConfig>;
  readonly bad?: Partial<DatabaseConfig>;
  readonly proxies?: readonly ProxyConfig[];
};

/** One domain; no limit is in headgate.yml. */
export const twoDatabasesConfig = (changes: ConfigChanges = {}): Config => {
  const base = stackConfig();
  const database = { ...base.databases[0]!, maxConnections: null, reservedConnections: null, marginConnections: null };
  return {
    ...base,
    services: [
      service("api", [poolOn("bad")], changes.api),
      service("both", [poolOn("bad"), poolOn("good")], { maxTasks: 6 }),
      service("web", [poolOn("good")]),
    ],
    databases: [
      { ...database, name: "bad", at: { kind: "instance", instance: "bad-1" }, ...changes.bad },
      { ...database, name: "good", at: { kind: "instance", instance: "good-1" } },
    ],
    proxies: changes.proxies ?? [],
    domains: [{ id: "api", services: ["api", "both", "web"], databases: ["bad", "good"] }],
  };
};

const service = (name: string, pools: readonly PoolConfig[], changes: Partial<ServiceConfig> = {}): ServiceConfig =>
  serviceConfig({ name, ecsService: name, pools, ...changes });

export const poolOn = (database: DatabaseName, proxy: string | null = null): PoolConfig => ({
  ...stackConfig().services[0]!.pools[0]!,
  database,
  proxy,
});

/** `bad-1` by the literal of its parameter group, `good-1` by the counter of Performance Insights. */
export const soundEstate: RdsEstate = {
  instances: [withoutInsights(postgres("bad-1", { parameterGroup: "bad-own" })), postgres("good-1")],
  clusters: [],
  parameterGroups: [{ kind: "instance", group: "bad-own", maxConnections: String(trueLimits.bad) }],
  proxies: [],
  instanceTypes,
  fargateVcpus: null,
};
