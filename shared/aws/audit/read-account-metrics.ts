import type { AccountMetrics } from "../../checklist/account-metrics.ts";
import type { AccountReading, Database, EcsService } from "../../checklist/account-reading.ts";
import type { Reading } from "../../reading.ts";
import { type MetricQuery, readMetrics, type Series } from "../read-metrics.ts";
import type { AuditClients } from "./audit-clients.ts";

const windowDays = 7;
const periodSeconds = 3600;
const busyQuantile = 0.95;

const databaseMetrics = {
  busyCpuPercent: ["CPUUtilization", "Average"],
  peakConnections: ["DatabaseConnections", "Maximum"],
  busyReadIops: ["ReadIOPS", "Average"],
  busyWriteIops: ["WriteIOPS", "Average"],
} as const;

/**
 * How busy the databases and services of an account were in the last week, hour by hour.
 *
 * @throws never
 */
export const readAccountMetrics = async (
  { cloudWatch }: Pick<AuditClients, "cloudWatch">,
  databases: readonly Database[],
  services: readonly EcsService[],
  nowMs: number,
): Promise<AccountMetrics> => {
  const queries = [...databases.flatMap(databaseQueries), ...services.map(serviceQuery)];
  const series = await readMetrics(cloudWatch, queries, windowDays * 24 * 3600, nowMs);
  const of = (key: string): Series => series.get(key)!;
  return {
    windowDays,
    databases: databases.map(({ id }) => ({
      id,
      busyCpuPercent: busyOf(of(`db ${id} busyCpuPercent`)),
      peakConnections: peakOf(of(`db ${id} peakConnections`)),
      busyReadIops: busyOf(of(`db ${id} busyReadIops`)),
      busyWriteIops: busyOf(of(`db ${id} busyWriteIops`)),
    })),
    services: services.map(({ cluster, service }) => ({
      cluster,
      service,
      busyCpuPercent: busyOf(of(`service ${cluster}/${service}`)),
    })),
  };
};

/** The first reading that was refused, for the list of missing permissions. */
export const refusedMetrics = ({ databases, services }: AccountMetrics): AccountReading["otherFailures"] => {
  const readings = [...databases.flatMap(({ id: _, ...figures }) => Object.values(figures)), ...services].map((one) =>
    "busyCpuPercent" in one ? one.busyCpuPercent : one,
  );
  const refused = readings.find((one) => one.kind === "unknown" && one.because === "access-denied");
  return refused?.kind === "unknown" ? [{ ...refused, action: "cloudwatch:GetMetricData" }] : [];
};

const databaseQueries = ({ id }: Database): readonly MetricQuery[] =>
  Object.entries(databaseMetrics).map(([key, [metricName, statistic]]) => ({
    key: `db ${id} ${key}`,
    metric: { namespace: "AWS/RDS", metricName, dimensions: { DBInstanceIdentifier: id }, periodSeconds },
    statistic,
  }));

const serviceQuery = ({ cluster, service }: EcsService): MetricQuery => ({
  key: `service ${cluster}/${service}`,
  metric: {
    namespace: "AWS/ECS",
    metricName: "CPUUtilization",
    dimensions: { ClusterName: cluster, ServiceName: service },
    periodSeconds,
  },
  statistic: "Average",
});

/** The hour that 95 % of the hours stay at or below. */
const busyOf = (series: Series): Reading<number> => {
  if (series.kind === "unknown") return series;
  const values = series.points.map(({ value }) => value).sort((a, b) => a - b);
  return { kind: "known", value: values[Math.ceil(values.length * busyQuantile) - 1] ?? 0 };
};

const peakOf = (series: Series): Reading<number> =>
  series.kind === "unknown"
    ? series
    : { kind: "known", value: series.points.reduce((most, { value }) => Math.max(most, value), 0) };
