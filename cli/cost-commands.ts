import { type Command, Option } from "commander";
import type { CostOptions } from "./cost.ts";
import type { Print } from "./deployment-commands.ts";

type Options = CostOptions & { readonly refresh?: string; readonly endpoint: "us-east-1" };

/** What a plan, a configuration and Headgate itself cost. */
export const addCostCommand = (program: Command, print: Print): void => {
  program
    .command("cost")
    .description("Says what a plan, a configuration and Headgate itself cost in a month, line by line.")
    .argument("[file]", "a plan (costPlan: 1) or a headgate.yml (default: the seven-service plan that ships)")
    .option("--region <region>", "whose prices (default: the plan's, else us-east-1)")
    .option(
      "--scenario <name>",
      "on-demand, spot, savings-plan-1y, savings-plan-3y, reserved-1y, reserved-3y, committed-1y or committed-3y",
      "on-demand",
    )
    .option("--services <count>", "Headgate alone, for 10 or 100 services")
    .option("--task <cpu/memory>", "CPU units and MiB of each task of a headgate.yml", "256/512")
    .option("--prices <file>", "your own rates, or what --refresh wrote; they come before the built-in ones")
    .option("--refresh <file>", "ask AWS for the prices of --region, those of the plan too, and write them there")
    .addOption(
      new Option("--endpoint <region>", "where the Price List API is asked")
        .choices(["us-east-1", "eu-central-1", "ap-south-1"])
        .default("us-east-1"),
    )
    .option("--json", "print the result as JSON, with the source and date of each price")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate cost                                   the sample's plan
  $ npx headgate cost headgate.yml --region eu-central-1
  $ npx headgate cost --scenario committed-1y
  $ npx headgate cost --services 100                    Headgate itself
  $ npx headgate cost --refresh prices.json --region eu-west-1
  $ npx headgate cost my-plan.yml --prices prices.json

Prices are list prices in dollars for 730 hours, without tax and traffic; the
output of --json has millionths of a dollar. Only --refresh needs a
network, and your right to pricing:GetProducts.

Exit codes: 0 priced, 1 something has no price or a file is refused, 2 an option
or a file can't be used.
`,
    )
    .action(async (file: string | undefined, options: Options) => {
      if (options.refresh === undefined) {
        const { cost } = await import("./cost.ts");
        const { exitCode, output } = cost(file, options);
        print(exitCode, output, options.json);
        return;
      }
      const { itemsOfPlan } = await import("./cost.ts");
      const more = file === undefined ? [] : itemsOfPlan(file);
      if ("exitCode" in more) {
        print(more.exitCode, more.output);
        return;
      }
      // The AWS client takes longer to load than the other commands take in all.
      const { pricingClient, refreshFile } = await import("./cost-refresh.ts");
      const { exitCode, output } = await refreshFile(
        pricingClient(options.endpoint),
        options.refresh,
        [options.region ?? "us-east-1"],
        sayEachSecond(),
        more,
      );
      print(exitCode, output);
    });
};

/** `asked AWS 20 of 60` on the error output, once a second at most. */
const sayEachSecond = (): ((done: number, of: number) => void) => {
  let saidMs = performance.now();
  return (done, of) => {
    if (performance.now() - saidMs < 1_000) return;
    saidMs = performance.now();
    process.stderr.write(`asked AWS ${done} of ${of}\n`);
  };
};
