import type { Config } from "../shared/config/config.ts";
import { backtestControllers } from "../simulator/backtest/backtest-scenario.ts";
import { type PreparedBacktest, prepareBacktest } from "../simulator/backtest/prepare-backtest.ts";
import { controllerKinds } from "../simulator/controllers/catalogue.ts";
import { readReportAssets } from "../simulator/report/report-assets.ts";
import { renderRunHtml } from "../simulator/report/run-report/render-run-html.ts";
import { renderRunText } from "../simulator/report/run-report/render-run-text.ts";
import { describeControllers, type ScenarioReport } from "../simulator/report/run-report/scenario-report.ts";
import { prepareReportFolder, writeReport } from "../simulator/report/write-report.ts";
import type { RunRecord } from "../simulator/runs/run-result.ts";
import { jobsOf } from "../simulator/runs/scenario-job.ts";
import type { BacktestClient } from "./backtest-client.ts";
import type { BacktestOptions } from "./backtest-options.ts";
import { backtestResult } from "./backtest-result.ts";
import { tellBrokenRules } from "./broken-rules.ts";
import { chooseControllers } from "./choose-controllers.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { startLateProgress } from "./late-progress.ts";
import { loadConfig } from "./load-config.ts";
import { playJobs } from "./play-jobs.ts";
import { readBacktestHistory } from "./read-backtest-history.ts";
import { calibrationRemarks, renderCalibration, renderRefusal } from "./render-calibration.ts";
import { textOptions } from "./terminal-output.ts";

/** More take longer than a second to calibrate. */
const longReadings = 5_000;

type Ready = Extract<PreparedBacktest, { kind: "ready" }>;

/**
 * What each controller would have done with what was recorded. No verdict where the calibrated world does not repeat the
 * past: it would be about another system.
 *
 * @returns 0: complete. 1: no verdict, or something failed. 2: something is not usable
 */
export async function backtest(
  options: BacktestOptions,
  client: BacktestClient,
  nowMs: number = Date.now(),
): Promise<ExitCode> {
  const loaded = loadConfig(options.config);
  if (loaded.kind === "failed") return refuse(loaded.output);
  const choice = chooseControllers(options.controller, false, backtestControllers);
  if (choice.kind === "refused") return refuse(choice.message);
  const limited = withLimits(loaded.config, options.maxConnections);
  if (typeof limited === "string") return refuse(`${options.config}: ${limited}`);
  try {
    const source = await readBacktestHistory(options, limited, client, nowMs);
    if (source.kind === "failed") return refuse(source.message, source.exitCode);
    const { history, notes } = source;
    const seconds = history.slots * history.slotSeconds;
    const readings = history.slots * history.services.length;
    if (!options.quiet && readings > longReadings)
      process.stderr.write(`Calibrating with ${readings} slots, then replaying them\n`);
    const progress = options.quiet ? null : startLateProgress(1, seconds);
    const prepared = prepareBacktest(history, limited, choice.controllers, (played) => progress?.advance(played));
    progress?.end();
    if (prepared.kind === "refused") {
      const { problems } = prepared;
      if (options.json) print(JSON.stringify({ version: 1, verdict: "refused", problems }, null, 2));
      else process.stderr.write(`${renderRefusal(problems)}\n`);
      return EXIT.failed;
    }
    const isShown = prepared.check.isTrusted || (options.acceptError ?? false);
    if (options.report !== undefined && isShown) {
      const folder = await prepareReportFolder(options.report);
      if (folder.kind === "refused") return refuse(folder.message);
    }
    const jobs = isShown ? jobsOf(prepared.scenario) : [];
    const records = await playJobs(jobs, options.quiet ?? false);
    const report = reportOf(prepared, records, notes);
    if (options.json) print(JSON.stringify(backtestResult(history, prepared, records), null, 2));
    else {
      const text = renderCalibration(history, prepared.calibration, prepared.check, textOptions().columns);
      print(isShown ? `${text}\n\n${renderRunText(report, textOptions())}` : text);
    }
    if (options.report !== undefined && isShown)
      await writeReport(options.report, renderRunHtml(report, await readReportAssets(), "headgate backtest"));
    const rules = tellBrokenRules(records.map(({ result }) => result));
    return isShown ? rules : EXIT.failed;
  } catch (error) {
    process.stderr.write(`The backtest failed: ${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.failed;
  }
}

function reportOf(
  { scenario, calibration, check }: Ready,
  records: readonly RunRecord[],
  notes: readonly string[],
): ScenarioReport {
  const warning = check.isTrusted
    ? []
    : ["Shown on request: the calibrated world does NOT repeat the past well enough."];
  return {
    scenario: {
      ...scenario,
      remarks: [...warning, ...scenario.remarks, ...calibrationRemarks(calibration, check), ...notes],
    },
    records,
    sweepResults: [],
    ...describeControllers(
      controllerKinds.filter(({ name }) => records.some(({ result }) => result.controller === name)),
    ),
  };
}

/** Limits from the command line; a database that has none can't be played. @returns what is missing, as a sentence */
function withLimits(config: Config, limits: ReadonlyMap<string, number>): Config | string {
  const unknown = [...limits.keys()].find((name) => !config.databases.some((database) => database.name === name));
  if (unknown !== undefined) return `--max-connections names ${unknown}, which is no database there`;
  const databases = config.databases.map((database) => ({
    ...database,
    maxConnections: limits.get(database.name) ?? database.maxConnections,
  }));
  const missing = databases.find(({ maxConnections }) => maxConnections === null);
  if (missing !== undefined)
    return `${missing.name} has no maxConnections, so its wall is unknown: add it, or --max-connections ${missing.name}=N (SHOW max_connections)`;
  return { ...config, databases };
}

function print(output: string): void {
  process.stdout.write(`${output}\n`);
}

function refuse(message: string, exitCode: ExitCode = EXIT.usage): ExitCode {
  process.stderr.write(`${message}\n`);
  return exitCode;
}
