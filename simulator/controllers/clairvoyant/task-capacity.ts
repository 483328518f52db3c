import type { PoolSpec, ServiceSpec, WorldSpec } from "../../world/spec.ts";

/**
 * Requests a second that one task carries with nothing to spare: by its CPU, its pools, and what it works on at a time.
 *
 * @param slowness factor on the time that a request holds its connection, >= 1
 */
export function taskCapacity(service: ServiceSpec, slowness: number): number {
  const { cpuSecondsPerRequest, pool, concurrencyPerTask } = service;
  const vcpu = service.vcpuPerTask ?? 1;
  const byCpu = vcpu / cpuSecondsPerRequest;
  const hold = (pool?.holdSecondsPerRequest ?? 0) * slowness;
  const byPool = pool === undefined || hold <= 0 ? Number.POSITIVE_INFINITY : pool.connectionsPerTask / hold;
  const byConcurrency =
    concurrencyPerTask === undefined
      ? Number.POSITIVE_INFINITY
      : concurrencyPerTask / (cpuSecondsPerRequest / vcpu + hold);
  return Math.min(byCpu, byPool, byConcurrency);
}

/** The largest factor that a `slow-database` fault puts on a service's pool within [fromSecond, toSecond]. @returns >= 1 */
export function databaseSlowness(spec: WorldSpec, service: ServiceSpec, fromSecond: number, toSecond: number): number {
  let slowness = 1;
  for (const fault of spec.faults ?? []) {
    if (fault.kind !== "slow-database" || fault.database !== service.pool?.database) continue;
    if (fault.fromSecond <= toSecond && fault.untilSecond > fromSecond) slowness = Math.max(slowness, fault.factor);
  }
  return slowness;
}

/** An elastic pool counts as the most it can grow to, as what it opens for its load, or as what of it is busy. */
export type ElasticCount = "most" | "opened" | "busy";

/**
 * Connections that one task holds at a database.
 *
 * @param load of the task, 0..1
 * @returns 0 behind a proxy, where tasks connect freely
 */
export function taskConnections(service: ServiceSpec, database: string, elastic: ElasticCount, load: number): number {
  const { pool } = service;
  if (pool === undefined) return 0;
  const reader = pool.reader?.database === database ? pool.reader.connectionsPerTask : 0;
  if (pool.database !== database || pool.proxy !== undefined) return reader;
  return reader + ownConnections(service, pool, elastic, load) + (pool.migrationPool?.connectionsPerTask ?? 0);
}

function ownConnections(service: ServiceSpec, pool: PoolSpec, elastic: ElasticCount, load: number): number {
  if (pool.kind === "fixed" || elastic === "most") return pool.connectionsPerTask;
  const busy = load * taskCapacity(service, 1) * pool.holdSecondsPerRequest;
  // They open half as many again as are busy on average.
  const held = elastic === "busy" ? busy : Math.ceil(1.5 * busy);
  return Math.min(pool.connectionsPerTask, Math.max(pool.minimumConnectionsPerTask ?? 1, held));
}
