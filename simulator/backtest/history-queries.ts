import { createHash } from "node:crypto";
import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { MetricConfig } from "../../shared/config/signal-config.ts";
import type { SeriesName } from "./build-history.ts";

/** One metric of CloudWatch, and what its datapoints mean here. */
export type HistoryQuery = {
  /** The service, or the database. */
  readonly subject: string;
  /** `presence`: requests are 0, not unknown, in a minute that has it. */
  readonly series: SeriesName | "presence";
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: MetricConfig["statistic"] | "SampleCount";
  /** The values are requests per second, not of the minute. */
  readonly isRate: boolean;
};

export type HistoryQueries = {
  readonly queries: readonly HistoryQuery[];
  /** Services whose requests nobody counts, a sentence each. */
  readonly unread: readonly string[];
};

/**
 * What to ask CloudWatch for: requests of the metric that headgate.yml names, CPU of ECS, whose SampleCount is the number
 * of tasks, the desired count where Container Insights is on, and the databases' connections.
 *
 * @see Amazon ECS developer guide, "Amazon ECS CloudWatch metrics"; "Container Insights metrics" (DesiredTaskCount)
 */
export function historyQueries(config: Config): HistoryQueries {
  const readable = config.services.filter((service) => requestsOf(service) !== null);
  const databases = config.databases.filter(({ name }) =>
    readable.some(({ pools }) => pools.some(({ database }) => database === name)),
  );
  return {
    queries: [...readable.flatMap(serviceQueries), ...databases.map(databaseQuery)],
    unread: config.services
      .filter((service) => requestsOf(service) === null)
      .map(
        ({ name }) => `${name}: headgate.yml names no metric of its requests; add signals.rate or signals.requests.`,
      ),
  };
}

/** Names a download on disk: the same questions in the same region. */
export function hashOf(queries: readonly HistoryQuery[], scope: string): string {
  return createHash("sha256")
    .update(JSON.stringify([scope, queries]))
    .digest("hex")
    .slice(0, 16);
}

function requestsOf({ signals }: ServiceConfig) {
  const found = signals.find(({ kind }) => kind === "requests" || kind === "rate");
  return found?.kind === "requests" || found?.kind === "rate" ? found : null;
}

function serviceQueries(service: ServiceConfig): readonly HistoryQuery[] {
  const { name, cluster, ecsService } = service;
  const dimensions = { ClusterName: cluster, ServiceName: ecsService };
  const { metric, presence } = requestsOf(service)!;
  const own = { subject: name, dimensions, isRate: false } as const;
  return [
    { ...queryOf(metric, name, "requests"), isRate: metric.statistic !== "Sum" },
    ...(presence === null ? [] : [queryOf(presence, name, "presence")]),
    { ...own, series: "cpuPercent", namespace: "AWS/ECS", metricName: "CPUUtilization", statistic: "Average" },
    { ...own, series: "runningTasks", namespace: "AWS/ECS", metricName: "CPUUtilization", statistic: "SampleCount" },
    {
      ...own,
      series: "desiredTasks",
      namespace: "ECS/ContainerInsights",
      metricName: "DesiredTaskCount",
      statistic: "Average",
    },
  ];
}

function queryOf(metric: MetricConfig, subject: string, series: HistoryQuery["series"]): HistoryQuery {
  const { namespace, metricName, dimensions, statistic } = metric;
  return { subject, series, namespace, metricName, dimensions, statistic, isRate: false };
}

function databaseQuery({ name, at }: DatabaseConfig): HistoryQuery {
  const dimensions: Readonly<Record<string, string>> =
    at.kind === "instance"
      ? { DBInstanceIdentifier: at.instance }
      : { DBClusterIdentifier: at.cluster, Role: at.role === "writer" ? "WRITER" : "READER" };
  return {
    subject: name,
    series: "connections",
    namespace: "AWS/RDS",
    metricName: "DatabaseConnections",
    dimensions,
    statistic: "Average",
    isRate: false,
  };
}
