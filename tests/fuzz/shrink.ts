/**
 * Cuts a failing input smaller: takes pieces out of it for as long as it still fails in the same way, first halves, then
 * ever smaller ones down to single characters.
 *
 * @param stillFails asked of each smaller input
 * @param withinMs of wall time; what is smallest then is the answer
 * @see A. Zeller and R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input"
 */
export const shrink = async (
  input: string,
  stillFails: (smaller: string) => Promise<boolean>,
  withinMs: number,
): Promise<string> => {
  const untilMs = performance.now() + withinMs;
  let smallest = input;
  for (let piece = Math.ceil(smallest.length / 2); piece >= 1; ) {
    let wasCut = false;
    for (let at = 0; at < smallest.length && performance.now() < untilMs; ) {
      const candidate = smallest.slice(0, at) + smallest.slice(at + piece);
      if (candidate !== smallest && (await stillFails(candidate))) {
        smallest = candidate;
        wasCut = true;
      } else at += piece;
    }
    if (performance.now() >= untilMs) return smallest;
    if (piece === 1 && !wasCut) return smallest;
    piece = piece === 1 ? 1 : Math.ceil(piece / 2);
  }
  return smallest;
};
