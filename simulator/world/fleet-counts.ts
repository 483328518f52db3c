import * as cohort from "./cohorts.ts";
import { Cohorts, never } from "./cohorts.ts";

/** Sums over a service's cohorts, as of the last `recount`. */
export class FleetCounts {
  readonly cohorts = new Cohorts();
  pending = 0;
  booting = 0;
  ready = 0;
  degraded = 0;
  waiting = 0;
  standby = 0;
  backedOff = 0;
  stopping = 0;
  /** Held by tasks that take traffic. */
  readyConnections = 0;
  /** Elastic pools: tasks that take traffic and hold no connection. 0 without a pool. */
  readyWithout = 0;
  /** Of reader pools, held by tasks that take traffic. */
  readyReaderConnections = 0;
  /** Grows with each recount. */
  version = 0;
  /** Held by all tasks, stopping ones and migration pools included; reader pools are not. */
  connections = 0;
  /** The second of the next transition. */
  protected nextAt = never;
  protected readonly hasPool: boolean;

  constructor(hasPool: boolean) {
    this.hasPool = hasPool;
  }

  /** RUNNING as ECS has it: booting tasks too, stopping ones not. */
  get running(): number {
    return this.booting + this.ready + this.degraded + this.waiting + this.standby;
  }

  /** What ECS counts towards the desired count, and what it is about to start again. */
  get active(): number {
    return this.pending + this.running + this.backedOff;
  }

  protected recount(): void {
    const { cohorts } = this;
    this.pending = 0;
    this.booting = 0;
    this.ready = 0;
    this.degraded = 0;
    this.waiting = 0;
    this.standby = 0;
    this.backedOff = 0;
    this.stopping = 0;
    this.readyConnections = 0;
    this.readyWithout = 0;
    this.readyReaderConnections = 0;
    this.version += 1;
    this.connections = 0;
    this.nextAt = never;
    for (let row = 0; row < cohorts.size; row += 1) {
      const count = cohorts.count[row] as number;
      const connections = cohorts.connections[row] as number;
      if (count === 0) continue;
      this.connections += connections + (cohorts.migrationConnections[row] as number);
      if ((cohorts.nextAt[row] as number) < this.nextAt) this.nextAt = cohorts.nextAt[row] as number;
      switch (cohorts.state[row]) {
        case cohort.PENDING:
          this.pending += count;
          break;
        case cohort.BOOTING:
          this.booting += count;
          break;
        case cohort.READY:
          this.ready += count;
          this.readyConnections += connections;
          this.readyReaderConnections += cohorts.readerConnections[row] as number;
          if (this.hasPool && connections < count) this.readyWithout += count - connections;
          break;
        case cohort.DEGRADED:
          this.degraded += count;
          break;
        case cohort.WAITING:
          this.waiting += count;
          break;
        case cohort.STANDBY:
          this.standby += count;
          break;
        case cohort.BACKED_OFF:
          this.backedOff += count;
          break;
        default:
          this.stopping += count;
      }
    }
  }
}
