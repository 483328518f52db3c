import type { Callees } from "./callees.ts";
import { RequestSlots } from "./request-slots.ts";
import { p99Seconds } from "./response-time.ts";
import type { ServiceDatabases } from "./service-databases.ts";
import type { ServiceParts } from "./service-parts.ts";
import type { TaskFleet } from "./task-fleet.ts";
import type { WorkCounts } from "./work-counts.ts";

/** Most CPU that refusals may take from the requests that are served. */
const mostRefusalShare = 0.5;

/** What one service's tasks and databases carry in a second. */
export class ServiceCapacity {
  /** vCPU of a task. */
  readonly vcpu: number;
  /** Requests that tasks and databases carry this second. */
  carried = 0;
  /** Requests that the tasks' CPU and slots carry, whatever the databases do; known where there are databases. */
  byTasks = 0;
  private readonly fleet: TaskFleet;
  private readonly databases: ServiceDatabases;
  private readonly callees: Callees;
  private readonly work: WorkCounts;
  private readonly secondsPerRequest: number;
  private readonly secondsPerRefusal: number;
  /** Of a task; infinite where they aren't limited. */
  private readonly slotsPerTask: number;
  private readonly slots: RequestSlots | undefined;
  /** As `byTasks`, whatever the slots do; known where there are slots. */
  private byCpu = Number.POSITIVE_INFINITY;

  /** @throws RangeError for a concurrencyPerTask that isn't a whole number of 1 or more */
  constructor({ spec, fleet, databases, callees, work }: ServiceParts) {
    this.vcpu = spec.vcpuPerTask ?? 1;
    this.fleet = fleet;
    this.databases = databases;
    this.callees = callees;
    this.work = work;
    this.secondsPerRequest = spec.cpuSecondsPerRequest;
    this.secondsPerRefusal = spec.cpuSecondsPerRefusal ?? 0;
    this.slotsPerTask = spec.concurrencyPerTask ?? Number.POSITIVE_INFINITY;
    this.slots = spec.concurrencyPerTask === undefined ? undefined : new RequestSlots(spec.concurrencyPerTask);
  }

  /** Ready tasks that can serve at all: with a database, those with a connection. */
  get takers(): number {
    return this.fleet.ready - this.fleet.readyWithout;
  }

  /** Before the work of a second: refusals cost as much as in the second before. */
  measure(): void {
    this.carried = Math.min(this.carriedByTasks(), this.databases.requestsPerSecond(this.fleet));
  }

  /**
   * Tells the databases what has become of the second.
   *
   * @param held requests that are left in the queue or backlog
   */
  recordUse(second: number, held: number): void {
    const { fleet, takers, carried } = this;
    const { main, reader } = this.databases;
    if (main === undefined) return;
    const { served } = this.work;
    const byTasks = this.carriedByTasks();
    const slots = takers * this.slotsPerTask;
    const atOnce = Math.min(fleet.readyConnections, takers > 0 ? slots : 0);
    main.record(second, byTasks, carried, served, held, atOnce);
    if (reader !== undefined) reader.record(second, byTasks, carried, served, held, fleet.readyReaderConnections);
    this.byTasks = byTasks;
  }

  /**
   * 99th percentile of a request's CPU time and its waits for CPU and slot, beside the fluid queue.
   *
   * @param offered requests a second
   * @param load these over what is carried, 0..1
   */
  p99Seconds(offered: number, load: number): number {
    // Of a request alone on its task.
    const cpuSeconds = (this.secondsPerRequest * this.fleet.traffic.cpuFactor) / this.vcpu;
    if (this.slots === undefined) return p99Seconds(load, this.takers, cpuSeconds);
    return this.slots.p99Seconds(load, offered / this.byCpu, this.takers, cpuSeconds);
  }

  private carriedByTasks(): number {
    const { takers } = this;
    const cpu = takers * this.vcpu;
    const refusing = Math.min(mostRefusalShare * cpu, this.work.refusals * this.secondsPerRefusal);
    const carried = ((cpu - refusing) / this.secondsPerRequest) * this.fleet.traffic.cpuCarriedRatio;
    if (this.slots === undefined || carried <= 0) return carried;
    this.byCpu = carried;
    // A slot is occupied without computing while its request is at the database or at callees.
    const awaySeconds = this.callees.meanSecondsWith(this.databases.secondsPerRequest);
    return takers * this.slots.capacity(takers / carried, awaySeconds);
  }
}
