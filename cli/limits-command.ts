import type { Command } from "commander";
import type { Print } from "./deployment-commands.ts";
import { type LimitsOptions, limits } from "./limits.ts";

/** The rules of connection limits, set beside known ones. */
export const addLimitsCommand = (program: Command, print: Print): void => {
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
};
