import type { Datapoint } from "../../simulator/world/datapoints.ts";
import { MetricSeries } from "../../simulator/world/datapoints.ts";
import type { DeploymentView } from "../../simulator/world/deployment-view.ts";
import { RandomStream } from "../../simulator/world/random.ts";
import { metricTimes } from "../../simulator/world/service-metrics.ts";
import type { ServiceSpec, WorldSpec } from "../../simulator/world/spec.ts";
import type { TaskEvent } from "../../simulator/world/task-events.ts";
import type { TaskView } from "../../simulator/world/task-view.ts";
import { requestsPerSecond } from "../../simulator/world/traffic.ts";
import { type MetricQuery, type ServiceCounts, World } from "../../simulator/world/world.ts";
import type { LiveService } from "./live-service.ts";

/** Sessions at the server, the last time that it was asked. */
export type Sessions = { readonly open: number; readonly active: number };

const defaultIdleCpuRatio = 0.02;

/**
 * A world of one service whose tasks are processes and whose database is a server.
 *
 * Whoever scales it, and the embedded cloud in front of it, takes it for any other world. Of the simulated one only the spec
 * is used, and its desired count; tasks, connections and the metrics of both are those of the processes and the server.
 */
export class LiveWorld extends World {
  readonly #live: LiveService;
  readonly #service: ServiceSpec;
  readonly #sessions: () => Sessions;
  readonly #arrivals: RandomStream;
  readonly #cpu: readonly MetricSeries[];
  readonly #requests: readonly MetricSeries[];
  readonly #connections: MetricSeries;
  readonly #load: MetricSeries;
  #cpuSecondsBefore = 0;

  /** @param sessions asked each virtual second */
  constructor(spec: WorldSpec, seed: number, live: LiveService, sessions: () => Sessions) {
    super(spec, seed);
    this.#live = live;
    this.#service = spec.services[0]!;
    this.#sessions = sessions;
    this.#arrivals = new RandomStream(seed, 0);
    const { delaySeconds60, delaySeconds20, databaseDelaySeconds, keptDatapoints } = metricTimes(spec);
    const both = (measure: "perTask" | "events") => [
      new MetricSeries(measure, 60, delaySeconds60, keptDatapoints),
      new MetricSeries(measure, 20, delaySeconds20, keptDatapoints),
    ];
    const ofDatabase = () => new MetricSeries("level", 60, databaseDelaySeconds, keptDatapoints);
    this.#cpu = both("perTask");
    this.#requests = both("events");
    this.#connections = ofDatabase();
    this.#load = ofDatabase();
  }

  /** One second; to be awaited, unlike a simulated world's. */
  override async step(): Promise<void> {
    const { second } = this;
    const arrivals = this.#arrivals.poisson(requestsPerSecond(this.#service.traffic!, second));
    await this.#live.play(second, super.counts(this.#service.name).desired, arrivals);
    for (const series of this.#requests) series.add(second, arrivals, 1, 1, 1);
    this.#measureCpu(second);
    const { open, active } = this.#sessions();
    this.#connections.add(second, open, 1, open, open);
    this.#load.add(second, active, 1, active, active);
    this.second = second + 1;
  }

  override counts(service: string): ServiceCounts {
    return this.#live.counts(super.counts(service).desired);
  }

  override tasks(): readonly TaskView[] {
    return this.#live.views();
  }

  override deployments(service: string): readonly DeploymentView[] {
    const { running, pending } = this.counts(service);
    return super.deployments(service).map((deployment) => ({ ...deployment, running, pending }));
  }

  override get hasEvents(): boolean {
    return this.#live.hasEvents || super.hasEvents;
  }

  override takeTaskEvents(): readonly TaskEvent[] {
    return this.#live.takeEvents();
  }

  override datapoints(
    { service, name }: MetricQuery,
    periodSeconds: number,
    fromMs: number,
    toMs: number,
  ): readonly Datapoint[] {
    const { startMs } = this.spec;
    const of = service === undefined ? this.#databaseSeries(name) : this.#serviceSeries(name);
    const series = of.find((one) => one.periodSeconds === periodSeconds);
    return series?.read((fromMs - startMs) / 1000, (toMs - startMs) / 1000, this.second, startMs) ?? [];
  }

  override startDeployment(): never {
    throw new Error("no deployments are played on real processes");
  }

  override stopTask(): never {
    throw new Error("no single task is stopped among real processes");
  }

  #databaseSeries(name: MetricQuery["name"]): readonly MetricSeries[] {
    if (name === "DatabaseConnections") return [this.#connections];
    return name === "DBLoad" ? [this.#load] : [];
  }

  #serviceSeries(name: MetricQuery["name"]): readonly MetricSeries[] {
    if (name === "CPUUtilization") return this.#cpu;
    return name === "RequestCount" ? this.#requests : [];
  }

  /** Virtual CPU of the tasks' work, and what the spec says of booting and idle ones. */
  #measureCpu(second: number): void {
    const { bootCpuRatio = 1, idleCpuRatio = defaultIdleCpuRatio } = this.#service;
    const { cpuSeconds } = this.#live.doings;
    const { running, healthy } = this.#live.counts(0);
    const worked = cpuSeconds - this.#cpuSecondsBefore;
    this.#cpuSecondsBefore = cpuSeconds;
    const used = Math.min(healthy, worked + healthy * idleCpuRatio) + (running - healthy) * bootCpuRatio;
    const percent = running > 0 ? (100 * used) / running : 0;
    for (const series of this.#cpu) series.add(second, percent, running, percent, percent);
  }
}
