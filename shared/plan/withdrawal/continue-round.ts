import type { FrontReading } from "../readings/front-reading.ts";
import { type AbsentSince, absentSince } from "./absent-since.ts";
import { beginEnding, endUnread } from "./end-round.ts";
import { isProtectedFor, planProtection, protectionMinutes } from "./protection.ts";
import { type RoundInput, type Sides, shrinks, sidesOf, standingTasks, unshrunkTasks } from "./round.ts";
import type { WithdrawalDecision, WithdrawalNote } from "./withdrawal-decision.ts";
import type { Withdrawing } from "./withdrawal-memory.ts";

/** While a round runs nothing tells that a destination has confirmed, so the domain is looked at. */
const mostLookSeconds = 20;
const stuckSeconds = 900;
/** For the time between the write and ECS's choice; long, because ECS may be busy. */
const protectedForSeconds = 120;
/** After this long a count that was lowered is not waited for any more. */
const settleSeconds = 300;
/** Well before what `records` was told expires there, and several of the longest times between two looks. */
const mostGapSeconds = 900;

export const isStuckSince = (sinceMs: number, nowMs: number): boolean => nowMs - sinceMs >= stuckSeconds * 1000;

/**
 * Victims are on their way out. The count is lowered once nobody can still be holding the address of one of them and all
 * other tasks are protected, both as it was read; so ECS has no one else to stop.
 *
 * Never by more than the victims that are still there and what is missing anyway. What the target does meanwhile changes
 * only how many of them go, never who: a round is finished or ended, and the next one chooses anew.
 */
export const continueRound = (input: RoundInput, before: Withdrawing): WithdrawalDecision => {
  const { counts, front, nowMs, fronts, waitSeconds } = input;
  const { round, isTakenUp } = takenUp(before, nowMs);
  // What this plan writes is counted on once it was read back, at another look.
  const isNewLook = round.lookedAtMs !== nowMs;
  const tasks = front?.tasks ?? notRead;
  if (tasks.kind === "unknown") {
    // Who is needed again comes back at once; what is protected can be looked up later.
    const comesBack = !shrinks(input) && round.committedAtMs === null && isNewLook;
    return comesBack ? endUnread(input, round) : waiting(input, { ...round, lookedAtMs: nowMs }, null, tasks.detail);
  }
  const standing = standingTasks(tasks.value);
  const sides = sidesOf(standing, round, counts, nowMs);
  const { leaving, staying, existingTasks } = sides;
  const isSettling = isBeingLowered(input, round, sides);
  const toTasks = Math.max(input.targetTasks ?? counts.desired, existingTasks - leaving.length);
  const isOver = !shrinks(input) || (leaving.length === 0 && toTasks >= counts.desired);
  if (isOver && !isSettling && isNewLook) return beginEnding(input, round, standing);

  const minutes = protectionMinutes(waitSeconds);
  const { protect, asked } = planProtection(staying, round.asked, minutes, nowMs);
  const absent = absenceOf(round, leaving, fronts, front, nowMs);
  const victims = round.victims.filter((taskId) => !staying.some((task) => task.taskId === taskId));
  const next: Withdrawing = { ...round, lookedAtMs: nowMs, victims, asked, seenAbsentMs: absent.seenAbsentMs };
  const actions: WithdrawalDecision["actions"] =
    protect.length === 0 ? [] : [{ kind: "protect-tasks", service: input.service, taskIds: protect, minutes }];
  const exposed = staying.filter((task) => !isProtectedFor(task, protectedForSeconds, nowMs));
  const readyAtMs = absent.sinceMs === null ? null : absent.sinceMs + (leaving.length === 0 ? 0 : waitSeconds * 1000);
  const isReady = existingTasks <= counts.desired && !counts.rebalancing && exposed.length === 0;
  const isNews = isTakenUp || victims.length < round.victims.length;
  if (isReady && isNewLook && shrinks(input) && readyAtMs !== null && nowMs >= readyAtMs) {
    return {
      countTasks: toTasks,
      actions,
      memory: { ...next, committedAtMs: nowMs },
      told: victims,
      isNews,
      note: null,
      lookAgainInSeconds: mostLookSeconds,
    };
  }
  const missing = [
    ...absent.missing.map((destination) => `not confirmed by ${destination}`),
    ...(absent.detail === null ? [] : [absent.detail]),
    ...(exposed.length === 0 ? [] : [`${exposed.length} of ${staying.length} tasks that stay are not protected`]),
    ...(existingTasks > counts.desired ? ["more tasks exist than are asked for"] : []),
  ];
  return { ...waiting(input, next, readyAtMs, isSettling ? "" : missing.join("; ")), actions, isNews };
};

/**
 * Where nobody has looked for long, the destinations may have forgotten that anybody is withdrawn and publish them again:
 * the same victims are told anew, and no word from before that counts.
 */
const takenUp = (round: Withdrawing, nowMs: number): { readonly round: Withdrawing; readonly isTakenUp: boolean } =>
  round.lookedAtMs === null || nowMs - round.lookedAtMs < mostGapSeconds * 1000
    ? { round, isTakenUp: false }
    : { round: { ...round, sinceMs: nowMs, seenAbsentMs: {} }, isTakenUp: true };

const notRead = { kind: "unknown", because: "no-data", detail: "the tasks were not read" } as const;

/** We have lowered the count and ECS has not stopped all of them yet: protection must not go before. */
const isBeingLowered = ({ counts, nowMs }: RoundInput, { committedAtMs }: Withdrawing, sides: Sides): boolean =>
  committedAtMs !== null &&
  nowMs - committedAtMs < settleSeconds * 1000 &&
  sides.existingTasks > counts.desired &&
  (sides.leaving.length > 0 || counts.deployment.kind === "none");

const absenceOf = (
  round: Withdrawing,
  leaving: Sides["leaving"],
  fronts: readonly string[],
  front: FrontReading | null,
  nowMs: number,
): AbsentSince & { readonly detail: string | null } => {
  const absences = front?.absences ?? notRead;
  if (absences.kind === "unknown" && leaving.length > 0)
    return { sinceMs: null, missing: [], seenAbsentMs: round.seenAbsentMs, detail: absences.detail };
  const victims = leaving.map(({ taskId }) => taskId);
  const words = absences.kind === "unknown" ? [] : absences.value;
  return { ...absentSince(round, victims, fronts, words, nowMs), detail: null };
};

const waiting = (
  input: RoundInput,
  round: Withdrawing,
  readyAtMs: number | null,
  missing: string,
): WithdrawalDecision => {
  const { nowMs, waitSeconds, ttlSeconds } = input;
  const secondsLeft = readyAtMs === null ? waitSeconds : Math.max(0, Math.ceil((readyAtMs - nowMs) / 1000));
  const numbers = { tasks: round.victims.length, ttlSeconds, secondsLeft };
  const isStuck = missing !== "" && isStuckSince(round.sinceMs, nowMs);
  const note: WithdrawalNote = isStuck
    ? { code: "withdrawal-stuck", detail: missing, numbers }
    : { code: "withdrawing", detail: "", numbers };
  return {
    countTasks: unshrunkTasks(input),
    actions: [],
    memory: round,
    told: round.victims,
    isNews: false,
    note,
    lookAgainInSeconds: isStuck ? null : secondsLeft === 0 ? mostLookSeconds : Math.min(mostLookSeconds, secondsLeft),
  };
};
