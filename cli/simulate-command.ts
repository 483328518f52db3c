import { type Command, InvalidArgumentError } from "commander";
import type { SimulateOptions } from "./simulate-options.ts";

/** What a scenario does under the controllers that there are. */
export const addSimulateCommand = (program: Command): void => {
  program
    .command("simulate")
    .description("Plays a scenario under one or several controllers and says what fails, what it costs, and why.")
    .argument("[file]", "a scenario file, or the name of one that comes with Headgate")
    .option("--controller <name...>", "who plays (default: those that the scenario names)", each, [])
    .option("--all", "every controller there is")
    .option("--trace <csv>", "this recording instead of the scenario's requests")
    .option("--scale <factor>", "multiply the recording, or all that arrives without one", above0)
    .option("--seed <number>", "of all random draws (default: the scenario's first)", whole)
    .option("--sweep", "the scenario's other seeds and its sweep too")
    .option("--report <file>", "write an HTML report with charts")
    .option("--json", "print the result as JSON: one object, or an array for several runs")
    .option("--quiet", "no progress")
    .option("--list", "list scenarios and controllers")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate simulate --list
  $ npx headgate simulate incident-a-20-200 --controller target-tracking headgate-scale
  $ npx headgate simulate my-shop.yml --trace traffic.csv --scale 2 --all
  $ npx headgate simulate my-shop.yml --controller headgate-scale --json

Needs no AWS account. docs/simulate.md explains the JSON.

Exit codes: 0 complete, 1 a run failed or a rule of Headgate's own was broken, 2
an option, the scenario or the recording is not usable.
`,
    )
    .action(async (file: string | undefined, options: SimulateOptions) => {
      // The simulator and the handlers in it take longer to load than the other commands take in all.
      const { simulate } = await import("./simulate.ts");
      process.exitCode = await simulate(file, options);
    });
};

export const each = (text: string, before: readonly string[]): readonly string[] => [...before, text];

export function above0(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError("Give a plain number above 0 such as 2 or 0.5.");
  return Number(text);
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1 to 999999.");
  return Number(text);
}
