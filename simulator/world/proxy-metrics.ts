import type { DatabaseProxy } from "./database-proxy.ts";
import { MetricSeries } from "./datapoints.ts";
import type { MetricName } from "./service-metrics.ts";
import type { MetricTimes } from "./spec.ts";

const periodSeconds = 60;
const microsecondsPerSecond = 1_000_000;

/**
 * What CloudWatch has of one proxy, which is one host here, so that Sum is its figure as AWS advises to read it.
 *
 * Pinned connections are borrowed ones. A second in which nothing was borrowed says nothing of the latency.
 *
 * @see Amazon RDS User Guide, "Monitoring RDS Proxy metrics with Amazon CloudWatch"
 */
export class ProxyMetrics {
  private readonly borrowed: MetricSeries;
  private readonly pinned: MetricSeries;
  private readonly connections: MetricSeries;
  private readonly allowed: MetricSeries;
  private readonly clients: MetricSeries;
  private readonly latency: MetricSeries;

  constructor(times: MetricTimes) {
    const series = () => new MetricSeries("level", periodSeconds, times.databaseDelaySeconds, times.keptDatapoints);
    this.borrowed = series();
    this.pinned = series();
    this.connections = series();
    this.allowed = series();
    this.clients = series();
    this.latency = series();
  }

  /** Adds a second that the proxy has ended. */
  add(second: number, { borrowed, pinned, open, clients, borrows, borrowSeconds, spec }: DatabaseProxy): void {
    this.borrowed.add(second, borrowed, 1, borrowed, borrowed);
    this.pinned.add(second, pinned, 1, pinned, pinned);
    this.connections.add(second, open, 1, open, open);
    this.allowed.add(second, spec.maxConnections, 1, spec.maxConnections, spec.maxConnections);
    this.clients.add(second, clients, 1, clients, clients);
    const latency = borrowSeconds * microsecondsPerSecond;
    this.latency.add(second, latency, borrows > 0 ? 1 : 0, latency, latency);
  }

  /** @returns `undefined` for a metric that no proxy has */
  series(name: MetricName, period: number): MetricSeries | undefined {
    if (period !== periodSeconds) return undefined;
    switch (name) {
      case "DatabaseConnectionsCurrentlyBorrowed":
        return this.borrowed;
      case "DatabaseConnectionsCurrentlySessionPinned":
        return this.pinned;
      case "DatabaseConnections":
        return this.connections;
      case "MaxDatabaseConnectionsAllowed":
        return this.allowed;
      case "ClientConnections":
        return this.clients;
      case "DatabaseConnectionsBorrowLatency":
        return this.latency;
      default:
        return undefined;
    }
  }
}
