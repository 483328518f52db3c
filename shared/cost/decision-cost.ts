import type { FindPrice, NoPrice } from "./find-price.ts";
import { items } from "./items.ts";
import { amountOf, dollarsText, hoursPerMonth, type Microdollars } from "./money.ts";
import { gbOf, type TaskSize, vcpuOf } from "./task-charges.ts";

/** What a plan changes of a service on Fargate. */
export type TaskChange = {
  readonly service: string;
  readonly fromTasks: number;
  readonly toTasks: number;
  readonly size: TaskSize;
};

export type DecisionCost =
  | {
      readonly kind: "priced";
      /** Negative where tasks go. */
      readonly moreTasks: number;
      readonly hourly: Microdollars;
      /** While they run for a month of 730 hours. */
      readonly monthly: Microdollars;
      /** False where one of the prices behind it was not confirmed. */
      readonly confirmed: boolean;
    }
  | NoPrice;

/**
 * What a decision's changes cost, on demand: `3 more tasks: $27.03 a month while they run`.
 *
 * The month is reckoned from the quantities, not from the rounded hour.
 *
 * @returns a missing price with what to do, never 0 for it
 * @throws RangeError only for amounts above nine billion dollars
 */
export const decisionCost = (changes: readonly TaskChange[], region: string, find: FindPrice): DecisionCost => {
  const vcpu = find({ region, what: items.fargateVcpu, basis: "on-demand" });
  if (vcpu.kind === "no-price") return vcpu;
  const memory = find({ region, what: items.fargateMemory, basis: "on-demand" });
  if (memory.kind === "no-price") return memory;
  const during = (hours: number): Microdollars =>
    changes.reduce((sum, { fromTasks, toTasks, size }) => {
      const tasks = Math.abs(toTasks - fromTasks);
      const amount =
        amountOf(vcpu.row.dollars, tasks * vcpuOf(size) * hours) +
        amountOf(memory.row.dollars, tasks * gbOf(size) * hours);
      return sum + Math.sign(toTasks - fromTasks) * amount;
    }, 0);
  return {
    kind: "priced",
    moreTasks: changes.reduce((sum, { fromTasks, toTasks }) => sum + toTasks - fromTasks, 0),
    hourly: during(1),
    monthly: during(hoursPerMonth),
    confirmed: vcpu.row.confirmed && memory.row.confirmed,
  };
};

/** One line for a notice or `explain`. */
export const describeDecisionCost = (cost: DecisionCost): string => {
  if (cost.kind === "no-price") return `cost unknown: ${cost.message}; ${cost.fix}`;
  const tasks = Math.abs(cost.moreTasks);
  const noun = tasks === 1 ? "task" : "tasks";
  const mark = cost.confirmed ? "" : " (a price behind it is not confirmed)";
  const month = `$${dollarsText(Math.abs(cost.monthly))} a month`;
  if (cost.monthly === 0) return "no change of cost";
  if (cost.moreTasks === 0)
    return `as many tasks: ${month} ${cost.monthly > 0 ? "more" : "less"} while they run${mark}`;
  return cost.moreTasks > 0
    ? `${tasks} more ${noun}: ${month} while they run${mark}`
    : `${tasks} fewer ${noun}: ${month} less${mark}`;
};
