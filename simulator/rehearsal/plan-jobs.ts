import { type Job, shownContenders, workOf } from "./contest.ts";
import type { RehearsalCase } from "./rehearsal.ts";

/** Longest first, so that no thread ends long before another. */
export function planJobs(cases: readonly RehearsalCase[]): readonly Job[] {
  const jobs = cases.flatMap(({ contest, seed, sweep, control }, caseIndex): Job[] => [
    ...[...shownContenders, "clairvoyant" as const].map((contender) => ({
      caseIndex,
      contender,
      kind: "main" as const,
      contest,
      seed,
    })),
    ...(control === null
      ? []
      : [
          {
            caseIndex,
            contender: "target-tracking" as const,
            kind: "control" as const,
            contest: control.contest,
            seed,
          },
        ]),
    ...sweep.flatMap((point) =>
      shownContenders.map((contender) => ({ caseIndex, contender, kind: "sweep" as const, ...point })),
    ),
  ]);
  return jobs.sort((a, b) => workOf(b) - workOf(a));
}
