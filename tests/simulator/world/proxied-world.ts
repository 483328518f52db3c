import type { MetricName } from "../../../simulator/world/service-metrics.ts";
import type { DatabaseSpec, PoolSpec, ProxySpec, ServiceSpec, WorldSpec } from "../../../simulator/world/spec.ts";
import type { World } from "../../../simulator/world/world.ts";
import { legalPool, legalService, startMs } from "./small-world.ts";

export const legalProxy = (changes: Partial<ProxySpec> = {}): ProxySpec => ({
  name: "front",
  database: "orders",
  maxConnections: 100,
  ...changes,
});

const legalDatabase = (changes: Partial<DatabaseSpec> = {}): DatabaseSpec => ({
  name: "orders",
  maxConnections: 208,
  reservedConnections: 8,
  baseConnections: 0,
  cores: 64,
  ...changes,
});

export type ProxiedWorld = {
  /** Each with so many requests a second. */
  readonly services?: readonly { readonly name: string; readonly requestsPerSecond: number; readonly tasks: number }[];
  readonly pool?: Partial<PoolSpec>;
  readonly service?: Partial<ServiceSpec>;
  readonly proxy?: Partial<ProxySpec>;
  readonly database?: Partial<DatabaseSpec>;
};

/** Services whose CPU is no bound, behind one proxy. */
export function proxiedWorld(of: ProxiedWorld = {}): WorldSpec {
  const services = of.services ?? [{ name: "shop", requestsPerSecond: 100, tasks: 4 }];
  return {
    startMs,
    databases: [legalDatabase(of.database)],
    proxies: [legalProxy(of.proxy)],
    services: services.map(({ name, requestsPerSecond, tasks }) =>
      legalService({
        name,
        traffic: { kind: "perSecond", requestsPerSecond: [requestsPerSecond] },
        initialTasks: tasks,
        cpuSecondsPerRequest: 0.0001,
        queueLimitPerTask: 10_000,
        pool: legalPool({ proxy: "front", databaseCpuSecondsPerRequest: 0, ...of.pool }),
        ...of.service,
      }),
    ),
  };
}

/** The newest published minute. */
export function proxyMetric(world: World, name: MetricName): number | undefined {
  return world.datapoints({ proxy: "front", name }, 60, startMs, world.nowMs).at(-1)?.sum;
}
