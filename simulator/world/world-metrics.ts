import type { Database } from "./database.ts";
import { DatabaseMetrics } from "./database-metrics.ts";
import type { DatabaseProxy } from "./database-proxy.ts";
import type { MetricSeries } from "./datapoints.ts";
import { ProxyMetrics } from "./proxy-metrics.ts";
import type { Service } from "./service.ts";
import { type MetricName, metricTimes, ServiceMetrics } from "./service-metrics.ts";
import type { WorldSpec } from "./spec.ts";
import type { WorldParts } from "./world-parts.ts";

/** A metric of a service, a database or a proxy, of which exactly one is named. */
export type MetricQuery = {
  readonly service?: string;
  readonly database?: string;
  readonly proxy?: string;
  readonly name: MetricName;
};

/** What CloudWatch has of a world. */
export class WorldMetrics {
  private readonly parts: WorldParts;
  private readonly services: readonly ServiceMetrics[];
  private readonly databases: readonly DatabaseMetrics[];
  private readonly proxies: readonly ProxyMetrics[];

  constructor(spec: WorldSpec, parts: WorldParts) {
    const times = metricTimes(spec);
    this.parts = parts;
    this.services = parts.services.map((service) => new ServiceMetrics(service.spec, times));
    this.databases = parts.databases.map(() => new DatabaseMetrics(times));
    this.proxies = parts.proxies.map(() => new ProxyMetrics(times));
  }

  /** Adds the second that all parts have just ended. */
  endSecond(second: number): void {
    const { services, databases, proxies } = this.parts;
    for (let i = 0; i < proxies.length; i += 1) this.proxies[i]?.add(second, proxies[i] as DatabaseProxy);
    for (let i = 0; i < databases.length; i += 1) this.databases[i]?.add(second, databases[i] as Database);
    for (let i = 0; i < services.length; i += 1) this.services[i]?.add(second, services[i] as Service);
  }

  /**
   * @returns `undefined` for a proxy that the world doesn't have, a metric that nothing of its kind has, and other periods
   * @throws RangeError for a service or database that the world doesn't have
   */
  series(metric: MetricQuery, periodSeconds: number): MetricSeries | undefined {
    const { parts } = this;
    const { service, database, proxy, name } = metric;
    if (database !== undefined) {
      return this.databases[parts.databases.indexOf(parts.database(database))]?.series(name, periodSeconds);
    }
    if (proxy !== undefined) {
      return this.proxies[parts.proxies.findIndex((one) => one.name === proxy)]?.series(name, periodSeconds);
    }
    if (service === undefined) return undefined;
    return this.services[parts.indexOf(parts.service(service))]?.series(name, periodSeconds);
  }
}
