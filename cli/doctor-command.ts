import type { Command } from "commander";
import type { Print } from "./deployment-commands.ts";
import type { DoctorOptions } from "./doctor/doctor.ts";

/** What is the matter with an installation. */
export const addDoctorCommand = (program: Command, print: Print): void => {
  program
    .command("doctor")
    .description("Looks at what is deployed: stack, functions, rights, queues, table, domains, notices and alarms.")
    .option("--stage <stage>", "of the stack, which is headgate-<stage>", "dev")
    .option("--config <file>", "the configuration to compare with", "headgate.yml")
    .option("--region <region>", "of the stack (default: as the AWS SDK finds it)")
    .option("--profile <name>", "of your AWS configuration (default: as the AWS SDK finds it)")
    .option("--json", "print the findings as JSON")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate doctor --stage prod --region eu-central-1
  $ npx headgate doctor --stage prod --json

Each finding is ok, warning, failed or unknown, with what to do. It only reads,
and what it may not read is a finding that names the action: sts:
GetCallerIdentity; cloudformation:DescribeStacks; lambda:
GetFunctionConfiguration; iam:ListRolePolicies, GetRolePolicy; sqs:
GetQueueAttributes, ReceiveMessage (one dead letter is looked at and left);
cloudwatch:GetMetricData, DescribeAlarms; dynamodb:BatchGetItem, Query; sns:
ListSubscriptionsByTopic.

Exit codes: 0 all is well, or there are only warnings and unknowns, 1 something
failed or AWS can't be asked, 2 the command line is not usable.
`,
    )
    .action(async (options: DoctorOptions) => {
      // The AWS clients take longer to load than the other commands take in all.
      const [{ doctor }, { doctorClients }] = await Promise.all([
        import("./doctor/doctor.ts"),
        import("./doctor/doctor-clients.ts"),
      ]);
      const { exitCode, output } = await doctor(options, doctorClients(options), Date.now());
      print(exitCode, output, options.json);
    });
};
