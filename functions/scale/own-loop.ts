import type { WakeUp } from "../../shared/events/wake-up.ts";
import type { DomainState, LoopMessage } from "../../shared/state/domain-state.ts";

/**
 * A message that is under way can't be taken back, so a domain that is calm for minutes goes there in steps of this: what a
 * burst makes superfluous is gone a minute later.
 */
const mostStepMs = 60_000;

/**
 * The domain's delayed wake-up for a read at `nextReadAtMs`.
 *
 * One that is under way already and comes no later is left to come: it is sent on when it does. A message per read would
 * leave hundreds of dead ones in `events` after a burst.
 *
 * @param token of a new one, if one is sent
 */
export const loopMessageFor = (
  { loopMessage = null }: Pick<DomainState, "loopMessage">,
  { nowMs, nextReadAtMs, token }: { readonly nowMs: number; readonly nextReadAtMs: number; readonly token: string },
): LoopMessage =>
  isUnderWay(loopMessage, nowMs) && loopMessage.dueAtMs <= nextReadAtMs
    ? loopMessage
    : newLoopMessage(token, nextReadAtMs, nowMs);

/** For a read at `nextReadAtMs`, or on the way there. */
export const newLoopMessage = (token: string, nextReadAtMs: number, nowMs: number): LoopMessage => ({
  token,
  dueAtMs: Math.min(nextReadAtMs, nowMs + mostStepMs),
});

/** What is still to come of a message when the domain is not hot any more: it is dropped then, or of use again. */
export const messageUnderWay = (
  { loopMessage = null }: Pick<DomainState, "loopMessage">,
  nowMs: number,
): LoopMessage | null => (isUnderWay(loopMessage, nowMs) ? loopMessage : null);

/** The loop's own message has come, and the domain is to be read later than it. */
export const comesEarly = (wakeUp: WakeUp, { nextReadAtMs }: Pick<DomainState, "nextReadAtMs">, nowMs: number) =>
  wakeUp.loopToken !== null && nextReadAtMs - nowMs >= leastEarlyMs;

/** Of a clock that is a little behind: it is not worth another message. */
const leastEarlyMs = 1_000;

const isUnderWay = (message: LoopMessage | null, nowMs: number): message is LoopMessage =>
  message !== null && message.dueAtMs > nowMs;

export const hotWakeUp = ({ domain, correlationId }: WakeUp, { token }: LoopMessage): WakeUp => ({
  kind: "wake-up",
  version: 1,
  domain,
  causes: ["hot-loop"],
  correlationId,
  attempt: 0,
  loopToken: token,
});
