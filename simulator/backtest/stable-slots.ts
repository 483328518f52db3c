import type { Reading } from "./history.ts";

/** A count moves by less than this within a slot that counts as steady: averages are not whole. */
const steadyTasks = 0.5;

/** A count that is the same on both sides of so short a gap has not changed in it. */
const shortGapSlots = 3;

/**
 * The slots in which a task count has been the same for a while and stays the same in the next slot, so that no task
 * boots, drains, or stops halfway through it.
 *
 * @param settleSeconds how long ago the last change must be
 * @returns one flag per slot; a slot with an unknown count is not steady, nor is one after a long gap
 */
export function stableSlots(tasks: readonly Reading[], slotSeconds: number, settleSeconds: number): readonly boolean[] {
  const before = Math.max(1, Math.ceil(settleSeconds / slotSeconds));
  const bridged = bridgeShortGaps(tasks);
  const flags = new Array<boolean>(tasks.length).fill(false);
  let steadySince = 0;
  for (let slot = 0; slot < tasks.length; slot += 1) {
    const here = bridged[slot] ?? null;
    const last = slot === 0 ? here : (bridged[slot - 1] ?? null);
    if (here === null) steadySince = slot + 1;
    else if (last === null || Math.abs(here - last) >= steadyTasks) steadySince = slot;
    const next = slot + 1 < tasks.length ? (bridged[slot + 1] ?? null) : here;
    const isSteadyAfter = here !== null && next !== null && Math.abs(next - here) < steadyTasks;
    // What lies before the recording is taken to be as its first slot.
    const isSettled = steadySince === 0 ? slot >= 1 : slot - steadySince >= before;
    flags[slot] = (tasks[slot] ?? null) !== null && isSteadyAfter && isSettled;
  }
  return flags;
}

function bridgeShortGaps(tasks: readonly Reading[]): readonly Reading[] {
  const bridged = [...tasks];
  let before = -1;
  for (let slot = 0; slot < tasks.length; slot += 1) {
    const here = tasks[slot] ?? null;
    if (here === null) continue;
    const isShort = before >= 0 && slot - before - 1 <= shortGapSlots;
    if (isShort && Math.abs(here - (tasks[before] as number)) < steadyTasks) bridged.fill(here, before + 1, slot);
    before = slot;
  }
  return bridged;
}
