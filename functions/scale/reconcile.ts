import { isUnanswered, nameAndMessage } from "../../shared/aws/failure.ts";
import type { WakeUp } from "../../shared/events/wake-up.ts";
import type { Notice, NoticeContext } from "../../shared/notices/notice.ts";
import { withIntents } from "../../shared/plan/intents/with-intents.ts";
import { type Plan, plan } from "../../shared/plan/plan.ts";
import type { Action } from "../../shared/plan/policy/action.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import { type Decision, decisionIdOf, type Outcome, type PlannedBy } from "../../shared/state/decision.ts";
import { decisionExpiry } from "../../shared/state/decision-expiry.ts";
import type { DomainState, KeptConfig } from "../../shared/state/domain-state.ts";
import { isPaused } from "../../shared/state/pause.ts";
import { noticeContext } from "../notice-context.ts";
import { publishOutbox } from "../publish-outbox.ts";
import {
  breakerAfter,
  isHalted,
  isNews,
  isReadBudgetSpent,
  nextState,
  withoutUndone,
  writeNotices,
} from "./next-state.ts";
import { comesEarly, hotWakeUp, newLoopMessage } from "./own-loop.ts";
import type { ScaleDeps } from "./scale-deps.ts";
import { tellDestinations } from "./tell-destinations.ts";
import { tellDomains } from "./tell-domains.ts";

/** A configuration is kept for this much longer than its decisions, so that it is written once a week and not with each. */
const renewalSeconds = 7 * 24 * 3600;

export type SkipReason =
  | "paused"
  | "stale-token"
  | "already-read"
  | "too-early"
  | "unknown-domain"
  | "read-budget-spent";

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
  const { domain } = wakeUp;
  if (!deps.config.domains.some((entry) => entry.id === domain)) return { kind: "skipped", because: "unknown-domain" };
  const { state, pause, intents } = await deps.table.read(domain);
  if (isPaused(pause, deps.nowMs())) return { kind: "skipped", because: "paused" };
  if (wakeUp.loopToken !== null && wakeUp.loopToken !== state.loopToken)
    return { kind: "skipped", because: "stale-token" };
  const nowMs = deps.nowMs();
  if (comesEarly(wakeUp, state, nowMs)) return sendOn(wakeUp, state, nowMs, deps);
  if (sentAtMs < state.readStartedAtMs) return { kind: "skipped", because: "already-read" };

  if (isReadBudgetSpent(state, deps.config, nowMs) && !wakeUp.causes.includes("tick"))
    return { kind: "skipped", because: "read-budget-spent" };
  const snapshot = withIntents(await deps.readSnapshot(domain, nowMs, state.memory), intents, nowMs);
  const planned = plan(snapshot, state.memory, deps.config, nowMs);
  const contextOf = (decisionId: string | null): NoticeContext =>
    noticeContext(domain, decisionId, wakeUp.correlationId, deps);
  const decision = decisionOf(wakeUp, state, snapshot, planned, deps.plannedBy);
  const kept = decision === null ? null : await keepConfig(decision, state, deps);
  const next = {
    ...nextState(state, planned, deps.config, contextOf, nowMs),
    ...(kept === null ? {} : { keptConfig: kept }),
  };
  if (!(await deps.table.record(next, decision, deps.config.decisionRetentionDays))) return { kind: "conflict" };

  // The next look is arranged before anything can fail, so that a domain in trouble is looked at again.
  const { loopMessage = null } = next;
  if (loopMessage !== null && loopMessage.token === String(next.version))
    await deps.wakeLater(hotWakeUp(wakeUp, loopMessage), (loopMessage.dueAtMs - nowMs) / 1000);
  const untoldDomains = await tellDomains(planned.graph, wakeUp.correlationId, deps);
  const untold = (await tellDestinations(planned, wakeUp.correlationId, deps)) ?? untoldDomains;
  const outcomes = await apply(planned.actions, next, deps, isHalted(state, nowMs));
  await settle(next, { decision, outcomes, context: contextOf(next.decisionId) }, deps);
  if (untold !== null) throw untold.error;
  return { kind: "planned", plan: planned, outcomes, version: next.version };
};

/** The loop's message has come before it is time to read: the next one comes then, or on the way there. */
const sendOn = async (
  wakeUp: WakeUp,
  state: DomainState,
  nowMs: number,
  { table, wakeLater, config }: Pick<ScaleDeps, "table" | "wakeLater" | "config">,
): Promise<Reconciled> => {
  const version = state.version + 1;
  const loopMessage = newLoopMessage(String(version), state.nextReadAtMs, nowMs);
  const next = { ...state, version, loopToken: loopMessage.token, loopMessage };
  if (!(await table.record(next, null, config.decisionRetentionDays))) return { kind: "conflict" };
  await wakeLater(hotWakeUp(wakeUp, loopMessage), (loopMessage.dueAtMs - nowMs) / 1000);
  return { kind: "skipped", because: "too-early" };
};

/** `null`: it does nothing and says what the last stored one said. */
const decisionOf = (
  wakeUp: WakeUp,
  before: DomainState,
  snapshot: Snapshot,
  planned: Plan,
  plannedBy: PlannedBy,
): Decision | null => {
  if (!isNews(before, planned)) return null;
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

/**
 * Writes one action after the other; a failed one doesn't keep the others from being written.
 *
 * One whose answer never came is written once more, so that people are told of a change that was made: each sets a level,
 * and done twice it is done once. Only the first of them, because each costs seconds of the function's time.
 */
const apply = async (
  actions: readonly Action[],
  state: DomainState,
  deps: ScaleDeps,
  halted: boolean,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  const { writeAction } = deps;
  let mayRepeat = true;
  for (const action of actions) {
    if (halted || writeAction === null) {
      outcomes.push({ kind: "withheld", action });
      continue;
    }
    if (!(await deps.table.isCurrent(state.domain, state.version))) {
      outcomes.push({ kind: "superseded", action });
      continue;
    }
    try {
      await writeAction(action).catch((error: unknown) => {
        if (!mayRepeat || !isUnanswered(error)) throw error;
        mayRepeat = false;
        return writeAction(action);
      });
      outcomes.push({ kind: "done", action });
    } catch (error) {
      const { name, message } = nameAndMessage(error);
      outcomes.push({ kind: "failed", action, detail: `${name}: ${message}` });
    }
  }
  return outcomes;
};

/** Publishes what is in the outbox and stores that it was, with what became of the writes. */
const settle = async (
  recorded: DomainState,
  done: {
    readonly decision: Decision | null;
    readonly outcomes: readonly Outcome[];
    readonly context: NoticeContext;
  },
  deps: ScaleDeps,
): Promise<void> => {
  const { decision, outcomes, context } = done;
  const state = withoutUndone(recorded, outcomes);
  const about = writeNotices(outcomes, state, context, deps.nowMs());
  const outbox: readonly Notice[] = [...state.outbox, ...about.notices];
  if (outbox.length === 0 && outcomes.length === 0) return;
  const { left, failure } = await publishOutbox(outbox, deps.publishNotice);
  const breaker = breakerAfter(state.breaker, outcomes, deps.nowMs());
  await deps.table.settle({ ...state, notices: about.memory, outbox: left, breaker }, decision, outcomes);
  // Only now: a topic that fails must not hide from the circuit breaker that the writes fail too.
  if (failure !== null) throw failure.error;
};
