import type { Config } from "../../../shared/config/config.ts";
import { RESERVED_CONNECTIONS } from "../../../shared/config/defaults.ts";
import type { ServiceConfig } from "../../../shared/config/service-config.ts";
import type { ServiceSpec, WorldSpec } from "../../world/spec.ts";
import { World } from "../../world/world.ts";
import type { AlarmSpec } from "../alarm-spec.ts";
import { EmbeddedCloud } from "../embedded-cloud.ts";
import type { StackNames } from "../stack-names.ts";
import { localEstate } from "./local-estate.ts";
import { declarePublication } from "./local-publication.ts";

/** Long enough for every metric to have come in: RDS's are two to three minutes late. */
const settledSeconds = 900;
/** Load on every service, relative to its CPU target: enough for each to ask for more. */
const loadOfTarget = 1.3;
const cpuSecondsPerRequest = 0.02;
/** Where headgate.yml has no CPU target to load. */
const otherCpuTargetPercent = 60;

/**
 * A cloud for one invocation: the services of headgate.yml at their minimum, a quarter of an hour into a rush that
 * brings each of them to 1.3 times its CPU target, so that there is something to decide.
 *
 * @param nowMs the clock of the function that will be invoked: the world ends there
 */
export const openLocalCloud = async (config: Config, names: StackNames, nowMs: number): Promise<EmbeddedCloud> => {
  const world = localWorld(config, nowMs);
  const cloud = new EmbeddedCloud(world, config, localAlarms(config), names);
  declareAccount(cloud, config);
  while (world.nowMs < nowMs) {
    world.step();
    cloud.publishEvents();
  }
  return cloud;
};

/** The world at the beginning of that quarter of an hour. */
export const localWorld = (config: Config, nowMs: number): World =>
  new World(rushSpec(config, Math.floor(nowMs / 60_000) * 60_000 - settledSeconds * 1000), 1);

export const localAlarms = (config: Config): readonly AlarmSpec[] => config.services.flatMap(alarmsOf);

/** The databases of headgate.yml, and where its services are published. */
export const declareAccount = (cloud: EmbeddedCloud, config: Config): void => {
  cloud.estate = localEstate(config);
  declarePublication(cloud, config);
};

const rushSpec = (config: Config, startMs: number): WorldSpec => ({
  startMs,
  services: config.services.map(serviceSpec),
  databases: config.databases.map((database) => ({
    name: database.name,
    // An unknown limit stays unknown to Headgate; the world needs one.
    maxConnections: database.maxConnections ?? 1_000,
    reservedConnections: database.reservedConnections ?? RESERVED_CONNECTIONS[database.engine],
    baseConnections:
      (database.unmanagedConnections ?? 5) + database.connectors.reduce((sum, { connections }) => sum + connections, 0),
    cores: 16,
  })),
});

const serviceSpec = (service: ServiceConfig): ServiceSpec => {
  const initialTasks = Math.max(1, service.minTasks);
  const cpu = service.signals.find((signal) => signal.kind === "target" && signal.name === "cpu");
  const targetPercent = cpu?.kind === "target" ? cpu.target : otherCpuTargetPercent;
  const cpuRatio = Math.min(0.95, (loadOfTarget * targetPercent) / 100);
  const [pool] = service.pools;
  return {
    name: service.name,
    traffic: {
      kind: "perSecond",
      requestsPerSecond: [(cpuRatio * initialTasks) / cpuSecondsPerRequest],
    },
    initialTasks,
    cpuSecondsPerRequest,
    pendingSeconds: Math.ceil(service.startSeconds / 2),
    bootSeconds: Math.floor(service.startSeconds / 2),
    drainSeconds: service.drainSeconds,
    queueLimitPerTask: 2_000,
    client: { timeoutSeconds: 30, retries: 0, retryProbability: 0, backOffSeconds: 1 },
    ...(pool === undefined
      ? {}
      : {
          pool: {
            database: pool.database,
            connectionsPerTask: pool.connectionsPerTask,
            kind: pool.kind,
            minimumConnectionsPerTask: pool.minimumConnectionsPerTask,
            holdSecondsPerRequest: 0.01,
            databaseCpuSecondsPerRequest: 0.001,
            withoutConnections: "degrade" as const,
          },
        }),
  };
};

/** What a configured alarm watches is not in headgate.yml; here it is the service's CPU. */
const alarmsOf = (service: ServiceConfig): readonly AlarmSpec[] =>
  service.signals.flatMap((signal) =>
    signal.kind === "alarm"
      ? [
          {
            alarmName: signal.alarmName,
            service: service.name,
            metric: "CPUUtilization" as const,
            threshold: 90,
            periodSeconds: 60 as const,
            datapoints: 3,
          },
        ]
      : [],
  );
