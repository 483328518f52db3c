import type { Plan } from "../../plan/plan.ts";
import type { ServicePlan } from "../../plan/service-plan.ts";
import type { Decision, Outcome } from "../../state/decision.ts";
import type { NoticeMemory } from "../notice.ts";

/** Of a stored decision what a digest is made from; a whole one fits. */
export type DigestDecision = Pick<Decision, "id" | "domain" | "atMs"> & {
  readonly plan: Pick<Plan, "findings"> & {
    readonly services: readonly Pick<ServicePlan, "name" | "counts" | "targetTasks">[];
  };
};

/** A decision with what became of its writes, which the table keeps beside it; none where there were none. */
export type DecisionRecord = { readonly decision: DigestDecision; readonly outcomes: readonly Outcome[] };

/** What is open in a domain or at a destination. */
export type DigestState = { readonly domain: string; readonly notices: NoticeMemory };

export type DigestInput = {
  /**
   * In any order. Of each domain those of the last 24 hours, and the last one before: what it found held until the next.
   */
  readonly decisions: readonly DecisionRecord[];
  /** Of every domain, and of every destination under its id. */
  readonly states: readonly DigestState[];
};
