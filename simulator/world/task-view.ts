import type { Cohorts, TaskStatus } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";
import { deploymentId } from "./deployment-id.ts";
import { taskId } from "./task-events.ts";

/** A task as DescribeTasks shows it, and whether its target is healthy. */
export type TaskView = {
  readonly taskId: string;
  readonly lastStatus: TaskStatus;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  /** Booted; a task that fails its requests for lack of connections still is. */
  readonly healthy: boolean;
  /** The deployment that it is of. */
  readonly deploymentId: string;
  /** Scale-in and deployments leave it alone until then; `null`: it is not protected. */
  readonly protectedUntilMs: number | null;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly stoppingAtMs: number | null;
};

/** By task number, oldest first; what ECS is yet to start again is no task. */
export function viewTasks(
  cohorts: Cohorts,
  serviceIndex: number,
  startMs: number,
  nowSecond: number,
): readonly TaskView[] {
  const atMs = (second: number) => (second < 0 ? null : startMs + second * 1000);
  const rows = Array.from({ length: cohorts.size }, (_, row) => row)
    .filter((row) => cohorts.state[row] !== cohort.BACKED_OFF)
    .sort((a, b) => (cohorts.firstTask[a] as number) - (cohorts.firstTask[b] as number));
  return rows.flatMap((row) => {
    const state = cohorts.state[row] as number;
    const protectedUntil = cohorts.protectedUntil[row] as number;
    const view = {
      lastStatus: lastStatusOf(state),
      desiredStatus: state === cohort.STOPPING ? ("STOPPED" as const) : ("RUNNING" as const),
      healthy: state === cohort.READY || state === cohort.DEGRADED || state === cohort.STANDBY,
      deploymentId: deploymentId(serviceIndex, cohorts.deployment[row] as number),
      protectedUntilMs: protectedUntil > nowSecond ? atMs(protectedUntil) : null,
      createdAtMs: atMs(cohorts.createdAt[row] as number) as number,
      startedAtMs: atMs(cohorts.startedAt[row] as number),
      stoppingAtMs: atMs(cohorts.stoppingAt[row] as number),
    };
    const first = cohorts.firstTask[row] as number;
    return Array.from({ length: cohorts.count[row] as number }, (_, task) => ({
      taskId: taskId(serviceIndex, first + task),
      ...view,
    }));
  });
}

function lastStatusOf(state: number): TaskStatus {
  if (state === cohort.PENDING) return "PENDING";
  return state === cohort.STOPPING ? "DEACTIVATING" : "RUNNING";
}
