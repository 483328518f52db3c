import { commitmentOf, rolloutTasks } from "../budget/commitment.ts";
import { fittingMaximumPercent } from "../budget/fit-rollout.ts";
import { unitsPerConnection } from "../budget/rooms.ts";
import type { WantedCount } from "../demand/want.ts";
import { countOf } from "../service-plan.ts";
import { type ExplainInput, findingOf } from "./explain-input.ts";
import type { Finding } from "./finding.ts";

/**
 * Would a rolling deployment of what runs now pass the wall? Said before somebody starts one.
 *
 * Under `govern` the count that is rolled out is the one that runs: what may still be scaled up to is no deployment.
 */
export const explainDeployment = (input: ExplainInput, want: WantedCount): readonly Finding[] => {
  const { service, planned, prices, shares } = input;
  const { counts } = want;
  if (counts.deployment.kind !== "none") return [];
  const desired = planned.stance === "governed" ? counts.desired : (countOf(planned) ?? counts.desired);
  const steadyTasks = commitmentOf(service, counts)(desired);
  const surgeTasks = rolloutTasks(service, counts, desired);
  const percents = planned.entry?.percents ?? null;
  if (percents !== null) {
    const { maximumPercent, minimumHealthyPercent } = percents.to;
    const insteadOf = percents.from.maximumPercent;
    return [findingOf(input, "deployment-fitted", "", { maximumPercent, minimumHealthyPercent, insteadOf })];
  }
  for (const { room: name, unitsPerTask } of prices) {
    const room = shares.rooms.get(name);
    const leftUnits = shares.leftBesideReplacements.get(name) ?? null;
    const budget = room === undefined ? undefined : shares.budgets.get(room.database);
    if (room === undefined || room.name !== room.database || leftUnits === null || budget?.kind !== "known") continue;
    const units = unitsPerConnection[room.unit];
    const connectionsPerTask = unitsPerTask / units;
    const leftConnections = Math.floor(leftUnits / units);
    const demandConnections = (surgeTasks - steadyTasks) * connectionsPerTask;
    if (demandConnections <= leftConnections) continue;
    const fits = steadyTasks + Math.floor(leftConnections / connectionsPerTask);
    const maximumPercent = fittingMaximumPercent(service, counts, desired, fits);
    const { budgetConnections } = budget;
    const numbers = { surgeTasks, connectionsPerTask, demandConnections, leftConnections, budgetConnections };
    const unlocks =
      maximumPercent === null
        ? []
        : [{ kind: "lower-maximum-percent" as const, maximumPercent, insteadOf: counts.maximumPercent }];
    return [findingOf(input, "deployment-exceeds-budget", "", numbers, room.database, unlocks)];
  }
  return [];
};
