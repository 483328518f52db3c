import { MetricSeries } from "./datapoints.ts";
import { MetricSum } from "./metric-sum.ts";
import type { Service } from "./service.ts";
import type { MetricTimes, ServiceSpec, WorldSpec } from "./spec.ts";

/** As CloudWatch names them; `QueueLength` is the simulator's own, the messages of the queue that a service consumes. */
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
const defaultMemory = { idleRatio: 0.3, fullQueueRatio: 0.6 };
/** Divides the other one. */
const shortestPeriod = 20;

/** A world's own times of publication, and defaults for what it leaves out. */
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
  private readonly memoryModel: { readonly idleRatio: number; readonly fullQueueRatio: number };
  private readonly queueLimitPerTask: number;
  private readonly sums = {
    cpu: new MetricSum(),
    memory: new MetricSum(),
    requests: new MetricSum(),
    backlog: new MetricSum(),
    responses: new MetricSum(),
  };

  constructor({ memory, queueLimitPerTask }: ServiceSpec, times: MetricTimes) {
    this.memoryModel = memory ?? defaultMemory;
    this.queueLimitPerTask = queueLimitPerTask;
    const delay = (period: number) => (period === 60 ? times.delaySeconds60 : times.delaySeconds20);
    const series = (measure: "perTask" | "level" | "events" | "latency") =>
      periods.map((period) => new MetricSeries(measure, period, delay(period), times.keptDatapoints));
    this.cpu = series("perTask");
    this.memory = series("perTask");
    this.requests = series("events");
    this.backlog = series("level");
    this.responses = series("latency");
  }

  /** Adds a second that the service has ended. */
  add(second: number, service: Service): void {
    const { fleet, cpu, response, work, requests, messages } = service;
    const tasks = fleet.running;
    const average = tasks > 0 ? Math.min(100, (100 * cpu.used) / tasks) : 0;
    const { idleRatio, fullQueueRatio } = this.memoryModel;
    const room = Math.max(1, fleet.ready * this.queueLimitPerTask);
    const fill = Math.min(1, requests.queue.held / room);
    const memory = 100 * (idleRatio + (fullQueueRatio - idleRatio) * fill);
    const { sums } = this;
    sums.cpu.add(average, tasks, 100 * cpu.highestRatio, 100 * cpu.lowestRatio);
    sums.memory.add(memory, tasks, memory, memory);
    sums.requests.add(work.attempts, 1, 1, 1);
    if (messages !== undefined) sums.backlog.add(messages.backlog, 1, messages.backlog, messages.backlog);
    else sums.responses.addLatency(response.meanSeconds, response.p99Seconds - response.meanSeconds, work.served);
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
