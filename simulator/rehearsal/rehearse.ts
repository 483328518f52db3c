import type { Replay } from "../report/replay.ts";
import { runJobs } from "../runs/run-jobs.ts";
import { collectCase } from "./collect-case.ts";
import { type Job, workOf } from "./contest.ts";
import { planJobs } from "./plan-jobs.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { type JobResult, runJob } from "./run-job.ts";

export type RehearseOptions = {
  /** Threads; with 1 everything runs here. */
  readonly workers: number;
  /** `work` is in one unit for all runs; `onAdvance` adds up to it. */
  readonly onStart: (runs: number, work: number) => void;
  readonly onAdvance: (work: number) => void;
  readonly onRunDone: () => void;
};

/** @throws Error of the first run that fails */
export async function rehearse(rehearsal: Rehearsal, options: RehearseOptions): Promise<Replay> {
  const jobs = planJobs(rehearsal.cases);
  options.onStart(
    jobs.length,
    jobs.reduce((sum, job) => sum + workOf(job), 0),
  );
  const results = await runJobs<Job, JobResult>(jobs, {
    workerUrl: new URL("job-worker.ts", import.meta.url),
    runHere: runJob,
    workers: options.workers,
    onDone: options.onRunDone,
    onAdvance: options.onAdvance,
  });
  const played = jobs.map((job, i) => ({ job, result: results[i]! }));
  return {
    title: rehearsal.title,
    remarks: rehearsal.remarks,
    cases: rehearsal.cases.map((of, caseIndex) =>
      collectCase(
        of,
        played.filter(({ job }) => job.caseIndex === caseIndex),
      ),
    ),
  };
}
