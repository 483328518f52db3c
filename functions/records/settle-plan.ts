import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import type { Notice } from "../../shared/notices/notice.ts";
import { planMoreNotices } from "../../shared/notices/plan-more-notices.ts";
import type { Destination } from "../../shared/records/destination.ts";
import type { DestinationState } from "../../shared/records/destination-state.ts";
import { noticeContext } from "../notice-context.ts";
import { publishOutbox } from "../publish-outbox.ts";
import { mostAttempts, retryDelaySeconds } from "../retry-later.ts";
import { failedWrites, type RecordsOutcome } from "./apply-actions.ts";
import { loopIn, loopWakeUp } from "./own-loop.ts";
import { leastRetrySeconds } from "./pace.ts";
import type { RecordsDeps } from "./records-deps.ts";

/**
 * Publishes what is in the outbox and stores that it was, and comes back soon for writes that would then succeed.
 *
 * @param state as it was recorded
 * @returns true: they have failed too often to come back for
 * @throws what the table, SNS or SQS answer
 */
export const settlePlan = async (
  state: DestinationState,
  done: {
    readonly destination: Destination;
    readonly wakeUp: RecordsWakeUp;
    readonly outcomes: readonly RecordsOutcome[];
  },
  deps: RecordsDeps,
): Promise<boolean> => {
  const { destination, wakeUp, outcomes } = done;
  const nowMs = deps.nowMs();
  const context = noticeContext(state.destination, null, wakeUp.correlationId, deps);
  const about = planMoreNotices(failedWrites(outcomes), state.notices, context, nowMs);
  const outbox = [...state.outbox, ...about.notices];
  const hasFailed = outcomes.some((outcome) => outcome.kind === "failed" && outcome.soon);
  const givenUp = hasFailed && wakeUp.attempt + 1 >= mostAttempts;
  const soon = hasFailed || outcomes.some(({ kind }) => kind === "left");
  const retrySeconds = Math.max(retryDelaySeconds(wakeUp), leastRetrySeconds(destination.kind));
  const retry = soon && !givenUp ? loopIn(retrySeconds, `${state.version}-retry`, nowMs) : null;
  if (outbox.length === 0 && outcomes.length === 0) return givenUp;
  // That something was changed is told once it is: a plan that has written everything publishes what waits here.
  const isUndone = outcomes.some(({ kind }) => kind !== "done");
  const waits = ({ kind }: Notice): boolean => isUndone && kind === "change";
  const { left, failure } = await publishOutbox(
    outbox.filter((notice) => !waits(notice)),
    deps.publishNotice,
  );
  const loop = retry ?? state.loop;
  // What there was only no time for has not failed.
  const attempt = wakeUp.attempt + (hasFailed ? 1 : 0);
  const current = await deps.table.settle({
    ...state,
    loop,
    notices: about.memory,
    outbox: [...outbox.filter(waits), ...left],
  });
  if (retry !== null && current) await deps.wakeLater(loopWakeUp(wakeUp, retry, attempt), retrySeconds);
  if (failure !== null) throw failure.error;
  return givenUp;
};
