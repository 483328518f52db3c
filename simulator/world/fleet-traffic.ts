import type { Cohorts } from "./cohorts.ts";
import * as cohort from "./cohorts.ts";
import type { Deployments } from "./deployments.ts";

/** Where each part's sums are: the tasks that a canary is about, and the others. */
const partFields = 5;
const takersAt = 0;
const unableAt = 1;
const connectionsAt = 2;
const cpuAt = 3;
const errorsAt = 4;

/**
 * How a service's requests fall on tasks whose revisions differ.
 *
 * Round robin gives each task of a rolling deployment its share. In a canary each fleet gets its share of the requests by
 * weight, whatever its size, and the fleet that is first at its end holds up the service's one queue; what goes to a fleet
 * without a task that takes traffic is lost, as at a target group without targets.
 */
export class FleetTraffic {
  /** Of the offered requests: dealt to tasks that have no connections. */
  refusedRatio = 0;
  /** Of the offered requests: dealt to a fleet without tasks. */
  lostRatio = 0;
  /** Of the requests that tasks take: answered with an error. */
  errorRatio = 0;
  /** CPU of a request, as a multiple of the service's. */
  cpuFactor = 1;
  /** Of what all tasks together carry, at equal shares and a sound revision: by CPU and by connections. */
  cpuCarriedRatio = 1;
  connectionsCarriedRatio = 1;
  private readonly sums = new Float64Array(2 * partFields);

  /** @param takers tasks that take traffic and can serve @param unable those that take it and fail it */
  even(takers: number, unable: number): void {
    this.refusedRatio = takers + unable > 0 ? unable / (takers + unable) : 0;
    this.lostRatio = 0;
    this.errorRatio = 0;
    this.cpuFactor = 1;
    this.cpuCarriedRatio = 1;
    this.connectionsCarriedRatio = 1;
  }

  /** @param hasPool a task that holds no connection can't serve */
  measure(cohorts: Cohorts, deployments: Deployments, hasPool: boolean): void {
    const { canaryRatio } = deployments;
    this.sum(cohorts, deployments, hasPool, canaryRatio > 0 ? deployments.primary.number : -1);
    this.share(canaryRatio);
  }

  private sum(cohorts: Cohorts, deployments: Deployments, hasPool: boolean, canary: number): void {
    const { sums } = this;
    sums.fill(0);
    for (let row = 0; row < cohorts.size; row += 1) {
      const state = cohorts.state[row];
      const isReady = state === cohort.READY;
      if (!isReady && state !== cohort.DEGRADED) continue;
      const number = cohorts.deployment[row] as number;
      const { defect } = deployments.numbered(number);
      const count = cohorts.count[row] as number;
      const connections = cohorts.connections[row] as number;
      const takers = isReady ? (hasPool ? Math.min(count, connections) : count) : 0;
      const at = number === canary ? 0 : partFields;
      sums[at + takersAt] = (sums[at + takersAt] as number) + takers;
      sums[at + unableAt] = (sums[at + unableAt] as number) + count - takers;
      sums[at + connectionsAt] = (sums[at + connectionsAt] as number) + (isReady ? connections : 0);
      sums[at + cpuAt] = (sums[at + cpuAt] as number) + takers * (defect?.cpuFactor ?? 1);
      sums[at + errorsAt] = (sums[at + errorsAt] as number) + takers * (defect?.failedRatio ?? 0);
    }
  }

  /** @param weight of the first part; 0: there is only the second */
  private share(weight: number): void {
    const { sums } = this;
    const takers = this.of(takersAt, 0) + this.of(takersAt, partFields);
    const connections = this.of(connectionsAt, 0) + this.of(connectionsAt, partFields);
    this.even(0, 0);
    if (takers === 0) {
      this.even(0, this.of(unableAt, 0) + this.of(unableAt, partFields));
      return;
    }
    let served = 0;
    let carriedByCpu = Number.POSITIVE_INFINITY;
    let carriedByConnections = Number.POSITIVE_INFINITY;
    let cpu = 0;
    let errors = 0;
    for (let part = 0; part < sums.length; part += partFields) {
      const offered = part === 0 ? weight : 1 - weight;
      const able = this.of(takersAt, part);
      const targets = able + this.of(unableAt, part);
      if (offered === 0) continue;
      if (targets === 0) this.lostRatio += offered;
      else this.refusedRatio += (offered * this.of(unableAt, part)) / targets;
      if (able === 0) continue;
      const taken = (offered * able) / targets;
      served += taken;
      cpu += (taken * this.of(cpuAt, part)) / able;
      errors += (taken * this.of(errorsAt, part)) / able;
      carriedByCpu = Math.min(carriedByCpu, (able * able) / (taken * this.of(cpuAt, part)));
      carriedByConnections = Math.min(carriedByConnections, this.of(connectionsAt, part) / taken);
    }
    this.cpuFactor = cpu / served;
    this.errorRatio = errors / served;
    this.cpuCarriedRatio = (carriedByCpu * served) / takers;
    this.connectionsCarriedRatio = connections > 0 ? (carriedByConnections * served) / connections : 1;
  }

  private of(field: number, part: number): number {
    return this.sums[part + field] as number;
  }
}
