import type { FaultCase } from "./fault-cases.ts";

export type SceneCase = FaultCase & { readonly scene: string };

/**
 * For a short run: of each command and fault, and of each function's deliveries, so many positions, spread over the whole
 * of the run, each time the same ones.
 *
 * @param positions `null`: all there are
 * @param shift which of them: another number chooses others
 */
export const chooseCases = (
  cases: readonly SceneCase[],
  positions: number | null,
  shift: number,
): readonly SceneCase[] => {
  if (positions === null) return cases;
  const groups = Map.groupBy(
    cases,
    ({ fault, function: of, where }) => `${fault.kind} ${where === "a batch" ? of : where}`,
  );
  return [...groups.values()].flatMap((group) => {
    const count = Math.min(positions, group.length);
    return Array.from(
      { length: count },
      (_, nth) => group[(Math.floor((nth * group.length) / count) + shift) % group.length]!,
    );
  });
};
