import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";
import type { RolloutTally } from "./rolling-step.ts";

/** A service's tasks, those of one deployment apart from all others. */
export function tallyOf(cohorts: Cohorts, deployment: number, second: number): RolloutTally {
  const tally = { oldActive: 0, oldHealthy: 0, oldProtected: 0, newActive: 0, newHealthy: 0 };
  for (let row = 0; row < cohorts.size; row += 1) {
    const state = cohorts.state[row] as number;
    if (state === cohort.STOPPING) continue;
    const count = cohorts.count[row] as number;
    const healthy = state === cohort.READY || state === cohort.DEGRADED || state === cohort.STANDBY ? count : 0;
    if (cohorts.deployment[row] === deployment) {
      tally.newActive += count;
      tally.newHealthy += healthy;
    } else {
      tally.oldActive += count;
      tally.oldHealthy += healthy;
      if ((cohorts.protectedUntil[row] as number) > second) tally.oldProtected += count;
    }
  }
  return tally;
}

/** Tasks of one deployment, without those that are being stopped. */
export function countsOf(cohorts: Cohorts, deployment: number): { readonly running: number; readonly pending: number } {
  let running = 0;
  let pending = 0;
  for (let row = 0; row < cohorts.size; row += 1) {
    if (cohorts.deployment[row] !== deployment) continue;
    const state = cohorts.state[row] as number;
    if (state === cohort.PENDING) pending += cohorts.count[row] as number;
    else if (state !== cohort.STOPPING && state !== cohort.BACKED_OFF) running += cohorts.count[row] as number;
  }
  return { running, pending };
}
