import type { BenchRow, BenchTarget, BenchWorld } from "./bench-report.ts";
import { RowsOf } from "./bench-tables.ts";
import { plays, type TargetInput } from "./target-input.ts";
import { boundTargets } from "./targets-bound.ts";
import { collapseTargets, costTargets, writeTargets } from "./targets-everywhere.ts";
import { notBoundTargets } from "./targets-not-bound.ts";

/** Whose figures the targets are about: Headgate as it comes, and with the optional 20 s rate source. */
export const targetControllers = ["headgate-scale", "headgate-scale-20s-rate"] as const;

/** Every sentence of "how well" that this bench can answer, for each of `targetControllers` that played. */
export function targetsOf(
  worlds: readonly BenchWorld[],
  rows: readonly BenchRow[],
  players: TargetInput["players"],
): readonly BenchTarget[] {
  const input: TargetInput = { worlds, rows: new RowsOf(worlds, rows), players };
  const played = targetControllers.filter((controller) => plays(input, controller));
  return [
    ...played.flatMap((controller) => [
      ...boundTargets(input, controller),
      ...notBoundTargets(input, controller),
      ...costTargets(input, controller),
      ...collapseTargets(input, controller),
    ]),
    ...writeTargets(input),
  ];
}
