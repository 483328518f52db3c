import { recordOf, remembered } from "../memory.ts";
import type { TaskStanding } from "../readings/front-reading.ts";
import type { AskedProtection, AskedProtections } from "./withdrawal-memory.ts";

/** ECS takes 1 to 2,880 minutes. @see AWS ECS API reference, UpdateTaskProtection */
const mostMinutes = 2880;
/**
 * Beyond the wait itself, for destinations that are slow to confirm. No round number, so that an end that an application
 * has set for itself is hardly ever taken for ours.
 */
const spareMinutes = 31;
const renewSeconds = 600;
/** What was refused is asked for again, but not at every look. */
const askAgainSeconds = 60;
/** ECS counts from when the call arrives, which is after the plan: by as much as a read and the writes before it take. */
const mostLaterMs = 90_000;
const mostEarlierMs = 15_000;

/** For how long the tasks that stay are protected. @returns whole minutes, 32..2880 */
export const protectionMinutes = (waitSeconds: number): number =>
  Math.min(mostMinutes, Math.ceil(waitSeconds / 60) + spareMinutes);

export const isProtected = ({ protectedUntilMs }: TaskStanding, nowMs: number): boolean =>
  protectedUntilMs !== null && protectedUntilMs > nowMs;

/** Protected for a while yet, by whomever. */
export const isProtectedFor = ({ protectedUntilMs }: TaskStanding, seconds: number, nowMs: number): boolean =>
  protectedUntilMs !== null && protectedUntilMs - nowMs >= seconds * 1000;

/**
 * Is the task's protection the one that we asked for? An end that we did not set is somebody else's: an application
 * protects its own task while it works, and that is never lifted nor moved.
 */
export const isOurs = ({ taskId, protectedUntilMs }: TaskStanding, asked: AskedProtections): boolean => {
  const own = remembered(asked, taskId);
  if (own === null || protectedUntilMs === null) return false;
  return [own.untilMs, own.beforeMs].some(
    (untilMs) =>
      untilMs !== null && protectedUntilMs >= untilMs - mostEarlierMs && protectedUntilMs <= untilMs + mostLaterMs,
  );
};

/** Until when any of them may last. */
export const lastEndMs = (asked: AskedProtections): number =>
  Math.max(0, ...Object.values(asked).map(({ untilMs }) => untilMs + mostLaterMs));

/**
 * Whom to protect now: who is not protected, and ours before they run out.
 *
 * @param staying tasks that are to survive the scale-in
 * @returns task ids in the tasks' order, and what to remember of them
 */
export const planProtection = (
  staying: readonly TaskStanding[],
  asked: AskedProtections,
  minutes: number,
  nowMs: number,
): { readonly protect: readonly string[]; readonly asked: AskedProtections } => {
  const protect: string[] = [];
  const entries: { readonly taskId: string; readonly own: AskedProtection }[] = [];
  for (const task of staying) {
    const own = remembered(asked, task.taskId);
    const ours = isOurs(task, asked);
    const isNeeded = !isProtected(task, nowMs) || (ours && !isProtectedFor(task, renewSeconds, nowMs));
    if (isNeeded && (own === null || nowMs - own.askedAtMs >= askAgainSeconds * 1000)) {
      protect.push(task.taskId);
      const beforeMs = ours ? task.protectedUntilMs : null;
      entries.push({
        taskId: task.taskId,
        own: { askedAtMs: nowMs, untilMs: nowMs + minutes * 60_000, beforeMs },
      });
    } else if (own !== null) entries.push({ taskId: task.taskId, own });
  }
  return {
    protect,
    asked: recordOf(
      entries,
      ({ taskId }) => taskId,
      ({ own }) => own,
    ),
  };
};
