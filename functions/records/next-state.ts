import type { NoticeContext } from "../../shared/notices/notice.ts";
import { planNotices } from "../../shared/notices/plan-notices.ts";
import { type Destination, isWritten } from "../../shared/records/destination.ts";
import type { DestinationPlan } from "../../shared/records/destination-plan.ts";
import type { DestinationState } from "../../shared/records/destination-state.ts";
import { comesInTime, loopIn } from "./own-loop.ts";
import { busySinceMs } from "./pace.ts";

/** A service whose tasks are on their way for longer than this is left to events and the tick. */
const mostWaitingMs = 10 * 60_000;

/**
 * Of the state before and a plan: the state to record. Pure.
 *
 * @param about.waiting services with tasks on their way
 */
export const nextState = (
  before: DestinationState,
  planned: DestinationPlan<unknown>,
  about: { readonly waiting: readonly string[]; readonly destination: Destination; readonly context: NoticeContext },
  nowMs: number,
): DestinationState => {
  const version = before.version + 1;
  const told = planNotices(planned.findings, before.notices, about.context, nowMs);
  const waitingSinceMs = Object.fromEntries(
    about.waiting.map((service) => [service, before.waitingSinceMs[service] ?? nowMs]),
  );
  const lookAgainInSeconds = isWorthwhile(waitingSinceMs, nowMs) ? planned.lookAgainInSeconds : null;
  return {
    destination: before.destination,
    version,
    readStartedAtMs: nowMs,
    ...writtenAfter(before, planned, about.destination, nowMs),
    loop: nextLoop(before.loop, lookAgainInSeconds, String(version), nowMs),
    waitingSinceMs,
    notices: told.memory,
    outbox: [...before.outbox, ...told.notices],
    memory: planned.memory,
  };
};

/** Counted as written before it is, so that a crash in between keeps the distance. */
const writtenAfter = (
  before: DestinationState,
  { actions }: DestinationPlan<unknown>,
  destination: Destination,
  nowMs: number,
): Pick<DestinationState, "wroteAtMs" | "busySinceMs"> =>
  isWritten(destination) && actions.length > 0
    ? { wroteAtMs: nowMs, busySinceMs: busySinceMs(destination.kind, before, nowMs) }
    : { wroteAtMs: before.wroteAtMs, busySinceMs: before.busySinceMs ?? null };

/** Nobody is waited for by name: what is on its way is the destination's own. */
const isWorthwhile = (waitingSinceMs: Readonly<Record<string, number>>, nowMs: number): boolean => {
  const since = Object.values(waitingSinceMs);
  return since.length === 0 || since.some((sinceMs) => nowMs - sinceMs < mostWaitingMs);
};

const nextLoop = (
  under: DestinationState["loop"],
  inSeconds: number | null,
  token: string,
  nowMs: number,
): DestinationState["loop"] => {
  if (inSeconds === null) return null;
  return comesInTime(under, { nowMs, byMs: nowMs + inSeconds * 1000 }) ? under : loopIn(inSeconds, token, nowMs);
};
