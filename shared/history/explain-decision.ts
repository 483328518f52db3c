import type { Config } from "../config/config.ts";
import { describeUnlock } from "../notices/describe-unlock.ts";
import { findingCodes } from "../plan/explain/codes.ts";
import type { Plan } from "../plan/plan.ts";
import { count, describeAction, describeOutcome } from "./describe-action.ts";
import { type BudgetExplanation, explainBudgetSum } from "./explain-budget.ts";
import { explainServicePlan, type ServiceExplanation } from "./explain-service.ts";
import { type HistoryRefusal, refuse } from "./history-codes.ts";
import type { KeptDecision } from "./kept-decision.ts";

/** Why a decision is as it is, from its causes to what became of its writes. */
export type Explanation = {
  readonly kind: "explanation";
  readonly domain: string;
  readonly id: string;
  readonly atMs: number;
  /** `null`: an earlier release, which didn't say. */
  readonly release: string | null;
  readonly correlationId: string;
  readonly causes: readonly string[];
  readonly services: readonly ServiceExplanation[];
  readonly budgets: readonly BudgetExplanation[];
  readonly findings: readonly FindingExplanation[];
  readonly writes: readonly { readonly what: string; readonly outcome: string }[];
  /** What other domains, DNS and nginx were told. */
  readonly told: readonly string[];
  readonly nextRead: string;
};

export type FindingExplanation = {
  readonly code: string;
  readonly about: string;
  readonly means: string;
  readonly detail: string;
  readonly numbers: Readonly<Record<string, number>>;
  readonly unlocks: readonly string[];
};

/**
 * Explains a decision out of what is stored with it.
 *
 * @param config what it was planned with; `null`: not stored, then targets and paces can't be written out
 * @returns a refusal only for what another release has stored
 * @throws never
 */
export const explainDecision = (decision: KeptDecision, config: Config | null): Explanation | HistoryRefusal => {
  try {
    return explained(decision, config);
  } catch (error) {
    // The form is checked at the outside; what lies deeper may be another release's.
    return refuse("decision-form", error instanceof Error ? error.message : String(error));
  }
};

const explained = (decision: KeptDecision, config: Config | null): Explanation => {
  const { domain, id, atMs, release, correlationId, causes, plan, snapshot, outcomes } = decision;
  const { kind, inSeconds } = plan.nextRead;
  return {
    kind: "explanation",
    domain,
    id,
    atMs,
    release,
    correlationId,
    causes,
    services: plan.services.map((planned) =>
      explainServicePlan(
        planned,
        snapshot?.services.find(({ name }) => name === planned.name) ?? null,
        config?.services.find(({ name }) => name === planned.name) ?? null,
      ),
    ),
    budgets: plan.budgets.map(explainBudgetSum),
    findings: plan.findings.map(({ code, service, database, detail, numbers, unlocks }) => ({
      code,
      about: [service, database].filter((name) => name !== null).join(" on ") || domain,
      means: Object.hasOwn(findingCodes, code) ? findingCodes[code].means : "This release doesn't know the code.",
      detail,
      numbers,
      unlocks: unlocks.map(describeUnlock),
    })),
    writes: plan.actions.map((action, index) => ({
      what: describeAction(action),
      outcome: describeOutcome(outcomes?.[index]),
    })),
    told: toldBy(plan),
    nextRead: `in ${inSeconds} s (${kind})`,
  };
};

const toldBy = ({ graph, withdrawals, gates }: Omit<Plan, "memory">): readonly string[] => [
  ...(graph?.posts ?? []).map(({ service, grants, demands, healthyTasks }) => {
    const given = Object.entries(grants).map(([caller, grant]) =>
      grant.mostPerSecond === null
        ? `${caller} may send as much as it needs in the end, ${short(grant.nowPerSecond)} requests/s more now`
        : `${caller} may send ${short(grant.nowPerSecond)} requests/s more now, ${short(grant.mostPerSecond)} in the end`,
    );
    const asked = Object.entries(demands)
      .filter(([, perSecond]) => perSecond > 0)
      .map(([callee, perSecond]) => `asks ${callee} for ${short(perSecond)} requests/s`);
    return [`${service}: ${count(healthyTasks, "healthy task")}`, ...given, ...asked].join("; ");
  }),
  ...(graph?.wakes ?? []).map(({ domain, cause }) => `domain ${domain} woken: ${cause}`),
  ...(withdrawals?.posts ?? []).map(({ service, taskIds }) =>
    taskIds.length === 0
      ? `${service}: no task is withdrawn any more`
      : `${service}: ${count(taskIds.length, "task")} to be taken out before they stop`,
  ),
  ...(gates?.posts ?? []).map(({ service, admitted }) =>
    admitted === null
      ? `${service}: its gate is open`
      : `${service}: its gate lets ${short(admitted.requestsPerSecond)} requests/s through, because of ${admitted.boundBy}`,
  ),
];

const short = (value: number): number => Math.round(value * 100) / 100;
