import { MetricSeries } from "./datapoints.ts";
import type { Service } from "./service.ts";
import type { MetricTimes, WorldSpec } from "./spec.ts";

export type MetricName =
  | "CPUUtilization"
  | "MemoryUtilization"
  | "RequestCount"
  | "QueueLength"
  | "DatabaseConnections";

/** Periods at which every service metric can be read: 60 s, and the 20 s of high resolution. */
const periods = [60, 20] as const;

export function metricTimes(spec: WorldSpec): MetricTimes {
  const defaults = { delaySeconds60: 60, delaySeconds20: 10, databaseDelaySeconds: 150, keptDatapoints: 240 };
  return { ...defaults, ...spec.metrics };
}

/** What CloudWatch has of one service. Utilization in percent, of the running tasks. */
export class ServiceMetrics {
  private readonly cpu: readonly MetricSeries[];
  private readonly memory: readonly MetricSeries[];
  private readonly requests: readonly MetricSeries[];
  private readonly backlog: readonly MetricSeries[];

  constructor(times: MetricTimes) {
    const delay = (period: number) => (period === 60 ? times.delaySeconds60 : times.delaySeconds20);
    const series = (measure: "perTask" | "level" | "events") =>
      periods.map((period) => new MetricSeries(measure, period, delay(period), times.keptDatapoints));
    this.cpu = series("perTask");
    this.memory = series("perTask");
    this.requests = series("events");
    this.backlog = series("level");
  }

  add(second: number, service: Service): void {
    const tasks = service.fleet.running;
    const average = tasks > 0 ? Math.min(100, (100 * service.usedCpu) / tasks) : 0;
    const { idleRatio, fullQueueRatio } = service.spec.memory ?? { idleRatio: 0.3, fullQueueRatio: 0.6 };
    const room = Math.max(1, service.fleet.ready * service.spec.queueLimitPerTask);
    const fill = Math.min(1, service.queue.held / room);
    const memory = 100 * (idleRatio + (fullQueueRatio - idleRatio) * fill);
    for (let i = 0; i < periods.length; i += 1) {
      const highest = 100 * service.highestCpuRatio;
      this.cpu[i]?.add(second, average, tasks, highest, 100 * service.lowestCpuRatio);
      this.memory[i]?.add(second, memory, tasks, memory, memory);
      this.requests[i]?.add(second, service.attempts, 1, 1, 1);
      if (service.messages !== undefined) {
        this.backlog[i]?.add(second, service.backlog, 1, service.backlog, service.backlog);
      }
    }
  }

  /** @returns `undefined` for a metric that no service has */
  series(name: MetricName, periodSeconds: number): MetricSeries | undefined {
    const position = periods.indexOf(periodSeconds as 60 | 20);
    switch (name) {
      case "CPUUtilization":
        return this.cpu[position];
      case "MemoryUtilization":
        return this.memory[position];
      case "RequestCount":
        return this.requests[position];
      case "QueueLength":
        return this.backlog[position];
      default:
        return undefined;
    }
  }
}
