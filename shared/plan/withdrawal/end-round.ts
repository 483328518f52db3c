import { recordOf } from "../memory.ts";
import type { TaskStanding } from "../readings/front-reading.ts";
import { isOurs, lastEndMs } from "./protection.ts";
import { type RoundInput, standingTasks, unshrunkTasks } from "./round.ts";
import type { WithdrawalDecision } from "./withdrawal-decision.ts";
import type { AskedProtections, WithdrawalMemory, Withdrawing } from "./withdrawal-memory.ts";

/** Until what was lifted is read back. */
const lookSeconds = 20;
const liftAgainSeconds = 60;

type Ending = Extract<WithdrawalMemory, { kind: "ending" }>;

/** The round is over, done or not: what we protected is given back, and the destinations publish who is there. */
export const beginEnding = (
  input: RoundInput,
  round: Withdrawing,
  standing: readonly TaskStanding[],
): WithdrawalDecision => {
  const { nowMs } = input;
  const lifted = oursAmong(standing, round.asked);
  const asked = keptOf(round.asked, lifted);
  return {
    ...ended(input, { kind: "ending", sinceMs: nowMs, asked, liftedAtMs: nowMs }, lifted),
    isNews: round.victims.length > 0,
  };
};

/** The same while the tasks can't be read: the destinations are told, and what we protected is looked up later. */
export const endUnread = (input: RoundInput, { asked, victims }: Withdrawing): WithdrawalDecision => ({
  ...ended(input, { kind: "ending", sinceMs: input.nowMs, asked, liftedAtMs: 0 }, []),
  isNews: victims.length > 0,
});

/**
 * Until nothing of ours is protected any more, as it was read or because its time is over.
 *
 * The destinations are told in each of at least two plans, so that one lost post leaves nobody withdrawn.
 */
export const continueEnding = (input: RoundInput, before: Ending): WithdrawalDecision => {
  const { front, nowMs } = input;
  // What is lifted now is counted on when it was read back at another look.
  if (before.sinceMs === nowMs || before.liftedAtMs === nowMs) return ended(input, before, []);
  const isOver = nowMs > lastEndMs(before.asked);
  if (front === null || front.tasks.kind === "unknown") return ended(input, isOver ? null : before, []);
  const left = oursAmong(standingTasks(front.tasks.value), before.asked);
  if (left.length === 0 || isOver) return ended(input, null, []);
  const isDue = nowMs - before.liftedAtMs >= liftAgainSeconds * 1000;
  const asked = keptOf(before.asked, left);
  return ended(input, { ...before, asked, liftedAtMs: isDue ? nowMs : before.liftedAtMs }, isDue ? left : []);
};

const ended = (input: RoundInput, memory: Ending | null, lifted: readonly string[]): WithdrawalDecision => ({
  countTasks: unshrunkTasks(input),
  actions: lifted.length === 0 ? [] : [{ kind: "unprotect-tasks", service: input.service, taskIds: lifted }],
  memory,
  told: [],
  isNews: false,
  note: null,
  lookAgainInSeconds: memory === null ? null : lookSeconds,
});

const oursAmong = (standing: readonly TaskStanding[], asked: AskedProtections): readonly string[] =>
  standing.filter((task) => isOurs(task, asked)).map(({ taskId }) => taskId);

const keptOf = (asked: AskedProtections, taskIds: readonly string[]): AskedProtections =>
  recordOf(
    taskIds,
    (taskId) => taskId,
    (taskId) => asked[taskId]!,
  );
