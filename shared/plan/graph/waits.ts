import { remembered } from "../memory.ts";
import type { GraphMemory, WaitMemory } from "./graph-memory.ts";

/** After so many start times without one more healthy task nobody waits for a callee any longer. */
const startTimesToWait = 3;

/** Has the callee been waited for in vain? Ends with the first healthy task more. */
export const isOverdue = (
  before: GraphMemory,
  callee: string,
  healthyTasks: number,
  startSeconds: number,
  nowMs: number,
): boolean => {
  const wait = standingWait(before, callee, nowMs);
  if (wait === null || healthyTasks > wait.healthyTasks) return false;
  return nowMs - wait.sinceMs >= startTimesToWait * startSeconds * 1000;
};

const standingWait = ({ waits }: GraphMemory, callee: string, nowMs: number): WaitMemory | null => {
  const wait = remembered(waits, callee);
  return wait === null || (wait.endedAtMs ?? nowMs) < nowMs ? null : wait;
};

/** A callee that somebody waits for now. */
export type WaitedFor = { readonly callee: string; readonly healthyTasks: number; readonly isRehearsed: boolean };

/**
 * Since when each callee is waited for.
 *
 * Counted anew with each healthy task more than there were: it does become ready, only not all at once. In a rehearsal
 * nothing was written that could become healthy, so nobody is late.
 */
export const rememberWaits = (
  before: GraphMemory,
  waitedFor: readonly WaitedFor[],
  nowMs: number,
): GraphMemory["waits"] => {
  const waits: Record<string, WaitMemory> = {};
  for (const callee of Object.keys(before.waits)) {
    const wait = standingWait(before, callee, nowMs);
    if (wait !== null) waits[callee] = { ...wait, endedAtMs: nowMs };
  }
  for (const { callee, healthyTasks, isRehearsed } of waitedFor) {
    const wait = standingWait(before, callee, nowMs);
    const goesOn = wait !== null && healthyTasks <= wait.healthyTasks && !isRehearsed;
    waits[callee] = goesOn
      ? { sinceMs: wait.sinceMs, healthyTasks: wait.healthyTasks }
      : { sinceMs: nowMs, healthyTasks };
  }
  return waits;
};
