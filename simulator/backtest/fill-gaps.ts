import type { Reading } from "./history.ts";

/**
 * A gapless series for the world, which must be told something in every second: a straight line over each gap, the nearest
 * reading at the ends. What is filled is played, but never compared with anything.
 *
 * @returns zeros where nothing is known at all
 */
export function fillGaps(readings: readonly Reading[]): number[] {
  const filled = new Array<number>(readings.length).fill(0);
  let before = -1;
  for (let slot = 0; slot <= readings.length; slot += 1) {
    const reading = slot < readings.length ? (readings[slot] ?? null) : null;
    if (slot < readings.length && reading === null) continue;
    const from = before >= 0 ? (readings[before] as number) : (reading ?? 0);
    const to = reading ?? from;
    for (let gap = before + 1; gap < slot; gap += 1) {
      filled[gap] = before < 0 ? to : from + ((to - from) * (gap - before)) / (slot - before);
    }
    if (reading !== null) filled[slot] = reading;
    before = slot;
  }
  return filled;
}

/** The same for counts: the last one known goes on; whole. */
export function holdCounts(readings: readonly Reading[]): number[] {
  let last = Math.round(readings.find((reading) => reading !== null) ?? 0);
  return readings.map((reading) => {
    if (reading !== null) last = Math.round(reading);
    return last;
  });
}
