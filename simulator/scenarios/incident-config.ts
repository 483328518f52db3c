import { stringify } from "yaml";
import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import type { Mode } from "../../shared/config/service-config.ts";
import type { AlarmSpec } from "../cloud/alarm-spec.ts";
import type { PoolSpec, ServiceSpec, WorldSpec } from "../world/spec.ts";

/** What a team writes about an incident's world beside what the world says itself. */
export type HeadgateSettings = {
  readonly mode: Mode;
  /** Of the average CPU. */
  readonly targetPercent: number;
  /** Withheld of each database's limit. */
  readonly marginConnections: number;
  readonly surge?: "borrow" | "reserve";
  /** By service. */
  readonly tasks: Readonly<Record<string, { readonly min: number; readonly max: number }>>;
};

/**
 * The headgate.yml of an incident's world, read as any other: limits, what is reserved, pools, starts and drains are the
 * world's.
 *
 * @throws Error if the file is refused: a mistake in the scenario
 */
export function incidentConfig(world: WorldSpec, settings: HeadgateSettings): Config {
  const form = {
    version: 1,
    name: "incident",
    databases: Object.fromEntries(
      world.databases.map((database) => [
        database.name,
        {
          instance: database.name,
          engine: "postgres",
          maxConnections: database.maxConnections,
          reservedConnections: database.reservedConnections,
          marginConnections: settings.marginConnections,
          unmanagedConnections: database.baseConnections,
        },
      ]),
    ),
    services: Object.fromEntries(world.services.map((service) => [service.name, serviceForm(service, settings)])),
  };
  const reading = parseConfig(stringify(form), "incident.yml");
  if (reading.kind === "ok") return reading.config;
  throw new Error(`the incident's configuration is refused: ${JSON.stringify(reading.problems)}`);
}

const alarmPeriodSeconds = 60;

/** The alarms of the team's account: one per service with users, on its CPU above the target, 1 of 1 datapoints of 60 s. */
export function incidentAlarms(world: WorldSpec, { targetPercent }: HeadgateSettings): readonly AlarmSpec[] {
  return world.services
    .filter(({ traffic }) => traffic !== undefined)
    .map(({ name }) => ({
      alarmName: `${name}-cpu-high`,
      service: name,
      metric: "CPUUtilization",
      threshold: targetPercent,
      periodSeconds: alarmPeriodSeconds,
      datapoints: 1,
    }));
}

function serviceForm(service: ServiceSpec, { mode, targetPercent, surge, tasks }: HeadgateSettings) {
  const { pool, maximumPercent, minimumHealthyPercent } = service;
  return {
    cluster: "incident",
    mode,
    tasks: tasks[service.name],
    startSeconds: service.pendingSeconds + service.bootSeconds,
    drain: { deregistrationDelaySeconds: service.drainSeconds, stopTimeoutSeconds: 0 },
    deployment: { maximumPercent: maximumPercent ?? 200, minimumHealthyPercent: minimumHealthyPercent ?? 100 },
    ...(surge === undefined ? {} : { surge }),
    ...(pool === undefined ? {} : { pools: { [pool.database]: poolForm(pool) } }),
    signals: {
      cpu: targetPercent,
      ...(service.traffic === undefined
        ? {}
        : { alarms: { "cpu-high": { alarmName: `${service.name}-cpu-high`, windowSeconds: alarmPeriodSeconds } } }),
    },
  };
}

function poolForm(pool: PoolSpec) {
  const size = { size: pool.connectionsPerTask, kind: pool.kind };
  return pool.kind === "elastic" ? { ...size, minimum: pool.minimumConnectionsPerTask ?? 1 } : size;
}
