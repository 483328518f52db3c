import { stringify } from "yaml";
import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import type { AlarmSpec } from "../cloud/alarm-spec.ts";
import type { Contest } from "./contest.ts";
import { alarmWindowSeconds, contestAlarms } from "./contest-alarms.ts";

const FILE_NAME = "rehearsal.yml";

/**
 * The headgate.yml that a team would write for the contest's world, read as any other.
 *
 * It says what the hand-set cap knows too: the limit, what is reserved, and what others hold.
 *
 * @throws Error if the file is refused: a mistake in the scenario
 */
export function contestConfig(contest: Contest): Config {
  const reading = parseConfig(stringify(contestForm(contest)), FILE_NAME);
  if (reading.kind === "ok") return reading.config;
  throw new Error(`the rehearsal's configuration is refused: ${JSON.stringify(reading.problems)}`);
}

function contestForm(contest: Contest) {
  const { world, minTasks, maxTasks, targetPercent } = contest;
  const alarms = contestAlarms(contest);
  const databases = world.databases.map((database) => [
    database.name,
    {
      instance: database.name,
      engine: "postgres",
      maxConnections: database.maxConnections,
      reservedConnections: database.reservedConnections,
      unmanagedConnections: database.baseConnections,
    },
  ]);
  const services = world.services.map((service) => [
    service.name,
    {
      cluster: "rehearsal",
      mode: "scale",
      tasks: { min: minTasks, max: maxTasks },
      startSeconds: service.pendingSeconds + service.bootSeconds,
      drain: { deregistrationDelaySeconds: service.drainSeconds, stopTimeoutSeconds: 0 },
      ...(service.pool === undefined ? {} : { pools: { [service.pool.database]: poolForm(service.pool) } }),
      signals: { cpu: targetPercent, alarms: alarmForms(alarms, service.name) },
    },
  ]);
  return {
    version: 1,
    name: "rehearsal",
    databases: Object.fromEntries(databases),
    services: Object.fromEntries(services),
  };
}

/** Steps as by default: 25 %, at least one task. */
function alarmForms(alarms: readonly AlarmSpec[], service: string) {
  const own = alarms.filter((alarm) => alarm.service === service);
  return Object.fromEntries(own.map(({ alarmName }) => ["cpu-high", { alarmName, windowSeconds: alarmWindowSeconds }]));
}

function poolForm(pool: NonNullable<Contest["world"]["services"][number]["pool"]>) {
  const size = { size: pool.connectionsPerTask, kind: pool.kind };
  return pool.kind === "elastic" ? { ...size, minimum: pool.minimumConnectionsPerTask ?? 1 } : size;
}
