import type { PoolSpec, ServiceSpec, WorldSpec } from "../../../simulator/world/spec.ts";
import { World } from "../../../simulator/world/world.ts";

export const startMs = Date.UTC(2026, 2, 14);

/** One service without a database at half load; each test changes what it is about. */
export function legalService(changes: Partial<ServiceSpec> = {}): ServiceSpec {
  return {
    name: "shop",
    traffic: { kind: "perSecond", requestsPerSecond: [100] },
    initialTasks: 4,
    cpuSecondsPerRequest: 0.02,
    pendingSeconds: 10,
    bootSeconds: 20,
    drainSeconds: 30,
    queueLimitPerTask: 500,
    client: { timeoutSeconds: 30, retries: 0, retryProbability: 0, backOffSeconds: 1 },
    ...changes,
  };
}

export function legalPool(changes: Partial<PoolSpec> = {}): PoolSpec {
  return {
    database: "orders",
    connectionsPerTask: 10,
    kind: "fixed",
    holdSecondsPerRequest: 0.01,
    databaseCpuSecondsPerRequest: 0.001,
    withoutConnections: "crash",
    ...changes,
  };
}

/** max_connections 63 with 8 reserved and 5 of others: room for five pools of 10. */
export function legalWorld(service: Partial<ServiceSpec> = {}, changes: Partial<WorldSpec> = {}): WorldSpec {
  return {
    startMs,
    databases: [{ name: "orders", maxConnections: 63, reservedConnections: 8, baseConnections: 5, cores: 4 }],
    services: [legalService(service)],
    ...changes,
  };
}

export function steps(world: World, seconds: number): World {
  for (let second = 0; second < seconds; second += 1) world.step();
  return world;
}

export function worldAfter(seconds: number, spec: WorldSpec, seed = 1): World {
  return steps(new World(spec, seed), seconds);
}

export function failedOf(world: World): number {
  return Object.values(world.totals().failedByCause).reduce((sum, requests) => sum + requests, 0);
}
