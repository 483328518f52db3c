import type { Notice } from "../../shared/notices/notice.ts";
import type { Outcome } from "../../shared/state/decision.ts";
import { noticeContext } from "../notice-context.ts";
import { publishOutbox } from "../publish-outbox.ts";
import { breakerAfter, withoutUndone, writeNotices } from "./next-state.ts";
import type { RecordedPlan } from "./record-plan.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/**
 * Publishes what is in the outbox and stores that it was, with what became of the writes.
 *
 * @throws what the table or SNS answer
 */
export const settlePlan = async (
  { state: recorded, decision }: RecordedPlan,
  outcomes: readonly Outcome[],
  correlationId: string,
  deps: ScaleDeps,
): Promise<void> => {
  const state = withoutUndone(recorded, outcomes);
  const context = noticeContext(state.domain, state.decisionId, correlationId, deps);
  const about = writeNotices(outcomes, state, context, deps.nowMs());
  const outbox: readonly Notice[] = [...state.outbox, ...about.notices];
  if (outbox.length === 0 && outcomes.length === 0) return;
  const { left, failure } = await publishOutbox(outbox, deps.publishNotice);
  const breaker = breakerAfter(state.breaker, outcomes, deps.nowMs());
  await deps.table.settle({ ...state, notices: about.memory, outbox: left, breaker }, decision, outcomes);
  // Only now: a topic that fails must not hide from the circuit breaker that the writes fail too.
  if (failure !== null) throw failure.error;
};
