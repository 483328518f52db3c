import type { Config } from "../../shared/config/config.ts";
import { RESERVED_CONNECTIONS } from "../../shared/config/defaults.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { PoolSpec, QueueSpec, ServiceSpec, WorldSpec } from "../world/spec.ts";

const otherCpuTargetPercent = 60;

/**
 * The work of a known world, done by the services of a configuration: its traffic, calls and queues, with the tasks, pools
 * and databases that the configuration says.
 *
 * @param of the service of that world whose work this one does; by default the one of its name
 * @throws Error for a service that the world doesn't have
 */
export const ownWorld = (config: Config, world: WorldSpec): WorldSpec => ({
  startMs: world.startMs,
  services: config.services.map((service) => serviceSpec(service, workOf(world, service.name))),
  databases: config.databases.map((database) => ({
    name: database.name,
    // An unknown limit stays unknown to Headgate; the world needs one.
    maxConnections: database.maxConnections ?? 1_000,
    reservedConnections: database.reservedConnections ?? RESERVED_CONNECTIONS[database.engine],
    baseConnections:
      (database.unmanagedConnections ?? 5) + database.connectors.reduce((sum, { connections }) => sum + connections, 0),
    cores: 16,
  })),
  ...(world.queues === undefined ? {} : { queues: world.queues.filter((queue) => isWhole(config, queue)) }),
});

export const cpuTargetOf = ({ signals }: ServiceConfig): number => {
  const cpu = signals.find((signal) => signal.kind === "target" && signal.name === "cpu");
  return cpu?.kind === "target" ? cpu.target : otherCpuTargetPercent;
};

const workOf = ({ services }: WorldSpec, name: string): ServiceSpec => {
  const found = services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`the world has no work for the service ${name}`);
  return found;
};

const isWhole = ({ services }: Config, { consumer, producer }: QueueSpec): boolean =>
  [consumer, ...(producer === undefined ? [] : [producer.service])].every((name) =>
    services.some((service) => service.name === name),
  );

const serviceSpec = (service: ServiceConfig, { pool: _, ...work }: ServiceSpec): ServiceSpec => ({
  ...work,
  initialTasks: Math.max(1, service.minTasks),
  pendingSeconds: Math.ceil(service.startSeconds / 2),
  bootSeconds: Math.floor(service.startSeconds / 2),
  drainSeconds: service.drainSeconds,
  ...poolSpec(service),
});

/** A service of the world has one pool; a second one holds connections that nothing here counts. */
const poolSpec = ({ pools: [pool] }: ServiceConfig): { readonly pool?: PoolSpec } =>
  pool === undefined
    ? {}
    : {
        pool: {
          database: pool.database,
          connectionsPerTask: pool.connectionsPerTask,
          kind: pool.kind,
          minimumConnectionsPerTask: pool.minimumConnectionsPerTask,
          holdSecondsPerRequest: 0.01,
          databaseCpuSecondsPerRequest: 0.002,
          withoutConnections: "degrade",
        },
      };
