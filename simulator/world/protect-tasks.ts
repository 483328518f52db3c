import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";

/**
 * Marks tasks as protected: each is split off its cohort, and cohorts that differ in nothing any more are joined, so that
 * there are no more of them than needed.
 */
export function protectTasks(cohorts: Cohorts, numbers: readonly number[], until: number, second: number): void {
  for (const number of numbers) {
    const row = rowOf(cohorts, number);
    if (row >= 0) cohorts.protectedUntil[isolate(cohorts, row, number)] = until;
  }
  for (let row = 0; row < cohorts.size; row += 1) {
    if ((cohorts.protectedUntil[row] as number) <= second) cohorts.protectedUntil[row] = -1;
  }
  joinNeighbours(cohorts);
}

/** @returns -1 where no task that could be protected has the number */
export function rowOf(cohorts: Cohorts, number: number): number {
  for (let row = 0; row < cohorts.size; row += 1) {
    const from = cohorts.firstTask[row] as number;
    if (number < from || number >= from + (cohorts.count[row] as number)) continue;
    const state = cohorts.state[row];
    return state === cohort.STOPPING || state === cohort.BACKED_OFF ? -1 : row;
  }
  return -1;
}

/** @returns the row that has this task and no other */
export function isolate(cohorts: Cohorts, row: number, number: number): number {
  const before = number - (cohorts.firstTask[row] as number);
  const after = (cohorts.count[row] as number) - before - 1;
  if (after > 0) cohorts.splitWithShare(row, after);
  return before > 0 ? cohorts.splitWithShare(row, 1) : row;
}

/** By task number, oldest first; neighbours in all respects become one row. */
function joinNeighbours(cohorts: Cohorts): void {
  cohorts.compact();
  cohorts.sortByTask();
  for (let row = 1, kept = 0; row < cohorts.size; row += 1) {
    if (!cohorts.join(kept, row)) kept = row;
  }
  cohorts.compact();
}
