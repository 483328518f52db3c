import type { BenchReport } from "./bench-report.ts";

/** Rules of ours that a controller of ours broke, and sums that the simulator got wrong under anybody, a sentence each. */
export function brokenInvariants({ controllers, rows }: Pick<BenchReport, "controllers" | "rows">): readonly string[] {
  const ours = new Set(controllers.flatMap(({ name, family }) => (family === "headgate" ? [name] : [])));
  return rows.flatMap(({ world, controller, invariantBreaches }) =>
    invariantBreaches
      .filter(({ invariant }) => invariant === "requests" || ours.has(controller))
      .map(
        ({ invariant, count, firstAtSeconds, detail }) =>
          `${invariant} broken ${count} x by ${controller} in ${world}, first at second ${firstAtSeconds}: ${detail}`,
      ),
  );
}
