import type { BoundMemory } from "../memory.ts";

/** A budget is looked at again well within this time; an older word about it is no word. */
const scarceSeconds = 300;

/** @returns the spell in which the database binds; `null` when it has not for a while */
export const rememberBound = (before: BoundMemory | null, binds: boolean, nowMs: number): BoundMemory | null => {
  const standing = before !== null && nowMs - before.lastMs < scarceSeconds * 1000 ? before : null;
  return binds ? { sinceMs: standing?.sinceMs ?? nowMs, lastMs: nowMs } : standing;
};

/**
 * Is what a comfortable service doesn't need wanted elsewhere?
 *
 * Known from an earlier plan only, never from this one: release and grant are two steps, and a plan that is made again
 * at the same moment must come to the same answer.
 */
export const isScarce = (bound: BoundMemory | null, nowMs: number): boolean =>
  bound !== null && bound.sinceMs < nowMs && nowMs - bound.lastMs < scarceSeconds * 1000;
