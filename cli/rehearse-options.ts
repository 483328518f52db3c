import { join, parse } from "node:path";
import { type Command, InvalidArgumentError } from "commander";

export type RehearseCliOptions = {
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

/** How the command is written in a shell: `npm start` needs its own separator before options. */
export type Invocation = { readonly plain: string; readonly withOptions: string; readonly forScripts: string };

const helpOf = ({ plain, withOptions, forScripts }: Invocation): string => `
Examples:
  $ ${plain.padEnd(42)}  the flash sale
  $ ${`${withOptions} --trace traffic.csv`.padEnd(42)}  your traffic, its largest rise
  $ ${withOptions} --trace traffic.csv --from-hour 30 --window-hours 3
  $ ${withOptions} --trace traffic.csv --scale 2
  $ ${`${forScripts} --json`.padEnd(42)}  JSON for scripts

A trace is a CSV file with the header minute_offset,requests or
second_offset,requests and one row per slot, without a gap; requests counts the
slot's requests. Colours appear on terminals only, and never with NO_COLOR set.

Exit codes: 0 the replay is complete, 1 it failed, 2 an option or the trace
file is not usable.
`;

/** The one set of options of `npm start` and `headgate rehearse`. */
export function addRehearseOptions(command: Command, invocation: Invocation): Command {
  return command
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
    .option(
      "--report <file>",
      "where to write the HTML report (of a trace: named after it)",
      ".headgate/flash-sale.html",
    )
    .option("--json", "print the replay as JSON instead of the table")
    .option("--quiet", "print nothing but the table or the JSON")
    .addHelpText("after", helpOf(invocation))
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false);
}

/**
 * What single options can't say: which of them belong together.
 *
 * @throws CommanderError after printing what is wrong
 */
export function checkRehearseOptions(command: Command): void {
  const options = command.opts<RehearseCliOptions>();
  if (options.trace === undefined) {
    const needless = ["scale", "windowHours", "fromHour", "full"].find(
      (name) => command.getOptionValueSource(name) === "cli",
    );
    if (needless !== undefined) command.error(`error: --${kebab(needless)} needs --trace: the flash sale is fixed`);
  }
  if (options.full && (options.fromHour !== undefined || command.getOptionValueSource("windowHours") === "cli"))
    command.error("error: --full takes the whole trace; leave out --window-hours and --from-hour");
  // A trace's report doesn't replace the flash sale's.
  if (options.trace !== undefined && command.getOptionValueSource("report") === "default")
    command.setOptionValueWithSource("report", join(".headgate", `${parse(options.trace).name}.html`), "implied");
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
