import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";

/** Tasks that take room on an instance: all but those that wait for it, stopping ones included. */
export function placedTasks(cohorts: Cohorts): number {
  let tasks = 0;
  for (let row = 0; row < cohorts.size; row += 1) {
    const state = cohorts.state[row];
    if (state !== cohort.PENDING && state !== cohort.BACKED_OFF) tasks += cohorts.count[row] as number;
  }
  return tasks;
}
