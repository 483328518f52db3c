import type { Budget } from "../budget/budget.ts";
import { explainAdmission } from "./explain-admission.ts";
import { explainChange, explainDemand } from "./explain-demand.ts";
import { explainDeployment } from "./explain-deployment.ts";
import { type ExplainInput, findingOf } from "./explain-input.ts";
import type { Finding } from "./finding.ts";

/**
 * Says of one service what was decided, what capped or held it, with the numbers and what would unlock more.
 *
 * @returns findings in a fixed order; none where nothing is worth saying
 * @throws never
 */
export const explainService = (input: ExplainInput): readonly Finding[] => {
  const { want } = input.planned;
  switch (want.kind) {
    case "unreadable":
      return [findingOf(input, "tasks-unknown", want.detail)];
    case "absent":
      return [findingOf(input, "service-not-found", want.detail)];
    case "left":
      return [findingOf(input, want.code, want.detail, { desiredTasks: want.counts.desired })];
    case "wants":
      return [
        ...explainChange(input, want),
        ...explainWithdrawal(input),
        ...explainAdmission(input, want),
        ...explainForced(input),
        ...explainDemand(input, want),
        ...explainDeployment(input, want),
        ...(input.govern?.findings ?? []).map(({ code, detail }) => findingOf(input, code, detail)),
      ];
  }
};

/** More than the budget admits, because two people have agreed on it. */
const explainForced = (input: ExplainInput): readonly Finding[] => {
  const { admission, targetTasks } = input.planned;
  if (admission === null || targetTasks === null || targetTasks <= admission.tasks) return [];
  return [findingOf(input, "forced-past-budget", "", { targetTasks, grantedTasks: admission.tasks })];
};

/** Why it is not smaller yet. */
const explainWithdrawal = (input: ExplainInput): readonly Finding[] => {
  const note = input.planned.withdrawal?.note ?? null;
  return note === null ? [] : [findingOf(input, note.code, note.detail, note.numbers)];
};

/** A budget in the red: more exists than it carries, whoever started it. */
export const explainBudget = (budget: Budget): readonly Finding[] => {
  if (budget.kind === "unknown" || budget.freeConnections >= 0) return [];
  const { budgetConnections, committedConnections, limitConnections } = budget;
  const numbers = { committedConnections, budgetConnections, limitConnections };
  return [{ code: "budget-exceeded", service: null, database: budget.database, numbers, detail: "", unlocks: [] }];
};
