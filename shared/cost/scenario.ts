import type { Charge } from "./charge.ts";
import type { PriceBasis } from "./price-book.ts";

/** How a team pays: one way for the tasks on Fargate, one for what can be reserved. */
export const scenarioNames = [
  "on-demand",
  "spot",
  "savings-plan-1y",
  "savings-plan-3y",
  "reserved-1y",
  "reserved-3y",
  "committed-1y",
  "committed-3y",
] as const;

export type ScenarioName = (typeof scenarioNames)[number];

export type Scenario = {
  readonly name: ScenarioName;
  readonly title: string;
  /** Of tasks on Fargate. With `spot` the first task of a service stays on demand, as a strategy with `base: 1` keeps it. */
  readonly tasks: PriceBasis;
  /** Of databases and caches, which no Savings Plan for compute covers. */
  readonly reservable: PriceBasis;
};

const scenario = (name: ScenarioName, title: string, tasks: PriceBasis, reservable: PriceBasis): Scenario => ({
  name,
  title,
  tasks,
  reservable,
});

/**
 * Brokers, load balancers, files and metrics are on demand in all of them: AWS sells no term for them.
 *
 * @see https://docs.aws.amazon.com/savingsplans/latest/userguide/what-is-savings-plans.html
 */
export const scenarios: readonly Scenario[] = [
  scenario("on-demand", "everything on demand", "on-demand", "on-demand"),
  scenario("spot", "one task of each service on demand, the others on Fargate Spot", "spot", "on-demand"),
  scenario("savings-plan-1y", "a Compute Savings Plan of 1 year for all tasks", "savings-plan-1y", "on-demand"),
  scenario("savings-plan-3y", "a Compute Savings Plan of 3 years for all tasks", "savings-plan-3y", "on-demand"),
  scenario("reserved-1y", "databases and caches reserved for 1 year", "on-demand", "reserved-1y"),
  scenario("reserved-3y", "databases and caches reserved for 3 years", "on-demand", "reserved-3y"),
  scenario("committed-1y", "Savings Plan and reservations of 1 year", "savings-plan-1y", "reserved-1y"),
  scenario("committed-3y", "Savings Plan and reservations of 3 years", "savings-plan-3y", "reserved-3y"),
];

export const scenarioNamed = (name: ScenarioName): Scenario => scenarios.find((entry) => entry.name === name)!;

/** What of a charge the scenario is about: only tasks on Fargate, database instances and cache nodes can be bought otherwise. */
export const basisOf = ({ tasks, reservable }: Scenario, { what, onDemandOnly }: Charge): PriceBasis => {
  if (onDemandOnly) return "on-demand";
  if (what.startsWith("fargate/")) return tasks;
  return /^(rds\/(postgres|mysql)|elasticache)\//.test(what) ? reservable : "on-demand";
};
