import type { Config } from "../config/config.ts";
import { plan } from "../plan/plan.ts";
import { type Difference, firstDifference } from "./first-difference.ts";
import { type HistoryRefusal, refuse } from "./history-codes.ts";
import type { KeptDecision } from "./kept-decision.ts";

export type Replanned = { readonly kind: "same" } | ({ readonly kind: "differs" } & Difference) | HistoryRefusal;

/**
 * Plans a decision again from what is stored with it, and compares the two plans.
 *
 * @param config what it was planned with; `null`: not stored. Another one tells what that would have decided
 * @returns the first difference with its path; the new plan is compared as JSON, which is how the old one was stored
 * @throws never
 */
export const replan = (decision: KeptDecision, config: Config | null): Replanned => {
  const planned = planAgain(decision, config);
  if (planned.kind === "refused") return planned;
  const difference = firstDifference(decision.plan, planned.plan, "plan");
  return difference === null ? { kind: "same" } : { kind: "differs", ...difference };
};

/** What is stored of a plan: its memory is the domain's, and is stored with the next decision. */
export type StoredPlan = KeptDecision["plan"];

/** @throws never */
export const planAgain = (
  { snapshot, memoryBefore, atMs, domain }: KeptDecision,
  config: Config | null,
): { readonly kind: "planned"; readonly plan: StoredPlan } | HistoryRefusal => {
  if (snapshot === null) return refuse("snapshot-not-kept", "");
  if (config === null) return refuse("config-not-kept", "");
  if (!config.domains.some(({ id }) => id === domain)) return refuse("domain-not-configured", domain);
  try {
    const { memory: _, ...planned } = plan(snapshot, memoryBefore, config, atMs);
    return { kind: "planned", plan: JSON.parse(JSON.stringify(planned)) as StoredPlan };
  } catch (error) {
    // Only what another release has stored can be so unlike a snapshot that planning breaks on it.
    return refuse("plan-failed", error instanceof Error ? error.message : String(error));
  }
};
