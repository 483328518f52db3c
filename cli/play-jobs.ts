import { availableParallelism } from "node:os";
import { controllerKind } from "../simulator/controllers/catalogue.ts";
import { runJobs } from "../simulator/runs/run-jobs.ts";
import type { RunRecord } from "../simulator/runs/run-result.ts";
import { runScenario } from "../simulator/runs/run-scenario.ts";
import { slownessOf } from "../simulator/runs/run-work.ts";
import type { ScenarioJob } from "../simulator/runs/scenario-job.ts";
import { startLateProgress } from "./late-progress.ts";

/**
 * Plays jobs on all cores, with progress on the error output once it takes longer than a second.
 *
 * @returns in the order of the jobs
 * @throws Error naming the run that failed
 */
export async function playJobs(jobs: readonly ScenarioJob[], quiet: boolean): Promise<readonly RunRecord[]> {
  const weightOf = ({ controller, scenario }: ScenarioJob): number => slownessOf(controllerKind(controller), scenario);
  const work = jobs.reduce((sum, job) => sum + job.scenario.seconds * weightOf(job), 0);
  const progress = quiet ? null : startLateProgress(jobs.length, work);
  try {
    return await runJobs<ScenarioJob, RunRecord>(jobs, {
      workerUrl: new URL("../simulator/runs/scenario-worker.ts", import.meta.url),
      runHere: runScenario,
      workers: availableParallelism(),
      onAdvance: (seconds, job) => progress?.advance(seconds * weightOf(job)),
      onDone: () => progress?.endRun(),
    });
  } finally {
    progress?.end();
  }
}
