import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { styleText } from "node:util";
import { chooseRehearsal } from "../simulator/rehearsal/choose-rehearsal.ts";
import { rehearse } from "../simulator/rehearsal/rehearse.ts";
import { renderHtml } from "../simulator/report/render-html.ts";
import { renderText } from "../simulator/report/render-text.ts";
import { readReportAssets } from "../simulator/report/report-assets.ts";
import { prepareReportFolder, writeReport } from "../simulator/report/write-report.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Progress, startProgress } from "./progress.ts";
import type { RehearseCliOptions } from "./rehearse-options.ts";

/** Where nothing says how wide the output is: a file, a pipe, a build's log. */
const DEFAULT_COLUMNS = 100;

/** Plays a rehearsal as asked, prints it and writes its report. @returns the exit code */
export async function rehearseAndReport(options: RehearseCliOptions): Promise<ExitCode> {
  const folder = await prepareReportFolder(options.report);
  if (folder.kind === "refused") return refuse(folder.message);
  const choice = await chooseRehearsal(options);
  if (choice.kind === "refused") return refuse(choice.message);

  let progress: Progress | null = null;
  try {
    const replay = await rehearse(choice.rehearsal, {
      workers: availableParallelism(),
      onStart: (runs, work) => {
        if (!options.quiet) progress = startProgress(runs, work, progressOutput());
      },
      onAdvance: (work) => progress?.advance(work),
      onRunDone: () => progress?.endRun(),
    });
    endProgress(progress);
    await writeReport(options.report, renderHtml(replay, await readReportAssets()));
    if (options.json) process.stdout.write(`${JSON.stringify(replay)}\n`);
    else process.stdout.write(`${renderText(replay, textOptions())}\n\n`);
    reportPlace(options);
    return EXIT.ok;
  } catch (error) {
    endProgress(progress);
    process.stderr.write(`The rehearsal failed: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    return EXIT.failed;
  }
}

function endProgress(progress: Progress | null): void {
  progress?.end();
}

function refuse(message: string): ExitCode {
  process.stderr.write(`${message}\n`);
  return EXIT.usage;
}

function textOptions() {
  return { columns: process.stdout.columns || DEFAULT_COLUMNS, colour: mayColour(process.stdout) };
}

function progressOutput() {
  return {
    write: (text: string) => void process.stderr.write(text),
    live: process.stderr.isTTY && !process.env["CI"] && process.env["TERM"] !== "dumb",
    columns: process.stderr.columns || DEFAULT_COLUMNS,
    nowMs: () => performance.now(),
  };
}

/** @see https://no-color.org: any value but an empty one switches colours off */
function mayColour(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

function reportPlace(options: RehearseCliOptions): void {
  const path = resolve(options.report);
  const opener = { darwin: "open", win32: "start" }[process.platform as string] ?? "xdg-open";
  const note = `Report: ${pathToFileURL(path).href}\nOpen it in a browser, or: ${opener} ${options.report}\n`;
  const stream = options.json ? process.stderr : process.stdout;
  if (!options.quiet) stream.write(mayColour(stream) ? styleText("bold", note) : note);
}
