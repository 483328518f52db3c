/** What a circle of services sends on for what comes into it: one row per service that sends, one column per way in. */
export type Circle = readonly (readonly number[])[];

/**
 * How often a request that comes into a circle of calls is sent on inside of it, all rounds added up.
 *
 * Each round sends a share of the one before, so the rounds are a geometric series with the sum (I - S)^-1. Where a
 * round is no smaller than the one before there is no sum: the figures can't be true of a running system, and the calls
 * inside the circle are left out.
 *
 * @param shares requests that service `from` sends to service `to` per request of its own, as shares[to][from], >= 0
 * @returns the sums, each >= 0; `null` where the circle sends itself at least as much as it gets
 * @throws never
 */
export const circleOf = (shares: readonly (readonly number[])[]): Circle | null => {
  const size = shares.length;
  const rows = shares.map((row, at) => [
    ...row.map((share, from) => (at === from ? 1 : 0) - share),
    ...row.map((_, from) => (at === from ? 1 : 0)),
  ]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    // Of I - S with a converging S every leading minor is positive, so no rows are exchanged.
    const divisor = rows[pivot]![pivot]!;
    if (divisor <= leastPivot) return null;
    rows[pivot] = rows[pivot]!.map((value) => value / divisor);
    for (let at = 0; at < size; at += 1) {
      const factor = rows[at]![pivot]!;
      if (at === pivot || factor === 0) continue;
      rows[at] = rows[at]!.map((value, column) => value - factor * rows[pivot]![column]!);
    }
  }
  return rows.map((row) => row.slice(size).map((value) => Math.max(0, value)));
};

/** Below this a circle sends on a thousand times what it gets: as good as without end. */
const leastPivot = 1e-3;
