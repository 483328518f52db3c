import { compareText } from "../../config/by-name.ts";
import { findingCodes } from "../../plan/explain/codes.ts";
import type { Action } from "../../plan/policy/action.ts";
import type { CauseSpan, ServiceDigest } from "./digest.ts";
import type { DecisionRecord } from "./digest-input.ts";

type Counted = Pick<ServiceDigest, "changes" | "wouldChange" | "highestTasks">;

const nothing: Counted = { changes: 0, wouldChange: 0, highestTasks: null };

/**
 * What there is to tell of each service.
 *
 * @param decisions with those from before the time, which say what ran when it began
 * @param inTime of the time alone
 * @returns sorted by name, without services of which there is nothing to tell
 */
export const serviceDigests = (
  decisions: readonly DecisionRecord[],
  inTime: readonly DecisionRecord[],
  spans: readonly CauseSpan[],
): readonly ServiceDigest[] => {
  const domainOf = new Map<string, string>();
  const counted = new Map<string, Counted>();
  const count = (service: string, change: (before: Counted) => Partial<Counted>): void => {
    const before = counted.get(service) ?? nothing;
    counted.set(service, { ...before, ...change(before) });
  };
  const raise = (service: string, tasks: number): void =>
    count(service, ({ highestTasks }) => ({ highestTasks: Math.max(highestTasks ?? 0, tasks) }));

  for (const { decision, outcomes } of decisions) {
    for (const { name, counts } of decision.plan.services) {
      domainOf.set(name, decision.domain);
      if (counts !== null) raise(name, counts.desired);
    }
    for (const { kind, action } of outcomes)
      if (kind === "done" && action.kind === "set-desired-count") raise(action.service, action.to);
  }
  for (const { decision, outcomes } of inTime) {
    for (const { kind, action } of outcomes)
      if (kind === "done" && isChange(action)) count(action.service, ({ changes }) => ({ changes: changes + 1 }));
    for (const { code, service } of decision.plan.findings)
      if (service !== null && (code === "would-scale-out" || code === "would-scale-in"))
        count(service, ({ wouldChange }) => ({ wouldChange: wouldChange + 1 }));
  }
  for (const { service, domain } of spans) if (service !== null) domainOf.set(service, domain);

  const ofKind = (service: string, kind: "cap" | "hold"): readonly CauseSpan[] =>
    spans.filter((span) => span.service === service && findingCodes[span.code].kind === kind);
  return [...domainOf]
    .map(([service, domain]) => ({
      service,
      domain,
      ...(counted.get(service) ?? nothing),
      caps: ofKind(service, "cap"),
      holds: ofKind(service, "hold"),
    }))
    .filter(({ changes, wouldChange, caps, holds }) => changes + wouldChange + caps.length + holds.length > 0)
    .sort((a, b) => compareText(a.service, b.service));
};

const isChange = ({ kind }: Action): boolean => kind === "set-desired-count" || kind === "set-max-capacity";
