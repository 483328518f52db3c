import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addBacktestCommand } from "./backtest-options.ts";
import { addChecklistCommand } from "./checklist-command.ts";
import { addDeploymentCommands } from "./deployment-commands.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type LimitsOptions, limits } from "./limits.ts";
import { addNginxCommands } from "./nginx-commands.ts";
import { addPortsCommand } from "./ports-commands.ts";
import { describeCode, listCodes } from "./print-codes.ts";
import { addRehearseOptions, checkRehearseOptions, type RehearseCliOptions } from "./rehearse-options.ts";
import type { ReleaseOptions } from "./release.ts";
import { runProgram } from "./run-program.ts";
import { addSimulateCommand } from "./simulate-options.ts";
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
  $ npx headgate simulate --list         scenarios and controllers to play
  $ npx headgate backtest                your last two weeks, under others
  $ npx headgate codes database-budget   what a notice's code means
  $ npx headgate nginx adopt shop.conf   a patch that moves a site to upstreams
  $ npx headgate ports                   host ports that limit services or clash
  $ npx headgate release --dry-run       what taking Headgate away puts back

Exit codes: 0 fine, 1 refused or failed, 2 the command line or a file is not
usable.
`,
  )
  .exitOverride();

program
  .command("validate")
  .description(
    "Checks a configuration and shows what follows from it: domains, each database's arithmetic, and what is published where.",
  )
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
  .command("limits")
  .description("Sets the connection limits that Headgate works out beside known ones.")
  .requiredOption(
    "--reference <file>",
    "CSV with the columns engine, class, memory_gib and max_connections; engine_version and basis are read too",
  )
  .option("--json", "print the result as JSON, problems included")
  .helpOption("-h, --help", "show this")
  .allowExcessArguments(false)
  .addHelpText(
    "after",
    `
Examples:
  $ npx headgate limits --reference limits.csv
  $ npx headgate limits --reference limits.csv --json

Exit codes: 0 no row speaks against the rules, 1 a figure called exact differs,
or a safe estimate is above an observed limit, 2 the file can't be used.
`,
  )
  .action((options: LimitsOptions) => {
    const { exitCode, output } = limits(options);
    print(exitCode, output, options.json);
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

addSimulateCommand(program);
addBacktestCommand(program);
addDeploymentCommands(program, print);
addNginxCommands(program);
addPortsCommand(program, print);
addChecklistCommand(program, print);

program
  .command("release")
  .description("Puts back what Headgate has changed of Application Auto Scaling: MaxCapacity and suspensions.")
  .option("--service <name>", "this service only, by its name in headgate.yml")
  .option("--dry-run", "show it, write nothing")
  .option("--stage <stage>", "of the stack, whose table is headgate-<stage>", "dev")
  .option("--table <name>", "the stack's table, where it has another name")
  .option("--region <region>", "of the stack (default: as the AWS SDK finds it)")
  .helpOption("-h, --help", "show this")
  .allowExcessArguments(false)
  .addHelpText(
    "after",
    `
Examples:
  $ npx headgate release --stage prod --region eu-central-1 --dry-run
  $ npx headgate release --stage prod --region eu-central-1
  $ npx headgate release --service order --table headgate-prod

Run it before the stack is removed: what it puts back is in the stack's table. A
maximum that somebody else has set since is left alone.

Exit codes: 0 done, or nothing to do, 1 a service could not be put back, 2 the
command line is not usable.
`,
  )
  .action(async (options: ReleaseOptions) => {
    // The AWS clients take longer to load than the other commands take in all.
    const { release, releaseClients } = await import("./release.ts");
    const { exitCode, output } = await release(releaseClients(options), options);
    print(exitCode, output);
  });

/** What can't be used goes where errors go, except JSON, which a script reads from one place. */
function print(exitCode: ExitCode, output: string, json = false): void {
  const stream = exitCode === EXIT.usage && !json ? process.stderr : process.stdout;
  stream.write(`${output}\n`);
  process.exitCode = exitCode;
}

await runProgram(program, process.argv);
