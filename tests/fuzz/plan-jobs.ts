import type { FuzzJob, TargetAbout } from "./fuzz-job.ts";

const inputsPerJob = 500;

/**
 * Divides a run among its targets by their shares, and into jobs, which take turns: whatever is stopped early has seen
 * every target.
 */
export const planJobs = (
  targets: readonly Pick<TargetAbout, "name" | "share">[],
  inputs: number,
): readonly FuzzJob[] => {
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  const counts = targets.map(({ name, share }) => ({ name, count: Math.ceil((inputs * share) / shares) }));
  const jobs = counts.flatMap(({ name, count }) => {
    const pieces = Math.ceil(count / inputsPerJob);
    return Array.from({ length: pieces }, (_, piece) => {
      const from = piece * inputsPerJob;
      // Where in the run it comes: the pieces of every target are spread over it evenly.
      return { at: piece / pieces, job: { target: name, from, to: Math.min(count, from + inputsPerJob) } };
    });
  });
  return jobs.sort((a, b) => a.at - b.at).map(({ job }) => job);
};
