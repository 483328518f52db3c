import type { Config } from "../../shared/config/config.ts";
import { type PublishedMetric, signalMetrics } from "./service-metrics.ts";

const proxyMetrics = [
  "DatabaseConnectionsCurrentlyBorrowed",
  "DatabaseConnectionsCurrentlySessionPinned",
  "DatabaseConnections",
  "MaxDatabaseConnectionsAllowed",
  "ClientConnections",
  "DatabaseConnectionsBorrowLatency",
] as const;
const databaseMetrics = ["DatabaseConnections", "CPUUtilization", "DBLoad", "DBLoadRelativeToNumVCPUs"] as const;

/**
 * Every metric that CloudWatch has of a configuration's services, databases and proxies, with what stands for it in the world.
 *
 * @returns by `metricKey`
 */
export const publishedMetrics = (config: Config): ReadonlyMap<string, PublishedMetric> => {
  const metrics = new Map<string, PublishedMetric>();
  for (const service of config.services) {
    const dimensions = { ClusterName: service.cluster, ServiceName: service.ecsService };
    for (const name of ["CPUUtilization", "MemoryUtilization"] as const) {
      metrics.set(metricKey("AWS/ECS", name, dimensions), { service: service.name, name });
    }
    for (const [{ namespace, metricName, dimensions: others }, published] of signalMetrics(service))
      metrics.set(metricKey(namespace, metricName, others), published);
  }
  for (const { name, at } of config.databases) {
    // A cluster publishes per instance, and for all instances of a role together.
    const dimensions: Readonly<Record<string, string>> =
      at.kind === "instance"
        ? { DBInstanceIdentifier: at.instance }
        : { DBClusterIdentifier: at.cluster, Role: at.role === "writer" ? "WRITER" : "READER" };
    for (const metric of databaseMetrics) {
      metrics.set(metricKey("AWS/RDS", metric, dimensions), { database: name, name: metric });
    }
  }
  for (const { name, proxy } of config.proxies) {
    for (const metric of proxyMetrics) {
      metrics.set(metricKey("AWS/RDS", metric, { ProxyName: proxy }), { proxy: name, name: metric });
    }
  }
  return metrics;
};

/** Dimensions in any order are the same metric. */
export const metricKey = (
  namespace: string,
  metricName: string,
  dimensions: Readonly<Record<string, string>>,
): string => JSON.stringify([namespace, metricName, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
