import type { BenchTarget } from "../../bench/bench-report.ts";

/** One sentence of "how well", for everybody it is asked of. */
export type TargetGroup = { readonly title: string; readonly targets: readonly BenchTarget[] };

/** By sentence, in the order of the report; what was measured for nobody is apart. */
export function groupTargets(targets: readonly BenchTarget[]): {
  readonly measured: readonly TargetGroup[];
  readonly unmeasured: readonly TargetGroup[];
} {
  const groups = [...Map.groupBy(targets, ({ title }) => title)].map(([title, of]) => ({ title, targets: of }));
  const isMeasured = (group: TargetGroup) => group.targets.some(({ verdict }) => verdict !== "not measured");
  return { measured: groups.filter(isMeasured), unmeasured: groups.filter((group) => !isMeasured(group)) };
}
