import { MetricSeries } from "./datapoints.ts";
import { MetricSum } from "./metric-sum.ts";
import type { Service } from "./service.ts";
import type { MetricTimes, WorldSpec } from "./spec.ts";

export type MetricName =
  | "CPUUtilization"
  | "MemoryUtilization"
  | "RequestCount"
  | "QueueLength"
  | "TargetResponseTime"
  | "DBLoad"
  | "DBLoadRelativeToNumVCPUs"
  | "DatabaseConnections"
  | "DatabaseConnectionsCurrentlyBorrowed"
  | "DatabaseConnectionsCurrentlySessionPinned"
  | "MaxDatabaseConnectionsAllowed"
  | "ClientConnections"
  | "DatabaseConnectionsBorrowLatency";

/** Periods at which every service metric can be read: 60 s, and the 20 s of high resolution. */
const periods = [60, 20] as const;
/** Divides the other one. */
const shortestPeriod = 20;

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
  private readonly responses: readonly MetricSeries[];
  private readonly sums = {
    cpu: new MetricSum(),
    memory: new MetricSum(),
    requests: new MetricSum(),
    backlog: new MetricSum(),
    responses: new MetricSum(),
  };

  constructor(times: MetricTimes) {
    const delay = (period: number) => (period === 60 ? times.delaySeconds60 : times.delaySeconds20);
    const series = (measure: "perTask" | "level" | "events" | "latency") =>
      periods.map((period) => new MetricSeries(measure, period, delay(period), times.keptDatapoints));
    this.cpu = series("perTask");
    this.memory = series("perTask");
    this.requests = series("events");
    this.backlog = series("level");
    this.responses = series("latency");
  }

  add(second: number, service: Service): void {
    const tasks = service.fleet.running;
    const average = tasks > 0 ? Math.min(100, (100 * service.usedCpu) / tasks) : 0;
    const { idleRatio, fullQueueRatio } = service.spec.memory ?? { idleRatio: 0.3, fullQueueRatio: 0.6 };
    const room = Math.max(1, service.fleet.ready * service.spec.queueLimitPerTask);
    const fill = Math.min(1, service.queue.held / room);
    const memory = 100 * (idleRatio + (fullQueueRatio - idleRatio) * fill);
    const { sums } = this;
    sums.cpu.add(average, tasks, 100 * service.highestCpuRatio, 100 * service.lowestCpuRatio);
    sums.memory.add(memory, tasks, memory, memory);
    sums.requests.add(service.attempts, 1, 1, 1);
    if (service.messages !== undefined) sums.backlog.add(service.backlog, 1, service.backlog, service.backlog);
    else sums.responses.addLatency(service.meanSeconds, service.p99 - service.meanSeconds, service.worked);
    if ((second + 1) % shortestPeriod === 0) this.handOn(second);
  }

  private handOn(second: number): void {
    const { sums } = this;
    sums.cpu.handOn(second, this.cpu);
    sums.memory.handOn(second, this.memory);
    sums.requests.handOn(second, this.requests);
    sums.backlog.handOn(second, this.backlog);
    sums.responses.handOn(second, this.responses);
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
      case "TargetResponseTime":
        return this.responses[position];
      default:
        return undefined;
    }
  }
}
