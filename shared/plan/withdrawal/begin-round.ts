import { chooseVictims } from "./choose-victims.ts";
import { continueRound, isStuckSince } from "./continue-round.ts";
import { isProtected } from "./protection.ts";
import { type RoundInput, shrinks, standingTasks, unshrunkTasks } from "./round.ts";
import type { WithdrawalDecision, WithdrawalNote } from "./withdrawal-decision.ts";

/** The tasks are read from the next look on. */
const firstLookSeconds = 20;

/**
 * Nothing is under way. Where fewer tasks are wanted the victims are chosen, once the tasks were looked at one by one.
 *
 * Only from a settled state: while more tasks exist than are asked for, ECS is stopping some of them by its own choice.
 */
export const beginRound = (input: RoundInput): WithdrawalDecision => {
  const { counts, front, before, nowMs, ttlSeconds, waitSeconds } = input;
  const idle = { countTasks: unshrunkTasks(input), actions: [], told: null, isNews: false } as const;
  if (!shrinks(input)) return { ...idle, memory: null, note: null, lookAgainInSeconds: null };
  const sinceMs = before?.kind === "looking" ? before.sinceMs : nowMs;
  const looking = (detail: string, lookAgainInSeconds: number | null): WithdrawalDecision => {
    const numbers = { tasks: counts.desired - input.targetTasks!, ttlSeconds, secondsLeft: waitSeconds };
    const note: WithdrawalNote = isStuckSince(sinceMs, nowMs)
      ? { code: "withdrawal-stuck", detail, numbers }
      : { code: "withdrawing", detail: "", numbers };
    return { ...idle, memory: { kind: "looking", sinceMs }, note, lookAgainInSeconds };
  };
  if (front === null) return looking("the tasks were not read", firstLookSeconds);
  if (front.tasks.kind === "unknown") return looking(front.tasks.detail, null);
  const standing = standingTasks(front.tasks.value);
  const existingTasks = Math.max(standing.length, counts.running + counts.pending);
  if (existingTasks > counts.desired) return looking("more tasks exist than are asked for", null);
  if (counts.rebalancing) return looking("ECS moves tasks between availability zones", null);
  const surplus = Math.max(0, standing.length - input.targetTasks!);
  const victims = chooseVictims(standing, surplus, nowMs);
  if (Math.max(input.targetTasks!, existingTasks - victims.length) >= counts.desired) {
    const protectedTasks = standing.filter((task) => isProtected(task, nowMs)).length;
    return looking(`${protectedTasks} of ${standing.length} tasks are protected by somebody else`, null);
  }
  const none = { lookedAtMs: null, committedAtMs: null, asked: {}, seenAbsentMs: {} } as const;
  const round = { kind: "withdrawing", sinceMs: nowMs, victims, ...none } as const;
  return { ...continueRound(input, round), isNews: victims.length > 0 };
};
