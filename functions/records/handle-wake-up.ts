import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import { abandonedNotice } from "../abandoned-notice.ts";
import { errorFields } from "../error-fields.ts";
import { noticeContext } from "../notice-context.ts";
import { mostAttempts, nextAttempt, retryDelaySeconds } from "../retry-later.ts";
import { type RecordsReconciled, reconcile } from "./reconcile.ts";
import type { RecordsDeps } from "./records-deps.ts";

/**
 * Handles one wake-up of `records.fifo`; one that fails is sent again, later.
 *
 * @throws what SQS answers where it can't be sent again
 */
export const handleWakeUp = async (wakeUp: RecordsWakeUp, sentAtMs: number, deps: RecordsDeps): Promise<void> => {
  const { destination, causes, correlationId, attempt } = wakeUp;
  const about = { destination, causes, correlationId, attempt };
  try {
    const reconciled = await reconcile(wakeUp, sentAtMs, deps);
    deps.log.info("decision", { ...about, ...describe(reconciled) });
    countReconciled(reconciled, destination, deps);
    if (reconciled.kind === "planned" && reconciled.givenUp) return abandon(wakeUp, deps);
    if (reconciled.kind !== "conflict") return;
  } catch (error) {
    deps.log.warn("wake-up failed", { ...about, ...errorFields(error) });
  }
  if (attempt + 1 >= mostAttempts) return abandon(wakeUp, deps);
  deps.count("RecordsRetries", 1, destination);
  await deps.wakeLater(nextAttempt(wakeUp), retryDelaySeconds(wakeUp));
};

const countReconciled = (reconciled: RecordsReconciled, destination: string, deps: RecordsDeps): void => {
  if (reconciled.kind !== "planned") {
    deps.count(reconciled.kind === "skipped" ? "RecordsSkipped" : "RecordsConflicts", 1, destination);
    return;
  }
  deps.count("RecordsPlans", 1, destination);
  for (const { kind } of reconciled.outcomes.filter(({ kind }) => kind !== "left"))
    deps.count(kind === "done" ? "RecordsWrites" : "RecordsFailedWrites", 1, destination);
};

/** One log line per decision: what was found and done, each with its numbers; a batch may hold a thousand changes. */
const describe = (reconciled: RecordsReconciled): Readonly<Record<string, unknown>> => {
  if (reconciled.kind !== "planned") return { ...reconciled };
  const { plan, outcomes, version } = reconciled;
  return {
    kind: "planned",
    version,
    lookAgainInSeconds: plan.lookAgainInSeconds,
    findings: plan.findings.map(({ code, service, numbers }) => ({ code, service, numbers })),
    outcomes: outcomes.map(({ action, ...outcome }) => ({
      ...outcome,
      action: action.kind,
      ...(action.kind === "change-record-sets" ? { changes: action.changes.length } : {}),
    })),
  };
};

/** People are told; the tick goes on. */
const abandon = async ({ destination, correlationId, attempt }: RecordsWakeUp, deps: RecordsDeps): Promise<void> => {
  const context = noticeContext(destination, null, correlationId, deps);
  const notice = abandonedNotice(context, attempt + 1, deps.nowMs());
  try {
    await deps.publishNotice(notice);
  } catch (error) {
    deps.log.warn("notice not published", { destination, code: notice.code, ...errorFields(error) });
  }
};
