import { shown } from "./problems.ts";

/**
 * The legal name that a mistyped one most likely meant.
 *
 * Counts single edits (insert, delete, replace, swap of neighbours), case ignored; a third of the name may be wrong.
 *
 * @returns the nearest name, ties to the smaller one; `null` when none is near
 */
export const nearestName = (wrong: string, legal: readonly string[]): string | null => {
  const most = Math.max(1, Math.floor(Math.min(wrong.length, 40) / 3));
  let best: { name: string; edits: number } | null = null;
  for (const name of [...legal].sort()) {
    if (Math.abs(name.length - wrong.length) > most) continue;
    const edits = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (edits <= most && (best === null || edits < best.edits)) best = { name, edits };
  }
  return best?.name ?? null;
};

const editDistance = (a: string, b: string): number => {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      let edits = Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        edits = Math.min(edits, beforePrevious[column - 2]! + 1);
      }
      current.push(edits);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
};

/**
 * "did you mean orders-db?" or, when nothing is near, what there is to choose from.
 *
 * @param others names of the file; one of them may be an illegal name itself
 */
export const suggestName = (wrong: string, others: readonly string[]): string => {
  const near = nearestName(wrong, others);
  if (near !== null) return `did you mean ${shown(near)}?`;
  if (others.length === 0) return "there is none yet";
  const listed = [...others].sort().slice(0, 12).map(shown);
  return `it may be ${listed.join(", ")}${others.length > listed.length ? ", …" : ""}`;
};
