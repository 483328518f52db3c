import type { PaceConfig } from "../../config/service-config.ts";
import { appended, type Change, type ServiceMemory, type TasksAt } from "../memory.ts";

/**
 * Adds an ask to the stabilization window.
 *
 * An ask is in force until the next one: reads may be minutes apart, and the time between them was not seen to be calm.
 * So `atMs` of an entry is when it was last in force. Keeps only what can still be the window's maximum (each entry
 * smaller than the one before), so the list stays short. Without a window too an ask stands for its own moment: a plan
 * that is made again then must come to the same answer.
 *
 * @returns oldest first, the new ask last
 */
export const rememberAsk = (
  asks: readonly TasksAt[],
  ask: TasksAt,
  stabilizationSeconds: number,
): readonly TasksAt[] => {
  const oldestMs = ask.atMs - stabilizationSeconds * 1000;
  const kept: TasksAt[] = [];
  for (const [index, entry] of asks.entries()) {
    const atMs = index === asks.length - 1 ? ask.atMs : entry.atMs;
    const isInForce = atMs > oldestMs || entry.atMs === ask.atMs;
    if (isInForce && entry.tasks > ask.tasks) kept.push({ atMs, tasks: entry.tasks });
  }
  return appended(kept, ask);
};

/**
 * Our own changes that a pace period can still see, oldest first.
 *
 * A write that was not taken, because AWS refused it or it was withheld, has used up no pace: the count still is what it
 * was before.
 */
export const recentChanges = (
  { changes, intended }: Pick<ServiceMemory, "changes" | "intended">,
  desired: number,
  pace: PaceConfig,
  nowMs: number,
): readonly Change[] => {
  const periodMs = Math.max(pace.upPeriodSeconds, pace.downPeriodSeconds) * 1000;
  const lost = intended !== null && intended.from !== intended.to && intended.from === desired ? intended.atMs : null;
  return changes.filter((change) => nowMs - change.atMs < periodMs && change.atMs !== lost);
};

/**
 * How far the desired count may go now.
 *
 * In: not below the highest ask of the stabilization window, nor more than downPercent per downPeriod. Out: not more
 * than upPercent per upPeriod. Both percents are of the count at the period's start, both changes of it counted, and
 * both allow at least one task (up rounds up, down rounds down, as Kubernetes does).
 *
 * @param askTasks what is wanted now
 * @param asks the window, the present ask included
 * @returns whole tasks between desired and askTasks
 * @throws never
 * @see Kubernetes HorizontalPodAutoscaler, spec.behavior (the window is computed as there: both directions count)
 */
export const paced = (
  askTasks: number,
  desired: number,
  asks: readonly TasksAt[],
  changes: readonly Change[],
  pace: PaceConfig,
  nowMs: number,
): number => {
  if (askTasks > desired) {
    const start = countAtStart(desired, changes, pace.upPeriodSeconds, nowMs);
    const most = start + Math.max(1, Math.ceil((start * pace.upPercent) / 100));
    return Math.max(desired, Math.min(askTasks, most));
  }
  const stable = asks.reduce((most, entry) => Math.max(most, entry.tasks), askTasks);
  if (stable >= desired) return desired;
  const start = countAtStart(desired, changes, pace.downPeriodSeconds, nowMs);
  const least = start - Math.max(1, Math.floor((start * pace.downPercent) / 100));
  return Math.min(desired, Math.max(stable, least));
};

const countAtStart = (desired: number, changes: readonly Change[], periodSeconds: number, nowMs: number): number => {
  let count = desired;
  for (const change of changes) if (nowMs - change.atMs < periodSeconds * 1000) count -= change.to - change.from;
  return count;
};
