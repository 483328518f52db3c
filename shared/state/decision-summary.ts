import type { FindingCode } from "../plan/explain/codes.ts";
import type { Decision } from "./decision.ts";

/** What a list shows of a decision, so that it needs to read no whole one. */
export type DecisionSummary = {
  readonly causes: readonly string[];
  readonly correlationId: string;
  /** Services that an action or a finding names, sorted. */
  readonly services: readonly string[];
  /** Codes of the findings, sorted, each once. */
  readonly codes: readonly FindingCode[];
};

export const summaryOf = ({ causes, correlationId, plan }: Decision): DecisionSummary => {
  const named = [...plan.actions.map(({ service }) => service), ...plan.findings.map(({ service }) => service)];
  return {
    causes,
    correlationId,
    services: [...new Set(named.filter((name) => name !== null))].sort(),
    codes: [...new Set(plan.findings.map(({ code }) => code))].sort(),
  };
};
