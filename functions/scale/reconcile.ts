import type { WakeUp } from "../../shared/events/wake-up.ts";
import { withIntents } from "../../shared/plan/intents/with-intents.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { Outcome } from "../../shared/state/decision.ts";
import type { DomainState, LoopMessage } from "../../shared/state/domain-state.ts";
import { applyActions } from "./apply-actions.ts";
import { isHalted } from "./next-state.ts";
import { hotWakeUp, newLoopMessage } from "./own-loop.ts";
import { reasonToSkip, type SkipReason } from "./reason-to-skip.ts";
import { recordPlan } from "./record-plan.ts";
import type { ScaleDeps } from "./scale-deps.ts";
import { settlePlan } from "./settle-plan.ts";
import { tellDestinations } from "./tell-destinations.ts";
import { tellDomains } from "./tell-domains.ts";

export type Reconciled =
  | { readonly kind: "skipped"; readonly because: SkipReason }
  | { readonly kind: "conflict" }
  | { readonly kind: "planned"; readonly plan: Plan; readonly outcomes: readonly Outcome[]; readonly version: number };

/**
 * Brings one domain to its plan: read → plan → record → apply.
 *
 * The plan is recorded under a version before anything is written, and the version is read again right before each
 * write, so of two invocations at most one writes. What was applied is read back at the next wake-up.
 *
 * @param sentAtMs when the wake-up was sent: one from before the last finished read brings no news
 * @throws what the table, SNS or SQS answer; the caller sends the wake-up again later
 */
export const reconcile = async (wakeUp: WakeUp, sentAtMs: number, deps: ScaleDeps): Promise<Reconciled> => {
  const { domain, correlationId } = wakeUp;
  if (!deps.config.domains.some((entry) => entry.id === domain)) return { kind: "skipped", because: "unknown-domain" };
  const { state: before, pause, intents } = await deps.table.read(domain);
  const nowMs = deps.nowMs();
  const because = reasonToSkip({ wakeUp, sentAtMs }, { state: before, pause }, deps.config, nowMs);
  if (because === "too-early") return sendOn(wakeUp, before, nowMs, deps);
  if (because !== null) return { kind: "skipped", because };

  const snapshot = withIntents(await deps.readSnapshot(domain, nowMs, before.memory), intents, nowMs);
  const planned = plan(snapshot, before.memory, deps.config, nowMs);
  const recorded = await recordPlan(planned, { wakeUp, before, snapshot }, deps);
  if (recorded === null) return { kind: "conflict" };

  const { state } = recorded;
  // The next look is arranged before anything can fail, so that a domain in trouble is looked at again.
  const { loopMessage = null } = state;
  const isNew = loopMessage?.token === String(state.version);
  if (loopMessage !== null && isNew) await sendLoopMessage(loopMessage, wakeUp, nowMs, deps);
  const untoldDomains = await tellDomains(planned.graph, correlationId, deps);
  const untold = (await tellDestinations(planned, correlationId, deps)) ?? untoldDomains;
  const outcomes = await applyActions(planned.actions, state, isHalted(before, nowMs), deps);
  await settlePlan(recorded, outcomes, correlationId, deps);
  if (untold !== null) throw untold.error;
  return { kind: "planned", plan: planned, outcomes, version: state.version };
};

/** The loop's message has come before it is time to read: the next one comes then, or on the way there. */
const sendOn = async (
  wakeUp: WakeUp,
  before: DomainState,
  nowMs: number,
  deps: Pick<ScaleDeps, "table" | "wakeLater" | "config">,
): Promise<Reconciled> => {
  const version = before.version + 1;
  const loopMessage = newLoopMessage(String(version), before.nextReadAtMs, nowMs);
  const next = { ...before, version, loopToken: loopMessage.token, loopMessage };
  if (!(await deps.table.record(next, null, deps.config.decisionRetentionDays))) return { kind: "conflict" };
  await sendLoopMessage(loopMessage, wakeUp, nowMs, deps);
  return { kind: "skipped", because: "too-early" };
};

const sendLoopMessage = (
  message: LoopMessage,
  wakeUp: WakeUp,
  nowMs: number,
  { wakeLater }: Pick<ScaleDeps, "wakeLater">,
): Promise<void> => wakeLater(hotWakeUp(wakeUp, message), (message.dueAtMs - nowMs) / 1000);
