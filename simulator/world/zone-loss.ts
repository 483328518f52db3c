import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";

/**
 * How many tasks of each row die when a share of all dies at once.
 *
 * Tasks are spread over zones, so each row loses its share, whole tasks: walking the rows, a task dies where the sum of
 * shares passes a whole number. So the total is the share rounded up or down, and which of the two is up to the offset.
 *
 * @param ratio of all tasks, pending and stopping ones included, 0..1
 * @param offset where the sum begins, 0 <= offset < 1
 * @returns by row; 0 for what ECS is yet to start again, which is no task
 */
export function lossByRow(cohorts: Cohorts, ratio: number, offset: number): readonly number[] {
  const losses: number[] = [];
  let sum = offset;
  let lost = 0;
  for (let row = 0; row < cohorts.size; row += 1) {
    const count = cohorts.state[row] === cohort.BACKED_OFF ? 0 : (cohorts.count[row] as number);
    sum += count * ratio;
    const dying = Math.min(count, Math.floor(sum + 1e-9) - lost);
    lost += dying;
    losses.push(dying);
  }
  return losses;
}
