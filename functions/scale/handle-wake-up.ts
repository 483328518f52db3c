import type { WakeUp } from "../../shared/events/wake-up.ts";
import { abandonedNotice } from "../abandoned-notice.ts";
import { errorFields } from "../error-fields.ts";
import { noticeContext } from "../notice-context.ts";
import { mostAttempts, nextAttempt, retryDelaySeconds } from "../retry-later.ts";
import { type Reconciled, reconcile } from "./reconcile.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/**
 * Handles one wake-up of `scaling.fifo`; one that fails is sent again, later.
 *
 * @throws what SQS answers where it can't be sent again
 */
export const handleWakeUp = async (wakeUp: WakeUp, sentAtMs: number, deps: ScaleDeps): Promise<void> => {
  const { domain, causes, correlationId, attempt } = wakeUp;
  const about = { domain, causes, correlationId, attempt };
  try {
    const reconciled = await reconcile(wakeUp, sentAtMs, deps);
    deps.log.info("decision", { ...about, ...describe(reconciled) });
    countReconciled(reconciled, domain, deps);
    if (reconciled.kind !== "conflict") return;
  } catch (error) {
    deps.log.warn("wake-up failed", { ...about, ...errorFields(error) });
  }
  if (attempt + 1 >= mostAttempts) return abandon(wakeUp, deps);
  deps.count("Retries", 1, domain);
  await deps.wakeLater(nextAttempt(wakeUp), retryDelaySeconds(wakeUp));
};

const countReconciled = (reconciled: Reconciled, domain: string, deps: ScaleDeps): void => {
  if (reconciled.kind !== "planned") {
    deps.count(reconciled.kind === "skipped" ? "Skipped" : "Conflicts", 1, domain);
    return;
  }
  deps.count("Decisions", 1, domain);
  for (const outcome of reconciled.outcomes) deps.count(outcome.kind === "done" ? "Writes" : "FailedWrites", 1, domain);
};

/** One log line per decision: what was found and done, each with its numbers. */
const describe = (reconciled: Reconciled): Readonly<Record<string, unknown>> => {
  if (reconciled.kind !== "planned") return { ...reconciled };
  const { plan, outcomes, version } = reconciled;
  return {
    kind: "planned",
    version,
    nextRead: plan.nextRead,
    targets: Object.fromEntries(
      plan.services.map(({ name, counts, targetTasks }) => [name, [counts?.desired ?? null, targetTasks]]),
    ),
    findings: plan.findings.map(({ code, service, database, numbers }) => ({ code, service, database, numbers })),
    outcomes,
  };
};

/** Ten attempts have failed: people are told, the tick goes on. */
const abandon = async ({ domain, correlationId, attempt }: WakeUp, deps: ScaleDeps): Promise<void> => {
  // The table may be what fails, so no decision is asked for.
  const context = noticeContext(domain, null, correlationId, deps);
  const notice = abandonedNotice(context, attempt + 1, deps.nowMs());
  try {
    await deps.publishNotice(notice);
  } catch (error) {
    deps.log.warn("notice not published", { domain, code: notice.code, ...errorFields(error) });
  }
};
