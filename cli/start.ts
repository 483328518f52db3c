import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { styleText } from "node:util";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { chooseRehearsal } from "../simulator/rehearsal/choose-rehearsal.ts";
import { rehearse } from "../simulator/rehearsal/rehearse.ts";
import { renderHtml } from "../simulator/report/render-html.ts";
import { renderText } from "../simulator/report/render-text.ts";
import { readReportAssets } from "../simulator/report/report-assets.ts";
import { prepareReportFolder, writeReport } from "../simulator/report/write-report.ts";
import { type Progress, startProgress } from "./progress.ts";

const EXIT = { ok: 0, failed: 1, badInput: 2 } as const;
/** Where nothing says how wide the output is: a file, a pipe, a build's log. */
const DEFAULT_COLUMNS = 100;

async function start(argv: readonly string[]): Promise<number> {
  const options = parseStartOptions(argv);
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

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return EXIT.badInput;
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

function reportPlace(options: StartOptions): void {
  const path = resolve(options.report);
  const opener = { darwin: "open", win32: "start" }[process.platform as string] ?? "xdg-open";
  const note = `Report: ${pathToFileURL(path).href}\nOpen it in a browser, or: ${opener} ${options.report}\n`;
  const stream = options.json ? process.stderr : process.stdout;
  if (!options.quiet) stream.write(mayColour(stream) ? styleText("bold", note) : note);
}

type StartOptions = {
  /** CSV of a recording, or the published incident where it is absent. */
  readonly trace?: string;
  readonly scale?: number;
  readonly windowHours: number;
  readonly fromHour?: number;
  readonly full?: boolean;
  readonly seed: number;
  readonly report: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
};

const HELP = `
Examples:
  $ npm start                           the flash sale, three pool/limit pairs
  $ npm start -- --trace traffic.csv    your traffic around its largest rise
  $ npm start -- --trace traffic.csv --scale 2 --from-hour 30 --window-hours 3
  $ npm start --silent -- --json        JSON for scripts, without npm's lines

A trace is a CSV file with the header minute_offset,requests or
second_offset,requests and one row per slot, without a gap; requests counts the
slot's requests. Colours appear on terminals only, and never with NO_COLOR set.

Exit codes: 0 the replay is complete, 1 it failed, 2 an option or the trace
file is not usable.
`;

/** @throws CommanderError after printing help or what is wrong */
function parseStartOptions(argv: readonly string[]): StartOptions {
  const command = new Command("npm start --")
    .description(
      "Replays a flash sale, or a traffic trace, under AWS target tracking, target tracking with a hand-set cap, and " +
        "Headgate. Prints a table and writes an HTML report with charts. Needs no AWS account.",
    )
    .option("--trace <file>", "replay this recording instead of the flash sale")
    .option(
      "--scale <factor>",
      "multiply the trace by this (default: its busiest minute becomes the sale's plateau)",
      above0,
    )
    .option("--window-hours <hours>", "how much of the trace to replay", above0, 6)
    .option(
      "--from-hour <hour>",
      "where in the trace to begin (default: a third of the window before its largest rise)",
      from0,
    )
    .option("--full", "replay the whole trace; long ones take minutes")
    .option("--seed <number>", "of all random draws; the same seed gives the same figures", whole, 1)
    .option("--report <file>", "where to write the HTML report", ".headgate/flash-sale.html")
    .option("--json", "print the replay as JSON instead of the table")
    .option("--quiet", "print nothing but the table or the JSON")
    .addHelpText("after", HELP)
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .exitOverride()
    .parse([...argv]);
  const options = command.opts<StartOptions>();
  if (options.trace === undefined) {
    const needless = ["scale", "windowHours", "fromHour", "full"].find(
      (name) => command.getOptionValueSource(name) === "cli",
    );
    if (needless !== undefined) command.error(`error: --${kebab(needless)} needs --trace: the flash sale is fixed`);
  }
  if (options.full && (options.fromHour !== undefined || command.getOptionValueSource("windowHours") === "cli"))
    command.error("error: --full takes the whole trace; leave out --window-hours and --from-hour");
  return options;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function decimal(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("Give a plain number such as 2 or 0.5.");
  return Number(text);
}

function above0(text: string): number {
  const number = decimal(text);
  if (number === 0) throw new InvalidArgumentError("Give a number above 0.");
  return number;
}

function from0(text: string): number {
  return decimal(text);
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1 to 999999.");
  return Number(text);
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // `npm start | head` closes the pipe early: the reader has what it wants.
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  throw error;
});

try {
  process.exitCode = await start(process.argv);
} catch (error) {
  // commander has already printed the help or what is wrong with the options.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
}
