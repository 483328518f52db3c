import type { ServiceSpec, WorldSpec } from "../world/spec.ts";
import { requestsPerSecond, type TrafficSpec } from "../world/traffic.ts";
import type { World } from "../world/world.ts";
import type { Controller } from "./controller.ts";

export type ClairvoyantOptions = {
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Load of a task that it plans for. Default 0.6. */
  readonly targetLoad?: number;
};

/** Ahead of the start time, for the second's noise. */
const spareSeconds = 30;
/** Never starts what it would stop again within this long. */
const keepSeconds = 900;
const planSeconds = 10;

/**
 * Knows the traffic to come, and nothing can beat it but luck: the bound of what is feasible under the wall.
 *
 * It obeys what everyone obeys: tasks take their time to start, and all pools together stay under the wall. Where the wall
 * does not hold what all want, each service gets the same share of its want.
 */
export class Clairvoyant implements Controller {
  readonly name = "clairvoyant";
  private readonly spec: WorldSpec;
  private readonly options: ClairvoyantOptions;
  private readonly targetLoad: number;

  constructor(spec: WorldSpec, options: ClairvoyantOptions) {
    this.spec = spec;
    this.options = options;
    this.targetLoad = options.targetLoad ?? 0.6;
  }

  step(world: World): void {
    const second = (world.nowMs - this.spec.startMs) / 1000;
    if (second % planSeconds !== 0) return;
    const wants = new Map(this.spec.services.map((service) => [service.name, this.want(service, second)]));
    for (const service of this.spec.services) {
      const share = this.shareOfWall(service, wants);
      const tasks = Math.floor((wants.get(service.name) as number) * share);
      const within = Math.min(this.options.maxTasks, Math.max(this.options.minTasks, tasks));
      const { desired, stopping } = world.counts(service.name);
      // What stopping tasks still hold is not there yet.
      const room = service.pool === undefined ? within : Math.max(desired, within - stopping);
      world.setDesiredCount(service.name, Math.min(within, room));
    }
  }

  private want(service: ServiceSpec, second: number): number {
    const lead = service.pendingSeconds + service.bootSeconds + spareSeconds;
    const vcpu = service.vcpuPerTask ?? 1;
    const rate = this.highestRate(service.name, second, second + lead + keepSeconds);
    return Math.max(this.options.minTasks, Math.ceil((rate * service.cpuSecondsPerRequest) / (vcpu * this.targetLoad)));
  }

  private shareOfWall(service: ServiceSpec, wants: ReadonlyMap<string, number>): number {
    const { pool } = service;
    if (pool === undefined) return 1;
    const database = this.spec.databases.find(({ name }) => name === pool.database);
    if (database === undefined) return 1;
    const budget = database.maxConnections - database.reservedConnections - database.baseConnections;
    let wanted = 0;
    for (const other of this.spec.services) {
      if (other.pool?.database !== pool.database) continue;
      wanted += (wants.get(other.name) as number) * other.pool.connectionsPerTask;
    }
    return Math.min(1, budget / wanted);
  }

  private highestRate(service: string, from: number, to: number): number {
    let highest = 0;
    for (let second = from; second <= to; second += 5) highest = Math.max(highest, this.rate(service, second));
    return highest;
  }

  /** What arrives at a service when every call is answered. */
  private rate(service: string, second: number): number {
    const spec = this.spec.services.find(({ name }) => name === service) as ServiceSpec;
    let rate = spec.traffic === undefined ? 0 : requestsPerSecond(spec.traffic, second);
    for (const caller of this.spec.services) {
      for (const call of caller.calls ?? []) {
        if (call.service === service) rate += this.rate(caller.name, second) * call.requestsPerRequest;
      }
    }
    for (const queue of this.spec.queues ?? []) {
      if (queue.consumer !== service) continue;
      if (queue.traffic !== undefined) rate += requestsPerSecond(queue.traffic as TrafficSpec, second);
      if (queue.producer !== undefined) {
        rate += this.rate(queue.producer.service, second) * queue.producer.messagesPerRequest;
      }
    }
    return rate;
  }
}
