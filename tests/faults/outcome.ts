/** What must be the same in the end, whatever has gone wrong on the way. Lines, so that a difference reads by itself. */
export type Outcome = Readonly<Record<string, readonly string[]>>;

/** @returns what differs, as `what: expected … seen …`; empty: nothing */
export const differences = (expected: Outcome, seen: Outcome): readonly string[] =>
  Object.keys(expected).flatMap((key) => {
    const [then, now] = [(expected[key] ?? []).join("; "), (seen[key] ?? []).join("; ")];
    return then === now ? [] : [`${key}: expected ${then || "nothing"}, seen ${now || "nothing"}`];
  });
