import type { TaskStatus } from "./cohorts.ts";
import { deploymentId } from "./deployment-id.ts";

/** A task's change of state, as EventBridge tells it. */
export type TaskEvent = {
  readonly service: string;
  readonly taskId: string;
  readonly lastStatus: TaskStatus;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  readonly deploymentId: string;
  readonly atMs: number;
};

/** 32 hexadecimal digits, as ECS ids have. */
export function taskId(serviceIndex: number, taskNumber: number): string {
  return (serviceIndex + 1).toString(16).padStart(8, "0") + taskNumber.toString(16).padStart(24, "0");
}

/** The number in an id of `taskId`. */
export function taskNumberOf(id: string): number {
  return Number.parseInt(id.slice(8), 16);
}

const fields = 7;
const mostEntries = 8_192;
/** The log keeps positions in it. */
export const statuses: readonly TaskStatus[] = ["PENDING", "RUNNING", "DEACTIVATING", "STOPPED"];

/**
 * State changes of tasks since they were last taken, one entry per cohort.
 *
 * Bounded: when nobody takes them, the oldest entries go.
 */
export class TaskEventLog {
  private readonly entries = new Int32Array(mostEntries * fields);
  private first = 0;
  private size = 0;

  /** @param service its position in the spec @param status a position in `statuses` @param stopped its desiredStatus is STOPPED */
  record(
    service: number,
    firstTask: number,
    count: number,
    deployment: number,
    status: number,
    stopped: boolean,
    second: number,
  ): void {
    const at = ((this.first + this.size) % mostEntries) * fields;
    if (this.size === mostEntries) this.first = (this.first + 1) % mostEntries;
    else this.size += 1;
    this.entries[at] = service;
    this.entries[at + 1] = firstTask;
    this.entries[at + 2] = count;
    this.entries[at + 3] = status;
    this.entries[at + 4] = stopped ? 1 : 0;
    this.entries[at + 5] = second;
    this.entries[at + 6] = deployment;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** One event per task, in the order of the changes. @param serviceNames by position in the spec */
  take(serviceNames: readonly string[], startMs: number): TaskEvent[] {
    const taken: TaskEvent[] = [];
    for (let i = 0; i < this.size; i += 1) {
      const at = ((this.first + i) % mostEntries) * fields;
      const [service, firstTask, count, status, stopped, second, deployment] = this.entries.subarray(
        at,
        at + fields,
      ) as unknown as [number, number, number, number, number, number, number];
      for (let task = firstTask; task < firstTask + count; task += 1) {
        taken.push({
          service: serviceNames[service] as string,
          taskId: taskId(service, task),
          lastStatus: statuses[status] as TaskStatus,
          desiredStatus: stopped === 1 ? "STOPPED" : "RUNNING",
          deploymentId: deploymentId(service, deployment),
          atMs: startMs + second * 1000,
        });
      }
    }
    this.size = 0;
    this.first = 0;
    return taken;
  }
}
