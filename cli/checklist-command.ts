import type { Command } from "commander";
import type { ChecklistOptions } from "./checklist.ts";
import type { Print } from "./deployment-commands.ts";
import { progressOutput } from "./terminal-output.ts";

/** The audit of an account. */
export const addChecklistCommand = (program: Command, print: Print): void => {
  program
    .command("checklist")
    .description("Holds your account against the day-one list, and says the one next step that its metrics ask for.")
    .option("--region <region>", "to look at (default: as the AWS SDK finds it)")
    .option("--config <file>", "for limits and signals (default: headgate.yml, where there is one)")
    .option("--json", "print the result as JSON, with every finding")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate checklist --region eu-central-1
  $ npx headgate checklist --json > checklist.json

It reads with your own credentials and changes nothing; the fixes are commands
for you to look at and run. What you may not read is a finding with the missing
permission. Each check is explained in docs/checklist.md.

Exit codes: 0 nothing found, 1 something is found or can't be told, 2 AWS can't
be asked, or an option or a file is not usable.
`,
    )
    .action(async (options: ChecklistOptions) => {
      // The AWS clients take longer to load than the other commands take in all.
      const [{ checklist }, { makeAuditClients }] = await Promise.all([
        import("./checklist.ts"),
        import("../shared/aws/audit/make-audit-clients.ts"),
      ]);
      const { write, live } = progressOutput();
      const { exitCode, output } = await checklist(
        options,
        () => makeAuditClients(options.region),
        Date.now(),
        (part, done, parts) => {
          const line = `reading the account: ${done} of ${parts} parts, ${part}`;
          if (live) write(done === parts ? "\r\u001b[K" : `\r${line}\u001b[K`);
          else if (done === parts || done % everyPart === 0) write(`${line}\n`);
        },
      );
      print(exitCode, output, options.json);
    });
};

/** In a log, a line now and then is enough. */
const everyPart = 5;
