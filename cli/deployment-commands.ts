import { type Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import { nameCount } from "./name-counts.ts";
import { type PoolFitOptions, poolFit } from "./pool-fit.ts";
import { type PreflightOptions, runPreflight } from "./preflight.ts";

export type Print = (exitCode: ExitCode, output: string, json?: boolean) => void;

const none: ReadonlyMap<string, number> = new Map();

const count = (text: string): number => {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError("write a whole number of tasks.");
  return Number(text);
};

/** What is asked before a deployment: does it fit, and how large may pools be. */
export const addDeploymentCommands = (program: Command, print: Print): void => {
  program
    .command("preflight")
    .description("Checks a new task definition before it is deployed: would its rollout pass the databases' wall?")
    .requiredOption("--task-definition <file>", "JSON as for register-task-definition, or as describe prints it")
    .option("--service <name>", "the service (default: the one that the definition's family names)")
    .option("--desired <tasks>", "tasks when the deployment begins (default: tasks.max)", count)
    .option("--tasks <name=n>", "tasks of another service (default: its tasks.max); repeatable", nameCount, none)
    .option("--unmanaged <database=n>", "sessions of others, where headgate.yml has none; repeatable", nameCount, none)
    .option("--max-connections <database=n>", "the limit, where headgate.yml has none; repeatable", nameCount, none)
    .option("--config <file>", "the configuration", "headgate.yml")
    .option("--json", "print the result as JSON")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate preflight --task-definition order.json
  $ npx headgate preflight --task-definition order.json --desired 10 \\
      --tasks inventory=4

Figures come from headgate.yml; a pool's \`variables\` name the environment
variables of the definition that replace them. Needs no AWS account.

Exit codes: 0 the rollout fits, 1 it doesn't, 2 a file or an option is not
usable.
`,
    )
    .action((options: PreflightOptions) => {
      const { exitCode, output } = runPreflight(options);
      print(exitCode, output, options.json);
    });

  program
    .command("pool-fit")
    .description("Shows the largest safe connection pool of each service, with every service at its maximum.")
    .argument("[file]", "the configuration", "headgate.yml")
    .option("--unmanaged <database=n>", "sessions of others, where headgate.yml has none; repeatable", nameCount, none)
    .addOption(new Option("--format <format>", "how to print it").choices(["table", "json", "ssm"]).default("table"))
    .addOption(new Option("--json", "short for --format json").conflicts("format"))
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate pool-fit
  $ npx headgate pool-fit --format ssm     commands that write SSM parameters

Exit codes: 0 every pool has an answer, 1 one has none, 2 the file can't be
read.
`,
    )
    .action((file: string, options: PoolFitOptions & { readonly json?: boolean }) => {
      const format = options.json === true ? "json" : options.format;
      const { exitCode, output } = poolFit(file, { ...options, format });
      print(exitCode, output, format === "json");
    });
};
