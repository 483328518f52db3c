import type { Config } from "../config/config.ts";
import type { Charge } from "./charge.ts";
import type { Microdollars } from "./money.ts";
import type { Scenario } from "./scenario.ts";
import { type TaskSize, taskCharges } from "./task-charges.ts";

/** What a headgate.yml says of money: tasks that can be priced, figures that the team gave, and what nobody said. */
export type ConfigCharges = {
  readonly charges: readonly Charge[];
  /** Databases with the team's own figure of a month. */
  readonly given: readonly { readonly part: string; readonly monthly: Microdollars }[];
  /** Not in the sum, each with what to write. */
  readonly unknown: readonly { readonly part: string; readonly because: string; readonly fix: string }[];
};

/**
 * The monthly cost of a configuration's services and databases. Pure.
 *
 * @param at how many tasks run all month: the minimum or the maximum of each service
 * @param size of every task: headgate.yml doesn't know it, a task definition does
 */
export const configCharges = (
  { services, databases }: Config,
  at: "min" | "max",
  size: TaskSize,
  scenario: Scenario,
): ConfigCharges => {
  const onFargate = services.filter(({ capacity }) => capacity.kind === "fargate");
  return {
    charges: onFargate.flatMap(({ name, minTasks, maxTasks }) =>
      taskCharges(`service ${name}`, at === "min" ? minTasks : maxTasks, size, scenario),
    ),
    given: databases.flatMap(({ name, monthlyDollars }) =>
      monthlyDollars === null ? [] : [{ part: `database ${name}`, monthly: Math.round(monthlyDollars * 1_000_000) }],
    ),
    unknown: [
      ...services
        .filter(({ capacity }) => capacity.kind === "ec2")
        .map(({ name }) => ({
          part: `service ${name}`,
          because: "its tasks run on EC2 instances, which are paid for whether they are full or not",
          fix: "add what the instances cost by hand; a task more is free until one more instance is needed",
        })),
      ...databases
        .filter(({ monthlyDollars }) => monthlyDollars === null)
        .map(({ name }) => ({
          part: `database ${name}`,
          because: "its class is not in headgate.yml",
          fix: `write databases.${name}.monthlyDollars, or price it in a plan file`,
        })),
    ],
  };
};
