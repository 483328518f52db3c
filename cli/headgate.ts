import { readFileSync } from "node:fs";
import { Command } from "commander";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { describeCode, listCodes } from "./print-codes.ts";
import { addRehearseOptions, checkRehearseOptions, type RehearseCliOptions } from "./rehearse-options.ts";
import { runProgram } from "./run-program.ts";
import { type ValidateOptions, validate } from "./validate.ts";

const { version, description } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  readonly version: string;
  readonly description: string;
};

const program = new Command("headgate")
  .description(description)
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "show this")
  .helpCommand("help [command]", "show a command's options")
  .addHelpText(
    "after",
    `
Examples:
  $ npx headgate validate                check headgate.yml, show the sums
  $ npx headgate rehearse                replay the flash sale, without AWS
  $ npx headgate codes database-budget   what a notice's code means

Exit codes: 0 fine, 1 refused or failed, 2 the command line or a file is not
usable.
`,
  )
  .exitOverride();

program
  .command("validate")
  .description("Checks a configuration and shows what follows from it: domains, and each database's arithmetic.")
  .argument("[file]", "the configuration", "headgate.yml")
  .option("--json", "print the result as JSON, problems included")
  .helpOption("-h, --help", "show this")
  .allowExcessArguments(false)
  .addHelpText(
    "after",
    `
Examples:
  $ npx headgate validate
  $ npx headgate validate stages/prod.yml --json

Exit codes: 0 valid, also with warnings, 1 refused, 2 the file can't be read.
`,
  )
  .action((file: string, options: ValidateOptions) => {
    const { exitCode, output } = validate(file, options);
    print(exitCode, output, options.json);
  });

addRehearseOptions(program.command("rehearse"), {
  plain: "npx headgate rehearse",
  withOptions: "npx headgate rehearse",
  forScripts: "npx headgate rehearse",
}).action(async (options: RehearseCliOptions, command: Command) => {
  checkRehearseOptions(command);
  // The simulator and the handlers in it take longer to load than the other commands take in all.
  const { rehearseAndReport } = await import("./rehearse.ts");
  process.exitCode = await rehearseAndReport(options);
});

program
  .command("codes")
  .description("Says what the code of a notice or of a configuration's problem means, and what to do.")
  .argument("[code]", "as in the notice; without it all codes are listed")
  .helpOption("-h, --help", "show this")
  .allowExcessArguments(false)
  .addHelpText(
    "after",
    `
Examples:
  $ npx headgate codes
  $ npx headgate codes database-budget

Exit codes: 0 found, 2 there is no such code; the nearest ones are named.
`,
  )
  .action((code: string | undefined) => {
    const { exitCode, output } = code === undefined ? listCodes() : describeCode(code);
    print(exitCode, output);
  });

/** What can't be used goes where errors go, except JSON, which a script reads from one place. */
function print(exitCode: ExitCode, output: string, json = false): void {
  const stream = exitCode === EXIT.usage && !json ? process.stderr : process.stdout;
  stream.write(`${output}\n`);
  process.exitCode = exitCode;
}

await runProgram(program, process.argv);
