import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";
import { type DeploymentLimits, rollingStep } from "./rolling-step.ts";
import type { HealthCheckSpec } from "./spec.ts";

/**
 * A load balancer's health check that needs no database: it waits in the same queue as requests do.
 *
 * Tasks of a service are alike, so their mean answer stands for each of them, and all that take traffic fail together. The
 * load balancer goes on sending to them (a target group without healthy targets fails open [D]). ECS starts replacements
 * first, as far as maximumPercent lets it, and otherwise stops one at a time [D]; that replacements go step by step like a
 * rollout, with minimumHealthyPercent of tasks kept, that a check that passes ends it, and that none begins while a
 * deployment runs is inferred [I]. No grace period.
 *
 * @see Amazon ECS developer guide, "Task health and replacement"; Elastic Load Balancing, target group health
 */
export class HealthCheck {
  private readonly spec: HealthCheckSpec | undefined;
  private failures = 0;
  /** Tasks with a smaller number are to be replaced; 0: none. */
  private sickBelow = 0;

  constructor(spec: HealthCheckSpec | undefined) {
    this.spec = spec;
  }

  /** Some tasks have failed their checks and are not all replaced yet. */
  get replacing(): boolean {
    return this.sickBelow > 0;
  }

  /**
   * One check, when it is due.
   *
   * @param answerSeconds how long a task takes to answer now
   */
  observe(second: number, answerSeconds: number, cohorts: Cohorts): void {
    const { spec } = this;
    if (spec === undefined || second % spec.intervalSeconds !== 0) return;
    if (answerSeconds <= spec.timeoutSeconds) {
      this.failures = 0;
      this.sickBelow = 0;
      return;
    }
    this.failures += 1;
    if (this.failures < spec.failuresToReplace) return;
    this.failures = 0;
    this.sickBelow = firstUnready(cohorts);
  }

  /** Whether a row's tasks have failed their checks: they took traffic then, and still run. */
  isSick(cohorts: Cohorts, row: number): boolean {
    const state = cohorts.state[row];
    const running = state === cohort.READY || state === cohort.DEGRADED || state === cohort.STANDBY;
    return running && (cohorts.firstTask[row] as number) < this.sickBelow;
  }

  /** Sick tasks to stop, tasks to start, and tasks beyond the desired count to stop, this second. */
  plan(cohorts: Cohorts, desired: number, limits: DeploymentLimits) {
    const tally = { oldActive: 0, oldHealthy: 0, oldProtected: 0, newActive: 0, newHealthy: 0 };
    for (let row = 0; row < cohorts.size; row += 1) {
      const state = cohorts.state[row] as number;
      const count = cohorts.count[row] as number;
      if (state === cohort.STOPPING) continue;
      if (this.isSick(cohorts, row)) {
        tally.oldActive += count;
        tally.oldHealthy += count;
        continue;
      }
      tally.newActive += count;
      if (state === cohort.READY || state === cohort.STANDBY) tally.newHealthy += count;
    }
    if (tally.oldActive === 0) this.sickBelow = 0;
    const { stops, starts } = rollingStep(tally, desired, limits);
    // No room for a replacement: one makes place at a time.
    const isStuck = stops === 0 && starts === 0 && tally.oldActive > 0 && tally.newActive === tally.newHealthy;
    return {
      stops: isStuck ? 1 : stops,
      starts,
      surplus: Math.max(0, tally.newActive - desired),
    };
  }
}

/** The lowest number of a task that has taken no traffic yet; numbers rise with the order of starts. */
function firstUnready(cohorts: Cohorts): number {
  let lowest = cohort.never;
  for (let row = 0; row < cohorts.size; row += 1) {
    const state = cohorts.state[row];
    const isUnready = state === cohort.PENDING || state === cohort.BOOTING || state === cohort.BACKED_OFF;
    if (isUnready && (cohorts.firstTask[row] as number) < lowest) lowest = cohorts.firstTask[row] as number;
  }
  // What is started from now on has a number above all of these.
  return lowest === cohort.never ? cohorts.nextNumber : lowest;
}
