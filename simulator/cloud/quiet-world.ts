import type { Config, ServiceConfig } from "../../shared/config/config.ts";
import type { ServiceSpec, WorldSpec } from "../world/spec.ts";
import { World } from "../world/world.ts";

/** A quiet day's CPU: well under any target, so that nothing is asked for. */
const quietCpuRatio = 0.35;
const cpuSecondsPerRequest = 0.02;
/** Long enough for every metric to have datapoints and every database a stable minute. */
const settledSeconds = 30 * 60;

/**
 * The services and databases of a configuration on a quiet day, each at its minimum, with metrics to read.
 *
 * @param nowMs when the quiet day is; the world is stepped up to the last whole minute before it
 */
export const quietWorld = (config: Config, nowMs: number): World => {
  const startMs = Math.floor(nowMs / 60_000) * 60_000 - settledSeconds * 1000;
  const spec: WorldSpec = {
    startMs,
    services: config.services.map(quietService),
    databases: config.databases.map((database) => ({
      name: database.name,
      maxConnections: database.maxConnections ?? 100,
      reservedConnections: database.reservedConnections,
      baseConnections: database.unmanagedConnections ?? 0,
      cores: 2,
    })),
  };
  const world = new World(spec, 1);
  for (let second = 0; second < settledSeconds; second++) world.step();
  return world;
};

const quietService = (service: ServiceConfig): ServiceSpec => {
  const pool = service.pools[0];
  const initialTasks = Math.max(1, service.minTasks);
  return {
    name: service.name,
    traffic: { kind: "perSecond", requestsPerSecond: [(initialTasks * quietCpuRatio) / cpuSecondsPerRequest] },
    initialTasks,
    cpuSecondsPerRequest,
    pendingSeconds: Math.ceil(service.startSeconds / 2),
    bootSeconds: Math.floor(service.startSeconds / 2),
    drainSeconds: service.drainSeconds,
    queueLimitPerTask: 100,
    client: { timeoutSeconds: 30, retries: 0, retryProbability: 0, backOffSeconds: 1 },
    ...(pool === undefined
      ? {}
      : {
          pool: {
            database: pool.database,
            connectionsPerTask: pool.connectionsPerTask,
            kind: pool.kind,
            ...(pool.kind === "elastic"
              ? { minimumConnectionsPerTask: Math.max(1, pool.minimumConnectionsPerTask) }
              : {}),
            holdSecondsPerRequest: 0.01,
            databaseCpuSecondsPerRequest: 0.001,
            withoutConnections: "degrade",
          },
        }),
  };
};
