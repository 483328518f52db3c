import { readPosts } from "../../shared/aws/read-posts.ts";
import type { RecordsWakeUp } from "../../shared/events/records-wake-up.ts";
import { type Destination, destinationsOf } from "../../shared/records/destination.ts";
import type { DestinationPlan } from "../../shared/records/destination-plan.ts";
import type { DestinationState } from "../../shared/records/destination-state.ts";
import { listingNeeds } from "../../shared/records/listing-needs.ts";
import { isPaused } from "../../shared/state/pause.ts";
import { noticeContext } from "../notice-context.ts";
import { applyActions, type RecordsOutcome } from "./apply-actions.ts";
import { deadlinesFrom, type IsOver } from "./deadlines.ts";
import { nextState } from "./next-state.ts";
import { comesInTime, loopIn, loopWakeUp, wholeSeconds } from "./own-loop.ts";
import { nextLookAtMs } from "./pace.ts";
import { type PlanInput, planDestination } from "./plan-destination.ts";
import { postAbsences } from "./post-absences.ts";
import { readDestination } from "./read-destination.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { settlePlan } from "./settle-plan.ts";
import { waitingServices } from "./waiting-services.ts";

export type RecordsSkipReason = "paused" | "stale-token" | "already-read" | "unknown-destination" | "too-early";

export type RecordsReconciled =
  | { readonly kind: "skipped"; readonly because: RecordsSkipReason }
  | { readonly kind: "conflict" }
  | {
      readonly kind: "planned";
      readonly plan: DestinationPlan<unknown>;
      readonly outcomes: readonly RecordsOutcome[];
      readonly version: number;
      /** Writes have failed that would soon succeed, and they were tried often enough. */
      readonly givenUp: boolean;
    };

/**
 * Brings one destination to its plan: read → plan → record → apply.
 *
 * The plan is recorded under a version before anything is written, and the version is read again right before each
 * write, so of two invocations at most one writes. Nothing that a write starts is waited for: the next look reads it.
 *
 * @param sentAtMs when the wake-up was sent: one from before the last finished read brings no news
 * @throws what the table, SNS or SQS answer; the caller sends the wake-up again later
 */
export const reconcile = async (
  wakeUp: RecordsWakeUp,
  sentAtMs: number,
  deps: RecordsDeps,
): Promise<RecordsReconciled> => {
  const destination = destinationsOf(deps.config).find(({ id }) => id === wakeUp.destination);
  if (destination === undefined) return { kind: "skipped", because: "unknown-destination" };
  const { state, pause } = await deps.table.read(destination.id);
  if (isPaused(pause, deps.nowMs())) return { kind: "skipped", because: "paused" };
  if (wakeUp.loopToken !== null && wakeUp.loopToken !== state.loop?.token)
    return { kind: "skipped", because: "stale-token" };
  const nowMs = deps.nowMs();
  // A read that begins later than now is that of a clock that was ahead: it must not hide what is new.
  if (sentAtMs < state.readStartedAtMs && state.readStartedAtMs <= nowMs)
    return { kind: "skipped", because: "already-read" };
  const earliestMs = nextLookAtMs(destination.kind, state, nowMs);
  if (nowMs < earliestMs) return waitUntil(earliestMs, wakeUp, state, deps);

  const { readingIsOver, writingIsOver } = deadlinesFrom(deps.nowMs);
  const input = await readAll(destination, state.memory, { nowMs, readingIsOver }, deps);
  const readAtMs = deps.nowMs();
  const planned = planDestination(input, state.memory, nowMs);
  const context = noticeContext(destination.id, null, wakeUp.correlationId, deps);
  const next = nextState(state, planned, { waiting: waitingServices(input), destination, context }, nowMs);
  if (!(await deps.table.record(next))) return { kind: "conflict" };

  // The next look is arranged before anything can fail, so that a destination in trouble is looked at again.
  if (next.loop !== null && next.loop !== state.loop)
    await deps.wakeLater(loopWakeUp(wakeUp, next.loop, 0), (next.loop.dueAtMs - nowMs) / 1000);
  const outcomes = await applyActions(planned.actions, { destination, version: next.version, writingIsOver }, deps);
  const unposted = await postAbsences(input, planned, readAtMs, deps);
  const givenUp = await settlePlan(next, { destination, wakeUp, outcomes }, deps);
  if (unposted !== null) throw unposted.error;
  return { kind: "planned", plan: planned, outcomes, version: next.version, givenUp };
};

/** Acknowledged, and one delayed wake-up under way for the moment when it is time. */
const waitUntil = async (
  earliestMs: number,
  wakeUp: RecordsWakeUp,
  state: DestinationState,
  deps: Pick<RecordsDeps, "table" | "wakeLater" | "nowMs">,
): Promise<RecordsReconciled> => {
  const nowMs = deps.nowMs();
  const seconds = wholeSeconds((earliestMs - nowMs) / 1000);
  // The loop's own message has come and is gone.
  const under = wakeUp.loopToken === null ? state.loop : null;
  if (!comesInTime(under, { nowMs, byMs: nowMs + seconds * 1000 })) {
    const version = state.version + 1;
    const loop = loopIn(seconds, String(version), nowMs);
    if (!(await deps.table.record({ ...state, version, loop }))) return { kind: "conflict" };
    await deps.wakeLater(loopWakeUp(wakeUp, loop, wakeUp.attempt), seconds);
  }
  return { kind: "skipped", because: "too-early" };
};

const readAll = async (
  destination: Destination,
  memory: unknown,
  { nowMs, readingIsOver }: { readonly nowMs: number; readonly readingIsOver: IsOver },
  deps: RecordsDeps,
): Promise<PlanInput> => {
  const services = destination.services.map(({ service }) => service);
  const [observed, posts, listings] = await Promise.all([
    readDestination(destination, memory, nowMs, readingIsOver, deps),
    readPosts(destination, nowMs, deps),
    deps.readListings(services, (service) => listingNeeds(destination, service), readingIsOver),
  ]);
  return { ...observed, ...posts, listings, stack: deps.config.name, owner: deps.owner };
};
