import type { Config, DatabaseConfig, DatabasePlace, ServiceConfig, SignalConfig } from "../config/config.ts";
import { isGoverned } from "../plan/policy/stance.ts";
import {
  type DatabaseReading,
  noFacts,
  type Reading,
  type ScalableTarget,
  type SignalReading,
  type Snapshot,
} from "../plan/snapshot.ts";
import type { Clients } from "./clients.ts";
import { readAlarms } from "./read-alarms.ts";
import { type MetricQuery, readMetrics, type Series } from "./read-metrics.ts";
import { readScalableTargets } from "./read-scalable-targets.ts";
import { readTaskCounts } from "./read-tasks.ts";

/** DatabaseConnections is 2-3 minutes late, and the plan looks for a stable minute among the last ones. */
const lookbackSeconds = 900;
const databasePeriodSeconds = 60;

/**
 * Reads a domain as it is now. Decides nothing: what can't be read is in the snapshot as unknown, with the reason.
 *
 * @param domain id of a domain of the configuration
 * @throws Error for a domain that the configuration doesn't have; never for a failed call
 */
export const readSnapshot = async (
  clients: Clients,
  config: Config,
  domain: string,
  nowMs: number,
): Promise<Snapshot> => {
  const members = config.domains.find((entry) => entry.id === domain);
  if (members === undefined) throw new Error(`no domain ${domain} in the configuration`);
  const services = config.services.filter((service) => members.services.includes(service.name));
  const databases = config.databases.filter((database) => members.databases.includes(database.name));
  const governed = services.filter(isGoverned);
  const [tasks, alarms, series, targets] = await Promise.all([
    readTaskCounts(clients.ecs, services),
    readAlarms(clients.cloudWatch, [...new Set(services.flatMap((service) => service.signals.flatMap(alarmNameOf)))]),
    readMetrics(
      clients.cloudWatch,
      [...services.flatMap(signalQueries), ...databases.map(databaseQuery)],
      lookbackSeconds,
      nowMs,
    ),
    readScalableTargets(clients.applicationAutoScaling, governed),
  ]);
  return {
    domain,
    readAtMs: nowMs,
    services: services.map((service) => ({
      name: service.name,
      tasks: tasks.get(service.name)!,
      signals: service.signals.map((signal) => signalReading(service, signal, alarms, series)),
      scalableTarget: targets.get(service.name) ?? notGoverned,
    })),
    databases: databases.map((database) => databaseReading(database, series)),
  };
};

const notGoverned: Reading<ScalableTarget | "none"> = {
  kind: "unknown",
  because: "no-data",
  detail: "read in govern mode only",
};

const alarmNameOf = (signal: SignalConfig): readonly string[] => (signal.kind === "alarm" ? [signal.alarmName] : []);

const keyOf = (service: ServiceConfig, signal: SignalConfig, what: "value" | "tasks"): string =>
  `${service.name}/${signal.name}/${what}`;

/** The task count at the datapoint is the sample count of ECS's own metrics: one sample per task and minute. */
const countsTasks = (signal: SignalConfig): boolean =>
  signal.kind === "target" && signal.measures === "average" && signal.metric.namespace === "AWS/ECS";

const signalQueries = (service: ServiceConfig): readonly MetricQuery[] =>
  service.signals.flatMap((signal) => {
    if (signal.kind !== "target") return [];
    const { metric } = signal;
    const value: MetricQuery = { key: keyOf(service, signal, "value"), metric, statistic: metric.statistic };
    if (!countsTasks(signal)) return [value];
    return [value, { key: keyOf(service, signal, "tasks"), metric, statistic: "SampleCount" }];
  });

const databaseKey = (database: DatabaseConfig): string => `database/${database.name}`;

/** Of a cluster's readers CloudWatch tells the fullest one by Maximum: the limit holds for each of them. */
const placeDimensions = (place: DatabasePlace): Readonly<Record<string, string>> =>
  place.kind === "instance"
    ? { DBInstanceIdentifier: place.instance }
    : { DBClusterIdentifier: place.cluster, Role: place.role === "writer" ? "WRITER" : "READER" };

const databaseQuery = (database: DatabaseConfig): MetricQuery => ({
  key: databaseKey(database),
  statistic: "Maximum",
  metric: {
    namespace: "AWS/RDS",
    metricName: "DatabaseConnections",
    dimensions: placeDimensions(database.at),
    periodSeconds: databasePeriodSeconds,
  },
});

const signalReading = (
  service: ServiceConfig,
  signal: SignalConfig,
  alarms: ReadonlyMap<string, SignalReading>,
  series: ReadonlyMap<string, Series>,
): SignalReading => {
  if (signal.kind === "alarm") return alarms.get(signal.alarmName)!;
  const values = series.get(keyOf(service, signal, "value"))!;
  if (values.kind === "unknown") return values;
  const newest = values.points.at(-1)!;
  const samples = series.get(keyOf(service, signal, "tasks"));
  const count = samples?.kind === "known" ? samples.points.find((point) => point.atMs === newest.atMs) : undefined;
  const { periodSeconds } = signal.metric;
  return { kind: "datapoint", value: newest.value, atMs: newest.atMs, periodSeconds, tasks: count?.value ?? null };
};

const databaseReading = (database: DatabaseConfig, series: ReadonlyMap<string, Series>): DatabaseReading => {
  const connections = series.get(databaseKey(database))!;
  if (connections.kind === "unknown") return { name: database.name, facts: noFacts, connections };
  const points = connections.points.map(({ atMs, value }) => ({
    atMs,
    periodSeconds: databasePeriodSeconds,
    maximum: value,
  }));
  return { name: database.name, facts: noFacts, connections: { kind: "known", value: points } };
};
