import type { Command } from "commander";
import type { Print } from "./deployment-commands.ts";
import { type ValidateOptions, validate } from "./validate.ts";

/** What is checked before anything is deployed. */
export const addValidateCommand = (program: Command, print: Print): void => {
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
};
