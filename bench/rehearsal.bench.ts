// npm run bench [-- --only 'wc98*' --controllers headgate-scale,target-tracking-20s --seeds 1 --full]
//
// Every controller x (scenarios + recorded traffic): tables, targets, .headgate/bench.json and .html. What is fair and how the figures
// are computed is in docs/bench.md. A missed target is a result; only a crashed run or a broken invariant of ours is an error.
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, parse, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Progress, startProgress } from "../cli/progress.ts";
import { brokenInvariants } from "../simulator/bench/broken-invariants.ts";
import { matchesGlob } from "../simulator/bench/glob.ts";
import { renderWorlds } from "../simulator/bench/render-worlds.ts";
import { runBench } from "../simulator/bench/run-bench.ts";
import { scenarioEntries } from "../simulator/bench/scenario-entries.ts";
import { traceEntries } from "../simulator/bench/trace-entries.ts";
import { readBenchAssets } from "../simulator/report/bench-report/bench-assets.ts";
import { renderBenchHtml } from "../simulator/report/bench-report/render-bench-html.ts";
import { renderBenchText } from "../simulator/report/bench-report/render-bench-text.ts";
import { type BenchCliOptions, benchCommand } from "./rehearsal-options.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const command = benchCommand(root);
command.parse();
const options = command.opts<BenchCliOptions>();

try {
  process.exitCode = await bench();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function bench(): Promise<number> {
  const windows = options.full ? "full" : "quick";
  const traces = await traceEntries(options.traces, windows);
  const { only } = options;
  const entries = [...(await scenarioEntries(options.scenarios)), ...traces.entries].filter(
    ({ id }) => only === undefined || matchesGlob(only, id),
  );
  if (traces.found.kind === "missing") process.stderr.write(`${traces.found.message}\n`);
  if (entries.length === 0) throw new Error(`no world's name matches "${only}"; --list shows them`);
  if (options.list) {
    process.stdout.write(`${entries.map(({ id }) => id).join("\n")}\n`);
    return 0;
  }
  let progress: Progress | null = null;
  const report = await runBench({
    entries,
    traces: traces.found,
    windows,
    kinds: options.controllers,
    seeds: Array.from({ length: options.seeds }, (_, i) => i + 1),
    workers: options.workers ?? availableParallelism(),
    madeAtMs: Date.now(),
    onStart: (runs, work) => {
      progress = startProgress(runs, work, progressOutput());
    },
    onAdvance: (work) => progress?.advance(work),
    onRunDone: () => progress?.endRun(),
  });
  (progress as Progress | null)?.end();
  const json = `${JSON.stringify(report)}\n`;
  const page = resolve(options.out, "..", `${parse(options.out).name}.html`);
  await mkdir(dirname(page), { recursive: true });
  await writeFile(options.out, json);
  await writeFile(page, renderBenchHtml(report, await readBenchAssets()));
  process.stdout.write(options.json ? json : `${renderWorlds(report)}\n\n${renderBenchText(report, textOptions())}\n`);
  process.stderr.write(`JSON: ${options.out}\nReport: ${page}\n`);
  const wrong = [
    ...report.leftOut.map(({ world, message }) => `left out, a run broke down: ${world}\n  ${message}`),
    ...brokenInvariants(report),
  ];
  for (const line of wrong) process.stderr.write(`${line}\n`);
  return wrong.length === 0 ? 0 : 1;
}

function textOptions() {
  const colour = process.stdout.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
  return { columns: process.stdout.columns || 160, colour };
}

function progressOutput() {
  return {
    write: (text: string) => void process.stderr.write(text),
    live: process.stderr.isTTY && !process.env["CI"] && process.env["TERM"] !== "dumb",
    columns: process.stderr.columns || 100,
    nowMs: () => performance.now(),
  };
}
