import { type Refusal, refuseWith } from "../refusal.ts";
import { type Change, report, type Step } from "../step.ts";
import { describeLetter } from "./dead-letter.ts";
import { describeGroup, groupLetters, type LetterGroup } from "./letter-groups.ts";
import type { RedriveAction, RedriveParams, RedriveReading, RedriveState } from "./redrive-run.ts";
import { redriveRefusals } from "./refusals.ts";

/** A move of some thousand messages takes minutes; SQS goes on for 36 hours if it has to. */
const watchSeconds = 1800;
export const lookSeconds = 10;

/** Refuses, or asks SQS to move everything. Pure. */
export const planRedrive = (
  params: RedriveParams,
  { queue, moves, letters }: RedriveReading,
  nowMs: number,
): Step<RedriveState, RedriveAction> => {
  const groups = groupLetters(letters.map((letter) => describeLetter(letter, nowMs)));
  const unseen = Math.max(0, queue.approximateMessages - letters.length);
  if (letters.length === 0 && unseen === 0)
    return { kind: "done", report: report(`The dead-letter queue of ${params.queue} is empty.`, { messages: 0 }) };
  const destinationArn = destinationOf(queue);
  const refusal =
    refuseSource(params, queue, destinationArn) ??
    refuseMoving(params, moves) ??
    (params.all === true ? null : (refuseUnreadable(params, groups) ?? refuseUnseen(params, unseen, letters.length)));
  if (refusal !== null) return { kind: "refused", refusal };
  const afterMs = moves[0]?.startedAtMs ?? 0;
  const unseenChange: Change = {
    about: `${params.queue}: dead letters`,
    what: "not seen by this look, reasons unknown",
    from: unseen,
    to: 0,
  };
  return {
    kind: "act",
    state: {
      sourceArn: queue.arn,
      destinationArn: destinationArn!,
      afterMs,
      letters: letters.length,
      givesUpAtMs: nowMs + watchSeconds * 1000,
    },
    changes: [
      ...groups.map((group) => ({
        about: `${params.queue}: dead letters`,
        what: describeGroup(group),
        from: group.agesSeconds.length,
        to: 0,
      })),
      ...(unseen === 0 ? [] : [unseenChange]),
    ],
    actions: [{ kind: "move", sourceArn: queue.arn, destinationArn: destinationArn!, afterMs }],
    next: { inSeconds: lookSeconds },
    report: null,
  };
};

/** The one queue whose messages come here. */
const destinationOf = ({ sourceArns }: RedriveReading["queue"]): string | null =>
  sourceArns.length === 1 ? sourceArns[0]! : null;

const refuseSource = (
  { queue: name }: RedriveParams,
  { sourceArns, allowedArns }: RedriveReading["queue"],
  destinationArn: string | null,
): Refusal | null => {
  if (destinationArn === null)
    return refuseWith(redriveRefusals, "not-its-source", `${sourceArns.length} queues send their dead letters there`, {
      sourceQueues: sourceArns.length,
    });
  if (allowedArns === null || allowedArns.includes(destinationArn)) return null;
  const message = `RedriveAllowPolicy of the dead-letter queue of ${name} doesn't name ${destinationArn}`;
  return refuseWith(redriveRefusals, "not-its-source", message, { allowedQueues: allowedArns.length });
};

const refuseMoving = ({ queue: name }: RedriveParams, moves: RedriveReading["moves"]): Refusal | null => {
  const running = moves.find(({ status }) => status === "RUNNING" || status === "CANCELLING");
  if (running === undefined) return null;
  const since = new Date(running.startedAtMs).toISOString();
  const message = `a move out of the dead letters of ${name} runs since ${since}, ${running.movedMessages} moved`;
  return refuseWith(redriveRefusals, "move-under-way", message, { movedMessages: running.movedMessages });
};

const refuseUnreadable = ({ queue: name }: RedriveParams, groups: readonly LetterGroup[]): Refusal | null => {
  const unreadable = groups.filter(({ why }) => why === "unparsable");
  const unreadableMessages = countOf(unreadable);
  if (unreadableMessages === 0) return null;
  const seenMessages = countOf(groups);
  const shown = unreadable.map((group) => `${group.agesSeconds.length} x ${describeGroup(group)}`).join("; ");
  const message = `${unreadableMessages} of ${seenMessages} dead letters of ${name} could not be read: ${shown}`;
  return refuseWith(redriveRefusals, "unreadable-letters", message, { unreadableMessages, seenMessages }, "params.all");
};

/** Only `events` takes what other people's rules send, and only its reader puts letters away as unreadable. */
const refuseUnseen = ({ queue: name }: RedriveParams, unseen: number, seenMessages: number): Refusal | null => {
  if (unseen === 0 || name !== "events") return null;
  const message = `${seenMessages} of about ${seenMessages + unseen} dead letters of ${name} were seen`;
  return refuseWith(
    redriveRefusals,
    "letters-not-seen",
    message,
    { seenMessages, unseenMessages: unseen },
    "params.all",
  );
};

const countOf = (groups: readonly LetterGroup[]): number =>
  groups.reduce((sum, { agesSeconds }) => sum + agesSeconds.length, 0);
