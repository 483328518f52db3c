import type { MessageMove } from "../../aws/message-moves.ts";
import { refuseWith } from "../refusal.ts";
import { report, type Step } from "../step.ts";
import { lookSeconds } from "./plan-redrive.ts";
import type { RedriveAction, RedriveReading, RedriveState } from "./redrive-run.ts";
import { redriveRefusals } from "./refusals.ts";

type RedriveStep = Step<RedriveState, RedriveAction>;

/** Until SQS says that it is over, or for half an hour. Pure. */
export const watchMove = (state: RedriveState, { queue, moves }: RedriveReading, nowMs: number): RedriveStep => {
  const move = ownMove(state, moves);
  if (move === null || isMoving(move)) {
    const says = move === null ? "SQS doesn't list the move yet" : progressOf(move);
    if (nowMs < state.givesUpAtMs) return { kind: "wait", state, inSeconds: lookSeconds, says };
    return { kind: "done", report: ending(`${says}; SQS goes on by itself`, move, queue.approximateMessages) };
  }
  if (move.status === "COMPLETED")
    return { kind: "done", report: ending(progressOf(move), move, queue.approximateMessages) };
  const message = `SQS says ${move.status} after ${move.movedMessages} messages: ${move.failureReason ?? "no reason"}`;
  const numbers = { movedMessages: move.movedMessages, leftMessages: queue.approximateMessages };
  return { kind: "refused", refusal: refuseWith(redriveRefusals, "move-failed", message, numbers) };
};

/** An abort stops the move; what was moved stays moved. Pure. */
export const watchAbortedMove = (
  state: RedriveState | null,
  { queue, moves }: RedriveReading,
  nowMs: number,
): RedriveStep => {
  const move = state === null ? null : ownMove(state, moves);
  if (state === null || move === null || !isMoving(move) || nowMs >= state.givesUpAtMs) {
    const says = move === null ? "nothing was moved" : progressOf(move);
    return { kind: "done", report: ending(says, move, queue.approximateMessages) };
  }
  if (move.handle === null) return { kind: "wait", state, inSeconds: lookSeconds, says: progressOf(move) };
  return {
    kind: "act",
    state,
    changes: [],
    actions: [{ kind: "cancel", sourceArn: queue.arn, handle: move.handle }],
    next: { inSeconds: lookSeconds },
    report: null,
  };
};

/** SQS does one move of a queue at a time, so the first after the ones that were known is ours. */
const ownMove = ({ afterMs }: RedriveState, moves: readonly MessageMove[]): MessageMove | null =>
  moves.filter(({ startedAtMs }) => startedAtMs > afterMs).at(-1) ?? null;

const isMoving = ({ status }: MessageMove): boolean => status === "RUNNING" || status === "CANCELLING";

const progressOf = ({ status, movedMessages, toMoveMessages }: MessageMove): string =>
  `${status}: about ${movedMessages} of ${toMoveMessages ?? "?"} messages moved`;

const ending = (says: string, move: MessageMove | null, leftMessages: number) =>
  report(`${says}; about ${leftMessages} left.`, {
    status: move?.status ?? null,
    movedMessages: move?.movedMessages ?? 0,
    toMoveMessages: move?.toMoveMessages ?? null,
    leftMessages,
  });
