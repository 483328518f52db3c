import type { Command } from "commander";
import { runbookNames } from "../shared/runbooks/names.ts";
import type { RunCommandOptions } from "./run-command-options.ts";

/** `headgate run`: everything about runbooks is loaded only when one is asked for. */
export const addRunCommand = (program: Command): void => {
  program.enablePositionalOptions();
  program
    .command("run")
    .description("Runs a runbook: dry unless --confirm is given.")
    .argument("[runbook]", `one of ${runbookNames.join(", ")}`)
    .argument("[options...]", "the runbook's own; `headgate run NAME --help` shows them")
    .option("--list", "what there is to run, a line each")
    .option("--status <id>", "where a run is, and what it did")
    .option("--approve <id>", "approve a run that waits for another person, with your own credentials")
    .option("--abort <id>", "end a run; what has to be put back is put back")
    .option("--follow", "stay until the run is over, and show its steps")
    .option("--json", "print the answer as JSON")
    .option("--stage <stage>", "of the stack, whose function is headgate-<stage>-runbook", "dev")
    .option("--region <region>", "of the stack (default: as the AWS SDK finds it)")
    .helpOption("-h, --help", "show this")
    // What comes after the runbook's name is the runbook's.
    .passThroughOptions()
    .allowUnknownOption()
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate run --list
  $ npx headgate run scale --help
  $ npx headgate run scale --service order --to 6
  $ npx headgate run scale --service order --to 6 --confirm --follow
  $ npx headgate run headroom --local
  $ npx headgate run --approve incident-42 --stage prod
  $ npx headgate run --abort incident-42 --stage prod

Exit codes: 0 done, or a dry run, 1 refused, aborted or failed, 2 the command
line or a parameter is not usable.
`,
    )
    .action(async (name: string | undefined, args: readonly string[], options: RunCommandOptions) => {
      const { runRunbook, runOther } = await import("./run-runbook.ts");
      process.exitCode = name === undefined ? await runOther(options) : await runRunbook(name, args, options);
    });
};
