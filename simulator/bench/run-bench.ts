import type { ControllerKind } from "../controllers/controller.ts";
import { runJobs } from "../runs/run-jobs.ts";
import { slownessOf } from "../runs/run-work.ts";
import { jobsOf, type ScenarioJob } from "../runs/scenario-job.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { BenchEntry } from "./bench-entry.ts";
import type { BenchReport, BenchWorld, TracesFound } from "./bench-report.ts";
import { rowsOf } from "./bench-rows.ts";
import { modesOf, tablesOf } from "./bench-tables.ts";
import { bindingOf } from "./binding.ts";
import { type BenchRun, runBenchJob } from "./run-bench-job.ts";
import { targetsOf } from "./targets.ts";

export type BenchOptions = {
  readonly entries: readonly BenchEntry[];
  readonly traces: TracesFound;
  readonly windows: BenchReport["windows"];
  readonly kinds: readonly ControllerKind[];
  readonly seeds: readonly number[];
  /** Threads; with 1 everything runs here. */
  readonly workers: number;
  readonly madeAtMs: number;
  /** `work` is in one unit for all runs; `onAdvance` adds up to it. */
  readonly onStart: (runs: number, work: number) => void;
  readonly onAdvance: (work: number) => void;
  readonly onRunDone: () => void;
};

type Played = { readonly entry: BenchEntry; readonly scenario: Scenario; readonly jobs: readonly ScenarioJob[] };
type PlayedJob = { readonly world: number; readonly job: ScenarioJob };

/**
 * Plays everybody everywhere, and holds what came out against the targets.
 *
 * The same options give the same report, on one thread or on many.
 *
 * A world in which anybody's run breaks down is left out for everybody, and named with what went wrong.
 */
export async function runBench(options: BenchOptions): Promise<BenchReport> {
  const worlds = options.entries.map((entry) => playedOf(entry, options));
  const kindOf = new Map(options.kinds.map((kind) => [kind.name, kind]));
  const slownessIn = ({ controller, scenario }: ScenarioJob) =>
    slownessOf(kindOf.get(controller) as ControllerKind, scenario);
  const workIn = (job: ScenarioJob) => job.scenario.seconds * slownessIn(job);
  const jobs = worlds.flatMap(({ jobs }, world) => jobs.map((job): PlayedJob => ({ world, job })));
  // Longest first, so that no thread ends long before another.
  jobs.sort((a, b) => workIn(b.job) - workIn(a.job));
  options.onStart(
    jobs.length,
    jobs.reduce((sum, { job }) => sum + workIn(job), 0),
  );
  const results = await runJobs<ScenarioJob, BenchRun>(
    jobs.map(({ job }) => job),
    {
      workerUrl: new URL("bench-worker.ts", import.meta.url),
      runHere: runBenchJob,
      workers: options.workers,
      onDone: options.onRunDone,
      onAdvance: (seconds, job) => options.onAdvance(seconds * slownessIn(job)),
    },
  );
  const byWorld = worlds.map((): BenchRun[] => []);
  for (const [i, { world }] of jobs.entries()) byWorld[world]?.push(results[i] as BenchRun);
  return reportOf(options, worlds, byWorld);
}

/** A sweep is the scenario's runs: its own world is one of its points, or beside them. */
function playedOf(entry: BenchEntry, { kinds, seeds }: BenchOptions): Played {
  const scenario = entry.scenario(seeds);
  const jobs = jobsOf(
    scenario,
    kinds.map(({ name }) => name),
    scenario.sweep.length > 0 ? [] : seeds,
  );
  return { entry, scenario, jobs };
}

function reportOf(
  options: BenchOptions,
  entries: readonly Played[],
  runs: readonly (readonly BenchRun[])[],
): BenchReport {
  const { kinds, seeds, windows, traces, madeAtMs } = options;
  const names = kinds.map(({ name }) => name);
  const broken = runs.map((own) => own.find((run) => run.kind === "broken"));
  const leftOut = broken.flatMap((run, i) =>
    run === undefined ? [] : [{ world: entries[i]?.entry.id ?? "", message: run.message }],
  );
  const played = entries.filter((_, i) => broken[i] === undefined);
  const results = runs
    .filter((_, i) => broken[i] === undefined)
    .map((own) => own.flatMap((run) => (run.kind === "played" ? [run.result] : [])));
  const worlds = played.map(
    ({ entry, scenario, jobs }, i): BenchWorld => ({
      id: entry.id,
      title: entry.title,
      remarks: scenario.remarks,
      part: entry.part,
      binding: bindingOf(scenario, results[i] ?? []),
      seconds: scenario.seconds,
      runs: jobs.length / kinds.length,
      swept: scenario.sweep.length > 0,
      source: entry.source,
    }),
  );
  const rows = worlds.flatMap((world, i) => rowsOf(world, kinds, results[i] ?? []));
  return {
    version: 1,
    madeAtMs,
    windows,
    seeds,
    traces,
    controllers: kinds.map(({ name, title, purpose, family, inferences }) => ({
      name,
      title,
      purpose,
      family,
      inferences,
    })),
    worlds,
    leftOut,
    rows,
    tables: tablesOf(worlds, rows, names),
    modes: modesOf(worlds, rows, names),
    targets: targetsOf(worlds, rows, kinds),
  };
}
