import type { Reading } from "./history.ts";

/** A count that rises once, from one plateau to another. */
export type Rise = {
  /** The first slot of the change; averages over a slot may take two for it. */
  readonly slot: number;
  readonly from: number;
  readonly to: number;
};

const slotsBefore = 3;
const sameCount = 1e-6;

/** @param after slots for which the new plateau holds, at least */
export function countRises(counts: readonly Reading[], after: number): readonly Rise[] {
  const rises: Rise[] = [];
  for (let slot = slotsBefore; slot + after <= counts.length; slot += 1) {
    const from = counts[slot - 1] ?? counts[slot - 2] ?? null;
    const here = counts[slot] ?? null;
    const to = counts[slot + 1] ?? counts[slot + 2] ?? null;
    if (from === null || here === null || to === null || to - from < 0.5) continue;
    if (here - from < sameCount || here - to > sameCount) continue;
    if (isFlat(counts, slot - slotsBefore, slot, from) && isFlat(counts, slot + 1, slot + after, to))
      rises.push({ slot, from, to });
  }
  return rises;
}

/** An unknown count breaks no plateau. */
function isFlat(counts: readonly Reading[], first: number, end: number, level: number): boolean {
  for (let slot = first; slot < end; slot += 1) {
    const count = counts[slot] ?? null;
    if (count !== null && Math.abs(count - level) > sameCount) return false;
  }
  return true;
}
