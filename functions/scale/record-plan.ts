import type { WakeUp } from "../../shared/events/wake-up.ts";
import type { NoticeContext } from "../../shared/notices/notice.ts";
import type { Plan } from "../../shared/plan/plan.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import { type Decision, decisionIdOf, type PlannedBy } from "../../shared/state/decision.ts";
import { decisionExpiry } from "../../shared/state/decision-expiry.ts";
import type { DomainState, KeptConfig } from "../../shared/state/domain-state.ts";
import { noticeContext } from "../notice-context.ts";
import { isNews, nextState } from "./next-state.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/** A configuration is kept for this much longer than its decisions, so that it is written once a week and not with each. */
const renewalSeconds = 7 * 24 * 3600;

/** What a plan was made of. */
type Planned = { readonly wakeUp: WakeUp; readonly before: DomainState; readonly snapshot: Snapshot };

export type RecordedPlan = {
  /** Under the version that the plan may be written with. */
  readonly state: DomainState;
  /** `null`: it does nothing and says what the last stored one said. */
  readonly decision: Decision | null;
};

/**
 * Stores what follows from a plan before any of it is written: the domain's next state, and the decision where it is news.
 *
 * @returns `null`: somebody else has recorded a newer plan
 * @throws what the table answers
 */
export const recordPlan = async (planned: Plan, of: Planned, deps: ScaleDeps): Promise<RecordedPlan | null> => {
  const { wakeUp, before } = of;
  const contextOf = (decisionId: string | null): NoticeContext =>
    noticeContext(before.domain, decisionId, wakeUp.correlationId, deps);
  const decision = isNews(before, planned) ? decisionOf(planned, of, deps.plannedBy) : null;
  const kept = decision === null ? null : await keepConfig(decision, before, deps);
  const state = {
    ...nextState(before, planned, deps.config, contextOf, planned.nowMs),
    ...(kept === null ? {} : { keptConfig: kept }),
  };
  const isRecorded = await deps.table.record(state, decision, deps.config.decisionRetentionDays);
  return isRecorded ? { state, decision } : null;
};

const decisionOf = (planned: Plan, { wakeUp, before, snapshot }: Planned, plannedBy: PlannedBy): Decision => {
  const version = before.version + 1;
  const { memory: _, ...withoutMemory } = planned;
  return {
    id: decisionIdOf(planned.nowMs, version),
    domain: before.domain,
    atMs: planned.nowMs,
    version,
    correlationId: wakeUp.correlationId,
    causes: wakeUp.causes,
    snapshot,
    memoryBefore: before.memory,
    plan: withoutMemory,
    ...plannedBy,
  };
};

/**
 * Sees to it that the configuration is there for as long as the decision.
 *
 * @returns what is stored now; `null`: the state already says so
 */
const keepConfig = async (
  { atMs, domain, configHash: hash }: Decision,
  { keptConfig }: DomainState,
  { config, table }: ScaleDeps,
): Promise<KeptConfig | null> => {
  const neededSeconds = decisionExpiry(atMs, config.decisionRetentionDays);
  if (keptConfig?.hash === hash && keptConfig.untilSeconds >= neededSeconds) return null;
  const kept = { hash, untilSeconds: neededSeconds + renewalSeconds };
  await table.keepConfig(domain, config, kept);
  return kept;
};
