import { parentPort } from "node:worker_threads";
import type { JobAnswer, RunJob } from "./run-jobs.ts";

/** The worker's side of `runJobs`: answers one job after the other. */
export function answerJobs<Job, Result>(run: RunJob<Job, Result>): void {
  const post = (answer: JobAnswer<Result>) => parentPort?.postMessage(answer);
  parentPort?.on("message", async (job: Job) => {
    try {
      const result = await run(job, (work) => post({ kind: "advanced", work }));
      post({ kind: "result", result });
    } catch (error) {
      post({ kind: "failed", message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}
