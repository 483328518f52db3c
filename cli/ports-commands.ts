import { type Command, Option } from "commander";
import type { Print } from "./deployment-commands.ts";
import type { PortsOptions } from "./ports.ts";

const each = (text: string, before: readonly string[]): readonly string[] => [...before, text];
const none: readonly string[] = [];

/** The audit of host ports. */
export const addPortsCommand = (program: Command, print: Print): void => {
  program
    .command("ports")
    .description("Finds host ports that limit services to one task per instance or clash, and says what to change.")
    .addOption(
      new Option("--task-definition <file>", "JSON as describe-task-definition prints it; repeatable")
        .argParser(each)
        .default(none, "what runs, from AWS"),
    )
    .option("--config <file>", "the configuration (default: headgate.yml)")
    .option("--region <region>", "of the clusters and the prices (default: as the AWS SDK finds it, and us-east-1)")
    .option("--json", "print the result as JSON")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate ports --region eu-central-1
  $ npx headgate ports --task-definition order.json --task-definition user.json

Task definitions need no AWS account; without headgate.yml all of them are taken
to share one cluster. From AWS it reads with your credentials and needs
ecs:DescribeServices, DescribeTaskDefinition and ListContainerInstances.

Exit codes: 0 nothing keeps tasks from starting, 1 something does, or a service
can't be read, 2 a file or an option is not usable.
`,
    )
    .action(async (options: PortsOptions) => {
      const [{ ports }, { sayWhileWaiting }] = await Promise.all([import("./ports.ts"), import("./nginx-waiting.ts")]);
      const { exitCode, output } = await ports(options, async (services) => {
        const [{ portsClient }, { readServicePorts }] = await Promise.all([
          import("./ports-live.ts"),
          import("../shared/aws/read-service-ports.ts"),
        ]);
        const reading = readServicePorts(portsClient(options.region), services);
        return sayWhileWaiting(`reading the ports of ${services.length} services`, reading);
      });
      print(exitCode, output, options.json);
    });
};
