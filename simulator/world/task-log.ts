import type { Cohorts } from "./cohorts.ts";
import type { TaskEventLog } from "./task-events.ts";

/** Positions in `statuses`, which the log keeps. */
const pending = 0;
const running = 1;
const deactivating = 2;
const stopped = 3;

/** Tells the world's log what becomes of one service's tasks, a row of its cohorts at a time. */
export class TaskLog {
  private readonly cohorts: Cohorts;
  private readonly service: number;
  private readonly events: TaskEventLog;

  /** @param service its position in the spec */
  constructor(cohorts: Cohorts, service: number, events: TaskEventLog) {
    this.cohorts = cohorts;
    this.service = service;
    this.events = events;
  }

  /** Tasks that ECS has just started, or has started again. */
  pending(row: number, second: number): void {
    this.record(row, pending, false, second);
  }

  running(row: number, second: number): void {
    this.record(row, running, false, second);
  }

  deactivating(row: number, second: number): void {
    this.record(row, deactivating, true, second);
  }

  stopped(row: number, second: number): void {
    this.record(row, stopped, true, second);
  }

  private record(row: number, status: number, isStopped: boolean, second: number): void {
    const { firstTask, count, deployment } = this.cohorts;
    const number = deployment[row] as number;
    const first = firstTask[row] as number;
    this.events.record(this.service, first, count[row] as number, number, status, isStopped, second);
  }
}
