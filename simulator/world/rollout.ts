import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";
import type { Deployment, Deployments } from "./deployments.ts";
import { tallyOf } from "./fleet-tally.ts";
import { type RolloutTally, rollingStep } from "./rolling-step.ts";
import { everyTask, type FleetPart, type TaskOrders } from "./task-orders.ts";

/** How one service's tasks are replaced by those of its primary deployment: rolling, blue/green or canary. */
export class Rollout {
  private readonly cohorts: Cohorts;
  private readonly deployments: Deployments;
  private readonly orders: TaskOrders;

  constructor(cohorts: Cohorts, deployments: Deployments, orders: TaskOrders) {
    this.cohorts = cohorts;
    this.deployments = deployments;
    this.orders = orders;
  }

  /** @param active tasks of all deployments together */
  step(active: number, desired: number, second: number): void {
    const { deployments, orders } = this;
    if (!deployments.enters()) {
      orders.approach(active, desired, everyTask, deployments.launching, second);
      return;
    }
    const { primary } = deployments;
    const tally = tallyOf(this.cohorts, primary.number, second);
    // A failed one launches nothing more, and what runs stays.
    if (primary.state === "FAILED") this.dropBackedOff(primary.number);
    else if (primary.strategy === "rolling") this.roll(primary, tally, desired, second);
    else this.raiseSecondFleet(primary, tally, desired, second);
  }

  /** Nobody switches back to a fleet that takes no traffic once the next deployment has begun. */
  stopStandby(second: number): void {
    const { cohorts } = this;
    for (let row = 0; row < cohorts.size; row += 1) {
      if (cohorts.state[row] !== cohort.STANDBY || (cohorts.protectedUntil[row] as number) > second) continue;
      this.orders.stopRow(row, second);
    }
  }

  private roll(primary: Deployment, tally: RolloutTally, desired: number, second: number): void {
    const { deployments, orders } = this;
    const { stops, starts } = rollingStep(tally, desired, deployments.limits);
    orders.stop(stops, { of: "old", number: primary.number }, second);
    if (tally.newActive > desired)
      orders.stop(tally.newActive - desired, { of: "new", number: primary.number }, second);
    orders.start(starts, primary, second);
    if (tally.oldActive - stops === 0 && tally.newActive === desired && tally.newHealthy === desired) {
      deployments.settle("COMPLETED", second);
    }
  }

  /** Blue/green, and canary: there the new fleet takes its share of the traffic for a while before the switch. */
  private raiseSecondFleet(green: Deployment, tally: RolloutTally, desired: number, second: number): void {
    const { deployments, orders } = this;
    orders.approach(tally.newActive, desired, { of: "new", number: green.number }, green, second);
    const blue: FleetPart = { of: "old", number: green.number };
    if (green.switchedAt < 0) {
      orders.approach(tally.oldActive, desired, blue, deployments.numbered(green.source), second);
      if (tally.newActive !== desired || tally.newHealthy !== desired) return;
      if (green.strategy === "canary") {
        if (green.canaryAt < 0) {
          green.canaryAt = second;
          this.takeTraffic(green.number);
        }
        if (second < green.canaryAt + green.canarySeconds) return;
      }
      green.switchedAt = second;
      this.switchTraffic(green.number);
    }
    if (second < green.switchedAt + green.bakeSeconds) return;
    orders.stop(tallyOf(this.cohorts, green.number, second).oldActive, blue, second);
    // Protected tasks of the old fleet keep the deployment going for as long as they are.
    if (tallyOf(this.cohorts, green.number, second).oldActive > 0) return;
    deployments.settle("COMPLETED", second);
  }

  private takeTraffic(green: number): void {
    const { cohorts } = this;
    for (let row = 0; row < cohorts.size; row += 1) {
      if (cohorts.deployment[row] === green && cohorts.state[row] === cohort.STANDBY) cohorts.state[row] = cohort.READY;
    }
  }

  private switchTraffic(green: number): void {
    const { cohorts } = this;
    for (let row = 0; row < cohorts.size; row += 1) {
      const state = cohorts.state[row];
      if (cohorts.deployment[row] === green) {
        if (state === cohort.STANDBY) cohorts.state[row] = cohort.READY;
      } else if (state === cohort.READY) cohorts.state[row] = cohort.STANDBY;
      else if (state === cohort.DEGRADED) cohorts.state[row] = cohort.WAITING;
    }
  }

  private dropBackedOff(number: number): void {
    const { cohorts } = this;
    for (let row = 0; row < cohorts.size; row += 1) {
      if (cohorts.state[row] === cohort.BACKED_OFF && cohorts.deployment[row] === number) cohorts.count[row] = 0;
    }
  }
}
