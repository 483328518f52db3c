import type { Command } from "commander";
import type { Print } from "./deployment-commands.ts";
import { describeCode, listCodes } from "./print-codes.ts";

/** What a code means. */
export const addCodesCommand = (program: Command, print: Print): void => {
  program
    .command("codes")
    .description("Says what the code of a notice or of a configuration's problem means, and what to do.")
    .argument("[code]", "as in the notice; without it all codes are listed")
    .option("--json", "print the result as JSON")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate codes
  $ npx headgate codes database-budget
  $ npx headgate codes --json

Exit codes: 0 found, 2 there is no such code; the nearest ones are named.
`,
    )
    .action((code: string | undefined, { json = false }: { readonly json?: boolean }) => {
      const { exitCode, output } = code === undefined ? listCodes(json) : describeCode(code, json);
      print(exitCode, output, json);
    });
};
