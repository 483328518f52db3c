import type { Command } from "commander";
import type { Print } from "./deployment-commands.ts";
import type { ReleaseOptions } from "./release.ts";

/** The way out. */
export const addReleaseCommand = (program: Command, print: Print): void => {
  program
    .command("release")
    .description("Puts back what Headgate has changed of Application Auto Scaling: MaxCapacity and suspensions.")
    .option("--service <name>", "this service only, by its name in headgate.yml")
    .option("--dry-run", "show it, write nothing")
    .option("--stage <stage>", "of the stack, whose table is headgate-<stage>", "dev")
    .option("--table <name>", "the stack's table, where it has another name")
    .option("--region <region>", "of the stack (default: as the AWS SDK finds it)")
    .option("--json", "print the result as JSON")
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
      print(exitCode, output, options.json);
    });
};
