import type { Command } from "commander";
import type { InitOptions } from "./init/init.ts";
import { each } from "./simulate-command.ts";

/** The first headgate.yml. */
export const addInitCommand = (program: Command): void => {
  program
    .command("init")
    .description("Finds services, databases and pools in your account and writes a commented headgate.yml.")
    .argument("[file]", "what to write", "headgate.yml")
    .option("--cluster <name...>", "these ECS clusters only (default: all)", each, [])
    .option("--region <region>", "to look in (default: as the AWS SDK finds it)")
    .option("--profile <name>", "of your AWS configuration (default: as the AWS SDK finds it)")
    .option("--yes", "ask nothing, take the guesses")
    .option("--dry-run", "print the file, write nothing")
    .option("--force", "overwrite the file if it is there")
    .option("--json", "print what was found as JSON, write nothing")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate init --region eu-central-1
  $ npx headgate init --cluster shop --yes
  $ npx headgate init stages/prod.yml --profile prod --dry-run
  $ npx headgate init --json

Every value has a comment: read (as AWS has it), likely (inferred), or guess
(check it). On a terminal it asks what it can't see. Values of environment
variables are looked at for host names and sizes, and are never shown.

It reads only: ecs:ListClusters, ListServices, DescribeServices,
DescribeTaskDefinition; rds:DescribeDBInstances, DescribeDBClusters,
DescribeDBProxies, DescribeDBProxyTargets; application-autoscaling:
DescribeScalableTargets, DescribeScalingPolicies; cloudwatch:DescribeAlarms;
elasticloadbalancing:DescribeTargetGroupAttributes. What it may not read becomes
a comment that names the action.

Exit codes: 0 written or shown, 1 nothing was found, AWS can't be asked, or the
file can't be written, 2 the file is there, or an option is not usable.
`,
    )
    .action(async (file: string, options: InitOptions) => {
      // The AWS clients take longer to load than the other commands take in all.
      const [{ init }, { initClients }] = await Promise.all([
        import("./init/init.ts"),
        import("./init/init-clients.ts"),
      ]);
      const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true && !process.env["CI"];
      const ask = isInteractive ? (await import("./init/ask-questions.ts")).askQuestions : null;
      const { exitCode, output, report } = await init(file, options, initClients(options), ask);
      if (report !== "") process.stderr.write(`${report}\n`);
      if (output !== "") process.stdout.write(`${output}\n`);
      process.exitCode = exitCode;
    });
};
