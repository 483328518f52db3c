// npm run faults [-- --positions 1 --shift 0 --scene estate --only "killed-after: scale"]
//
// Plays every fault at every SDK command and every delivery of every scene, each in a world of its own, and compares how it
// ends with the run in which nothing goes wrong. Ends with 1 where one ends otherwise.
import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { startProgress } from "../../cli/progress.ts";
import { runJobs } from "../../simulator/runs/run-jobs.ts";
import { chooseCases } from "./choose-cases.ts";
import { type CaseJob, type CaseResult, playCase } from "./play-case.ts";
import { scenes } from "./scenes.ts";
import { failureLines, sweepReport } from "./sweep-report.ts";

type Options = {
  readonly positions?: number;
  readonly shift: number;
  readonly scene: string;
  readonly only: string;
  readonly workers: number;
};

const whole = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("a whole number is expected.");
  return Number(text);
};

const options = new Command("npm run faults --")
  .description(
    "Plays one fault after the other and compares how each run ends with the one in which nothing goes wrong.",
  )
  .option("--positions <n>", "of each command and fault only so many positions; without it all", whole)
  .option("--shift <n>", "with --positions: chooses other ones", whole, 0)
  .option("--scene <text>", "only scenes whose name contains this", "")
  .option("--only <text>", 'only faults whose name contains this, as in "killed-after: scale"', "")
  .option("--workers <n>", "threads", whole, availableParallelism())
  .parse()
  .opts<Options>();

const chosenScenes = scenes.filter(({ name }) => name.includes(options.scene));
const sounds = new Map<string, Awaited<ReturnType<(typeof scenes)[number]["playSound"]>>>();
for (const scene of chosenScenes) sounds.set(scene.name, await scene.playSound());
const all = [...sounds].flatMap(([scene, { cases }]) => cases.map((one) => ({ ...one, scene })));
const chosen = chooseCases(
  all.filter(({ name }) => name.includes(options.only)),
  options.positions ?? null,
  options.shift,
);
const jobs = chosen.map((one): CaseJob => ({ scene: one.scene, one, sound: sounds.get(one.scene)!.outcome }));
process.stdout.write(`${jobs.length} of ${all.length} faults in ${chosenScenes.length} scenes\n`);
for (const [name, { outcome }] of sounds) process.stdout.write(`  ${name}: ${JSON.stringify(outcome)}\n`);

const progress = startProgress(
  jobs.length,
  jobs.length,
  {
    write: (text) => process.stderr.write(text),
    live: process.stderr.isTTY,
    columns: process.stderr.columns ?? 80,
    nowMs: () => performance.now(),
  },
  "faults",
);
const results = await runJobs<CaseJob, CaseResult>(jobs, {
  workerUrl: new URL("./sweep-worker.ts", import.meta.url),
  runHere: playCase,
  workers: options.workers,
  onDone: (_, result) => {
    for (const line of failureLines(result)) process.stdout.write(`${line}\n`);
    progress.advance(1);
    progress.endRun();
  },
  onAdvance: () => {},
});
progress.end();
process.stdout.write(`${sweepReport(results).join("\n")}\n`);
if (results.length === 0 || results.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
