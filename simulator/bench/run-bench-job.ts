import type { RunResult } from "../runs/run-result.ts";
import { runScenario } from "../runs/run-scenario.ts";
import type { ScenarioJob } from "../runs/scenario-job.ts";

export type BenchRun =
  | { readonly kind: "played"; readonly result: RunResult }
  /** Hours of other runs must not be lost with this one. */
  | { readonly kind: "broken"; readonly message: string };

/** A run's figures alone: the timelines of thousands of runs would be gigabytes between threads. @throws never */
export async function runBenchJob(job: ScenarioJob, advance: (seconds: number) => void): Promise<BenchRun> {
  try {
    return { kind: "played", result: (await runScenario(job, advance)).result };
  } catch (error) {
    return { kind: "broken", message: error instanceof Error ? error.message : String(error) };
  }
}
