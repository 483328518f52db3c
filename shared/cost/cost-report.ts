import type { Config } from "../config/config.ts";
import { type BalancerComparison, compareBalancers, smallLoad } from "../records/ports/compare-balancers.ts";
import { type Bill, billOf, isConfirmed } from "./bill.ts";
import { type ConfigCharges, configCharges } from "./config-charges.ts";
import type { CostPlan } from "./cost-plan.ts";
import { type DecisionCost, decisionCost } from "./decision-cost.ts";
import type { FindPrice } from "./find-price.ts";
import { type Microdollars, sumOf } from "./money.ts";
import { estimateUse } from "./own/estimate-use.ts";
import { measuredUse } from "./own/measured-use.ts";
import { type OwnCost, ownCost } from "./own/own-cost.ts";
import type { MeasuredUse } from "./own/own-use.ts";
import { planCharges } from "./plan-charges.ts";
import { type Scenario, type ScenarioName, scenarios } from "./scenario.ts";
import type { TaskSize } from "./task-charges.ts";

/** How the command's figures are bought. */
export type Terms = { readonly region: string; readonly scenario: Scenario; readonly find: FindPrice };

export type ScenarioSum = {
  readonly name: ScenarioName;
  readonly title: string;
  readonly monthly: Microdollars;
  /** Lines whose term has no price, so that the on-demand price stands there. */
  readonly insteadOf: number;
  readonly unpriced: number;
  readonly confirmed: boolean;
};

/** What `headgate cost` says of a plan. */
export type PlanCost = {
  readonly kind: "plan";
  readonly name: string;
  readonly bill: Bill;
  readonly scenarios: readonly ScenarioSum[];
  readonly balancers: BalancerComparison;
  /** Of three more tasks of the first service. */
  readonly decision: { readonly service: string; readonly cost: DecisionCost } | null;
  readonly own: OwnCost;
};

export const planCost = (plan: CostPlan, { region, scenario, find }: Terms): PlanCost => {
  const first = plan.services[0];
  return {
    kind: "plan",
    name: plan.name,
    bill: billOf(planCharges(plan, scenario), region, find, scenario),
    scenarios: scenarios.map((entry) => scenarioSum(entry, billOf(planCharges(plan, entry), region, find, entry))),
    balancers: compareBalancers(find, region, { ...smallLoad, services: Math.max(1, plan.services.length) }),
    decision:
      first === undefined
        ? null
        : {
            service: first.name,
            cost: decisionCost(
              [{ service: first.name, fromTasks: first.tasks, toTasks: first.tasks + 3, size: first.size }],
              region,
              find,
            ),
          },
    own: ownCost(measuredUse.sample.use, region, find),
  };
};

const scenarioSum = ({ name, title }: Scenario, { monthly, lines, unpriced }: Bill): ScenarioSum => ({
  name,
  title,
  monthly,
  insteadOf: lines.filter((line) => line.insteadOf !== null).length,
  unpriced: unpriced.length,
  confirmed: isConfirmed(lines),
});

/** What it says of a headgate.yml: the same with every service at its minimum and at its maximum. */
export type ConfigCost = {
  readonly kind: "configuration";
  readonly name: string;
  readonly size: TaskSize;
  readonly min: CountedCost;
  readonly max: CountedCost;
  readonly unknown: ConfigCharges["unknown"];
  readonly own: OwnCost;
};

export type CountedCost = {
  readonly bill: Bill;
  readonly given: ConfigCharges["given"];
  /** The bill and what the team has said. */
  readonly monthly: Microdollars;
};

export const configCost = (config: Config, size: TaskSize, { region, scenario, find }: Terms): ConfigCost => {
  const at = (count: "min" | "max"): CountedCost & Pick<ConfigCharges, "unknown"> => {
    const { charges, given, unknown } = configCharges(config, count, size, scenario);
    const bill = billOf(charges, region, find, scenario);
    return { bill, given, monthly: sumOf([bill.monthly, ...given.map(({ monthly }) => monthly)]), unknown };
  };
  const { unknown, ...min } = at("min");
  const { unknown: _, ...max } = at("max");
  const own = ownCost(estimateUse(config), region, find);
  return { kind: "configuration", name: config.name, size, min, max, unknown, own };
};

/** What it says of Headgate alone, for so many services. */
export type MeasuredCost = {
  readonly kind: "own";
  readonly measured: MeasuredUse;
  readonly region: string;
  readonly own: OwnCost;
};

export const measuredCost = (services: "10" | "100", { region, find }: Terms): MeasuredCost => {
  const measured = measuredUse[services];
  return { kind: "own", measured, region, own: ownCost(measured.use, region, find) };
};

export type CostReport = PlanCost | ConfigCost | MeasuredCost;

/** Whether something in it has no price, so that its sum is only the least that it costs. */
export const isPartial = (report: CostReport): boolean => {
  switch (report.kind) {
    case "plan":
      return report.bill.unpriced.length > 0;
    case "configuration":
      return report.min.bill.unpriced.length > 0 || report.unknown.length > 0;
    default:
      return report.own.list.unpriced.length > 0;
  }
};
