import type { Database } from "./database.ts";
import { MetricSeries } from "./datapoints.ts";
import type { MetricName } from "./service-metrics.ts";
import type { MetricTimes } from "./spec.ts";

const periodSeconds = 60;

/**
 * What CloudWatch has of one database: CPUUtilization in percent, DBLoad in active sessions, in all and per core,
 * DatabaseConnections. Performance Insights is on.
 *
 * @see Amazon RDS User Guide, "Amazon CloudWatch instance-level metrics" and "... metrics for Performance Insights"
 */
export class DatabaseMetrics {
  private readonly connections: MetricSeries;
  private readonly cpu: MetricSeries;
  private readonly load: MetricSeries;
  private readonly loadPerCore: MetricSeries;

  constructor(times: MetricTimes) {
    const series = () => new MetricSeries("level", periodSeconds, times.databaseDelaySeconds, times.keptDatapoints);
    this.connections = series();
    this.cpu = series();
    this.load = series();
    this.loadPerCore = series();
  }

  /** Adds a second that the database has ended. */
  add(second: number, { open, cpuRatio, sessions, spec }: Database): void {
    const perCore = sessions / spec.cores;
    this.connections.add(second, open, 1, open, open);
    this.cpu.add(second, 100 * cpuRatio, 1, 100 * cpuRatio, 100 * cpuRatio);
    this.load.add(second, sessions, 1, sessions, sessions);
    this.loadPerCore.add(second, perCore, 1, perCore, perCore);
  }

  /** @returns `undefined` for a metric that no database has */
  series(name: MetricName, period: number): MetricSeries | undefined {
    if (period !== periodSeconds) return undefined;
    switch (name) {
      case "DatabaseConnections":
        return this.connections;
      case "CPUUtilization":
        return this.cpu;
      case "DBLoad":
        return this.load;
      case "DBLoadRelativeToNumVCPUs":
        return this.loadPerCore;
      default:
        return undefined;
    }
  }
}
