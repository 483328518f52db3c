import type { DatabaseConfig, DatabasePlace, ProxyConfig } from "../config/database-config.ts";
import type { DatabaseFacts } from "../limits/database-facts.ts";
import type {
  ConnectionsDatapoint,
  DatabaseReading,
  MetricPoint,
  PressureReading,
  ProxyReading,
} from "../plan/readings/database-reading.ts";
import type { Reading } from "../reading.ts";
import type { CloudWatch } from "./clients.ts";
import { type MetricQuery, readMetrics, type Series } from "./read-metrics.ts";

/** RDS publishes every minute. */
const periodSeconds = 60;
const daySeconds = 24 * 3600;

type Statistic = MetricQuery["statistic"];

/**
 * The pressure metrics of AWS/RDS. Of a cluster's readers the busiest one's, and the emptiest credits.
 *
 * @see Amazon RDS User Guide, "Amazon CloudWatch instance-level metrics" and "... metrics for Performance Insights"
 */
const pressureMetrics: Readonly<Record<keyof PressureReading, readonly [string, Statistic]>> = {
  cpuPercent: ["CPUUtilization", "Maximum"],
  loadPerVcpu: ["DBLoadRelativeToNumVCPUs", "Maximum"],
  storageBurstPercent: ["BurstBalance", "Minimum"],
  ioBurstPercent: ["EBSIOBalance%", "Minimum"],
  throughputBurstPercent: ["EBSByteBalance%", "Minimum"],
};

/**
 * The metrics of a proxy. They come from each of its hosts, so counts are summed up over them; a latency is not.
 *
 * @see Amazon RDS User Guide, "Monitoring RDS Proxy metrics with Amazon CloudWatch" (dimension set ProxyName)
 */
const proxyMetrics: Readonly<
  Record<Exclude<keyof ProxyReading, "name" | "peakConnections">, readonly [string, Statistic]>
> = {
  borrowed: ["DatabaseConnectionsCurrentlyBorrowed", "Sum"],
  pinned: ["DatabaseConnectionsCurrentlySessionPinned", "Sum"],
  connections: ["DatabaseConnections", "Sum"],
  allowed: ["MaxDatabaseConnectionsAllowed", "Sum"],
  clients: ["ClientConnections", "Sum"],
  borrowLatencyMicroseconds: ["DatabaseConnectionsBorrowLatency", "Average"],
};

/** What to read of databases and the proxies in front of them, for the last minutes. */
export const databaseQueries = (
  databases: readonly DatabaseConfig[],
  proxies: readonly ProxyConfig[],
): readonly MetricQuery[] => [
  ...databases.flatMap((database) => {
    const dimensions = placeDimensions(database.at);
    return [
      queryOf(databaseKey(database, "connections"), dimensions, ["DatabaseConnections", "Maximum"]),
      ...Object.entries(pressureMetrics).map(([key, metric]) =>
        queryOf(databaseKey(database, key), dimensions, metric),
      ),
    ];
  }),
  ...proxies.flatMap((proxy) =>
    Object.entries(proxyMetrics).map(([key, metric]) => queryOf(proxyKey(proxy, key), proxyDimensions(proxy), metric)),
  ),
];

/**
 * The most connections that each proxy has had open at its database in the last 24 hours.
 *
 * Minute by minute: over longer periods a sum is not a number of connections.
 *
 * @returns by the proxy's name, every one answered
 * @throws never
 */
export const readProxyPeaks = async (
  cloudWatch: CloudWatch,
  proxies: readonly ProxyConfig[],
  nowMs: number,
): Promise<ReadonlyMap<string, Reading<number>>> => {
  if (proxies.length === 0) return new Map();
  const queries = proxies.map((proxy) =>
    queryOf(proxyKey(proxy, "peak"), proxyDimensions(proxy), proxyMetrics.connections),
  );
  const series = await readMetrics(cloudWatch, queries, daySeconds, nowMs);
  return new Map(
    proxies.map((proxy): readonly [string, Reading<number>] => {
      const day = series.get(proxyKey(proxy, "peak"))!;
      if (day.kind === "unknown") return [proxy.name, day];
      return [proxy.name, { kind: "known", value: day.points.reduce((most, { value }) => Math.max(most, value), 0) }];
    }),
  );
};

export type DatabaseParts = {
  readonly facts: Reading<DatabaseFacts>;
  /** The proxies in front of it. */
  readonly proxies: readonly ProxyConfig[];
  readonly series: ReadonlyMap<string, Series>;
  readonly peaks: ReadonlyMap<string, Reading<number>>;
};

/** One database as it was read; decides nothing. */
export const databaseReading = (database: DatabaseConfig, parts: DatabaseParts): DatabaseReading => {
  const { facts, proxies, series, peaks } = parts;
  const points = (key: string): Reading<readonly MetricPoint[]> => pointsOf(series.get(databaseKey(database, key))!);
  return {
    name: database.name,
    facts,
    connections: connectionsOf(points("connections")),
    pressure: {
      cpuPercent: points("cpuPercent"),
      loadPerVcpu: points("loadPerVcpu"),
      storageBurstPercent: points("storageBurstPercent"),
      ioBurstPercent: points("ioBurstPercent"),
      throughputBurstPercent: points("throughputBurstPercent"),
    },
    proxies: proxies.map((proxy) => proxyReading(proxy, series, peaks)),
  };
};

const proxyReading = (
  proxy: ProxyConfig,
  series: ReadonlyMap<string, Series>,
  peaks: ReadonlyMap<string, Reading<number>>,
): ProxyReading => {
  const points = (key: keyof typeof proxyMetrics): Reading<readonly MetricPoint[]> =>
    pointsOf(series.get(proxyKey(proxy, key))!);
  return {
    name: proxy.name,
    borrowed: points("borrowed"),
    pinned: points("pinned"),
    connections: points("connections"),
    peakConnections: peaks.get(proxy.name)!,
    allowed: points("allowed"),
    clients: points("clients"),
    borrowLatencyMicroseconds: points("borrowLatencyMicroseconds"),
  };
};

const connectionsOf = (points: Reading<readonly MetricPoint[]>): Reading<readonly ConnectionsDatapoint[]> =>
  points.kind === "unknown"
    ? points
    : { kind: "known", value: points.value.map(({ atMs, value }) => ({ atMs, periodSeconds, maximum: value })) };

const pointsOf = (series: Series): Reading<readonly MetricPoint[]> =>
  series.kind === "unknown" ? series : { kind: "known", value: series.points };

const databaseKey = ({ name }: DatabaseConfig, what: string): string => `database/${name}/${what}`;

const proxyKey = ({ name }: ProxyConfig, what: string): string => `proxy/${name}/${what}`;

const proxyDimensions = ({ proxy }: ProxyConfig): Readonly<Record<string, string>> => ({ ProxyName: proxy });

/** Of a cluster's readers CloudWatch tells the fullest one by Maximum: the limit holds for each of them. */
/** What CloudWatch calls the place of a database. */
export const placeDimensions = (place: DatabasePlace): Readonly<Record<string, string>> =>
  place.kind === "instance"
    ? { DBInstanceIdentifier: place.instance }
    : { DBClusterIdentifier: place.cluster, Role: place.role === "writer" ? "WRITER" : "READER" };

const queryOf = (
  key: string,
  dimensions: Readonly<Record<string, string>>,
  [metricName, statistic]: readonly [string, Statistic],
): MetricQuery => ({ key, statistic, metric: { namespace: "AWS/RDS", metricName, dimensions, periodSeconds } });
