/** From the start of an invocation on; true: there is no time left for another call of that kind. */
export type IsOver = () => boolean;

/**
 * The function has 30 s, and a call of three attempts that all hang takes seven. So reads begin in the first 12 s, writes
 * in the first 20 s. What was not read is unknown, what was not written is written at the next look; killed in the middle,
 * the function would hold up its destination until its message comes back.
 */
const readingMs = 12_000;
const writingMs = 20_000;

/** @param clock real time, in ms */
export const deadlinesFrom = (
  clock: () => number,
): { readonly readingIsOver: IsOver; readonly writingIsOver: IsOver } => {
  const startedAtMs = clock();
  return {
    readingIsOver: () => clock() - startedAtMs > readingMs,
    writingIsOver: () => clock() - startedAtMs > writingMs,
  };
};
