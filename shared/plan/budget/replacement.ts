/** How much of the room for a replaced task is kept, and what that leaves. */
export type Replacement = {
  /** Kept free of tasks, 0..needed. */
  readonly keptConnections: number;
  readonly budgetConnections: number;
  readonly freeMilliConnections: number;
  /** What would be free with all of it kept; may be negative. */
  readonly freeMilliBesideReplacement: number;
};

/**
 * Keeps room for one replaced task, lends it, or keeps what is left of it.
 *
 * Tasks that stand in that room when it is no longer lent are not past the budget: nothing is free then, and what they
 * give back is kept first.
 *
 * @param neededConnections what one replaced task of the largest pool needs beyond the margin, >= 0
 * @param committedMilliConnections what exists may hold, in thousandths
 * @param isLent growth may have it now
 * @param budgetWith whole connections for tasks where so much is kept; never more where more is kept
 * @throws never
 * @see docs/adr/0021-the-reserve-is-lent.md
 */
export const keepReplacement = (
  neededConnections: number,
  committedMilliConnections: number,
  isLent: boolean,
  budgetWith: (keptConnections: number) => number,
): Replacement => {
  const free = (budgetConnections: number): number => budgetConnections * 1000 - committedMilliConnections;
  const besideIt = budgetWith(neededConnections);
  const freeMilliBesideReplacement = free(besideIt);
  const keeping = (keptConnections: number, budgetConnections: number, freeMilliConnections: number): Replacement => ({
    keptConnections,
    budgetConnections,
    freeMilliConnections,
    freeMilliBesideReplacement,
  });
  if (neededConnections === 0) return keeping(0, besideIt, freeMilliBesideReplacement);
  const whole = budgetWith(0);
  if (isLent || free(whole) < 0) return keeping(0, whole, free(whole));
  if (freeMilliBesideReplacement >= 0) return keeping(neededConnections, besideIt, freeMilliBesideReplacement);
  const kept = mostKept(neededConnections, (connections) => free(budgetWith(connections)) >= 0);
  return keeping(kept, Math.ceil(committedMilliConnections / 1000), 0);
};

/** The most that fits, where 0 does and `most` doesn't. */
const mostKept = (most: number, fits: (connections: number) => boolean): number => {
  let [fitting, tooMany] = [0, most];
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(middle)) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
};
