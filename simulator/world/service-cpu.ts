import type { ServiceParts } from "./service-parts.ts";
import type { TaskFleet } from "./task-fleet.ts";
import type { WorkCounts } from "./work-counts.ts";

/** CPU of one service's tasks in the last second. Those of a state are alike: they work, boot, idle, or refuse. */
export class ServiceCpu {
  /** In use, in tasks' worth of vCPU. */
  used = 0;
  /** Of a single task, 0..1. */
  highestRatio = 0;
  lowestRatio = 0;
  private readonly fleet: TaskFleet;
  private readonly work: WorkCounts;
  private readonly vcpu: number;
  private readonly secondsPerRequest: number;
  private readonly secondsPerRefusal: number;
  private readonly idleRatio: number;
  private readonly bootRatio: number;

  /** @param vcpu of a task */
  constructor({ spec, fleet, work }: ServiceParts, vcpu: number) {
    this.fleet = fleet;
    this.work = work;
    this.vcpu = vcpu;
    this.secondsPerRequest = spec.cpuSecondsPerRequest;
    this.secondsPerRefusal = spec.cpuSecondsPerRefusal ?? 0;
    this.idleRatio = spec.idleCpuRatio ?? 0.02;
    this.bootRatio = Math.min(1, spec.bootCpuRatio ?? 1);
  }

  /** After the work of a second. */
  measure(): void {
    const { fleet, vcpu, secondsPerRefusal, idleRatio, bootRatio } = this;
    const { attempts, served, refusals } = this.work;
    const work = served * this.secondsPerRequest * fleet.traffic.cpuFactor + refusals * secondsPerRefusal;
    const readyRatio = fleet.ready > 0 ? Math.min(1, idleRatio + work / (fleet.ready * vcpu)) : 0;
    const perTarget = attempts / Math.max(1, fleet.ready + fleet.degraded);
    const degradedRatio = Math.min(1, idleRatio + (perTarget * secondsPerRefusal) / vcpu);
    const without = fleet.waiting + fleet.standby;
    this.used =
      fleet.ready * readyRatio + fleet.degraded * degradedRatio + fleet.booting * bootRatio + without * idleRatio;
    this.highestRatio = Math.max(
      readyRatio,
      fleet.booting > 0 ? bootRatio : 0,
      fleet.degraded > 0 ? degradedRatio : 0,
      without > 0 ? idleRatio : 0,
    );
    this.lowestRatio = Math.min(
      fleet.ready > 0 ? readyRatio : 1,
      fleet.booting > 0 ? bootRatio : 1,
      fleet.degraded > 0 ? degradedRatio : 1,
      without > 0 ? idleRatio : 1,
    );
  }

  /** Mean of the tasks that take traffic, 0..1; `undefined`: there are none. */
  get takersRatio(): number | undefined {
    const { fleet } = this;
    const takers = fleet.ready + fleet.degraded;
    if (takers === 0) return undefined;
    const booting = fleet.booting * this.bootRatio;
    const idle = (fleet.waiting + fleet.standby) * this.idleRatio;
    return Math.min(1, Math.max(0, (this.used - booting - idle) / takers));
  }
}
