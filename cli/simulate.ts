import { controllerKinds } from "../simulator/controllers/catalogue.ts";
import type { ControllerName } from "../simulator/controllers/controller-names.ts";
import { readReportAssets } from "../simulator/report/report-assets.ts";
import { renderRunHtml } from "../simulator/report/run-report/render-run-html.ts";
import { renderRunText } from "../simulator/report/run-report/render-run-text.ts";
import { describeControllers, type ScenarioReport } from "../simulator/report/run-report/scenario-report.ts";
import { prepareReportFolder, writeReport } from "../simulator/report/write-report.ts";
import type { RunRecord } from "../simulator/runs/run-result.ts";
import { jobsOf } from "../simulator/runs/scenario-job.ts";
import { readScenario } from "../simulator/scenario/read-scenario.ts";
import type { Scenario } from "../simulator/scenario/scenario.ts";
import { tellBrokenRules } from "./broken-rules.ts";
import { chooseControllers } from "./choose-controllers.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { listSimulations } from "./list-simulations.ts";
import { playJobs } from "./play-jobs.ts";
import { findScenario, isScenario } from "./shipped-scenarios.ts";
import type { SimulateOptions } from "./simulate-options.ts";
import { textOptions } from "./terminal-output.ts";

/**
 * Plays a scenario as asked, prints it, and writes its report where one is wanted. Nothing is written for what is refused.
 *
 * @returns 0: complete. 1: a run failed, or a rule of Headgate's own was broken. 2: something is not usable
 */
export async function simulate(file: string | undefined, options: SimulateOptions): Promise<ExitCode> {
  if (options.list) {
    process.stdout.write(`${await listSimulations(textOptions().columns)}\n`);
    return EXIT.ok;
  }
  if (file === undefined) {
    const taken = options.controller.find((name) => isScenario(name));
    return refuse(
      taken === undefined
        ? "name a scenario: a file, or one of `headgate simulate --list`"
        : `--controller takes every name after it, ${taken} too: put the scenario first, as in \`headgate simulate ${taken} --controller …\``,
    );
  }
  const found = findScenario(file);
  if (found.kind === "refused") return refuse(found.message);
  const unchecked = chooseControllers(options.controller, options.all ?? false, []);
  if (unchecked.kind === "refused") return refuse(unchecked.message);
  const reading = await readScenario(found.path, {
    ...(options.trace === undefined ? {} : { tracePath: options.trace }),
    ...(options.scale === undefined ? {} : { scale: options.scale }),
    ignoresSweep: !options.sweep,
  });
  if (reading.kind === "refused")
    return refuse(
      reading.problems
        .map((problem) => `${problem.file}:${problem.line}: ${problem.message}\n  ${problem.fix}`)
        .join("\n"),
    );
  const { scenario } = reading;
  const controllers = unchecked.controllers.length > 0 ? unchecked.controllers : scenario.controllers;
  if (options.report !== undefined) {
    const folder = await prepareReportFolder(options.report);
    if (folder.kind === "refused") return refuse(folder.message);
  }
  try {
    return await play(scenario, controllers, options);
  } catch (error) {
    process.stderr.write(`The simulation failed: ${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.failed;
  }
}

async function play(
  scenario: Scenario,
  controllers: readonly ControllerName[],
  options: SimulateOptions,
): Promise<ExitCode> {
  const seeds = options.seed === undefined ? scenario.seeds : [options.seed];
  const first = seeds[0] ?? 1;
  const jobs = jobsOf(scenario, controllers, options.sweep ? seeds : [first]).filter(
    ({ point }) => options.sweep || point === null,
  );
  const records = await playJobs(jobs, options.quiet ?? false);
  const isMain = (_: RunRecord, index: number): boolean => jobs[index]!.point === null && jobs[index]!.seed === first;
  const main = records.filter(isMain);
  const others = records.filter((record, index) => !isMain(record, index)).map(({ result }) => result);
  const report: ScenarioReport = {
    scenario,
    records: main,
    sweepResults: others,
    ...describeControllers(controllerKinds.filter(({ name }) => controllers.includes(name))),
  };
  if (options.report !== undefined)
    await writeReport(options.report, renderRunHtml(report, await readReportAssets(), writtenBy(scenario)));
  const results = [...main.map(({ result }) => result), ...others];
  process.stdout.write(
    options.json
      ? `${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`
      : `${renderRunText(report, textOptions())}\n`,
  );
  return tellBrokenRules(results);
}

function writtenBy({ name }: Scenario): string {
  return `headgate simulate ${name}`;
}

function refuse(message: string): ExitCode {
  process.stderr.write(`${message}\n`);
  return EXIT.usage;
}
