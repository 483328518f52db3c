import { type Command, InvalidArgumentError } from "commander";
import type { BacktestOptions } from "./backtest-options.ts";
import { nameCount } from "./name-counts.ts";
import { each } from "./simulate-command.ts";

const none: ReadonlyMap<string, number> = new Map();

/** What has been, under other controllers. */
export const addBacktestCommand = (program: Command): void => {
  program
    .command("backtest")
    .description(
      "Calibrates the simulator with what your services have recorded, and says what each controller would have done.",
    )
    .option(
      "--csv <file...>",
      "recordings, one file per service or with a column service (default: CloudWatch)",
      each,
      [],
    )
    .option("--config <file>", "the configuration", "headgate.yml")
    .option("--days <number>", "whole days before today, from CloudWatch, 1 to 14", days, 14)
    .option("--region <region>", "of CloudWatch (default: as the AWS SDK finds it)")
    .option("--controller <name...>", "who plays (default: target tracking, capped and not, and Headgate)", each, [])
    .option("--max-connections <database=n>", "the limit, where headgate.yml has none; repeatable", nameCount, none)
    .option("--accept-error", "show the figures even if the calibrated world does not repeat the past")
    .option("--refresh", "download again what is on disk")
    .option("--report <file>", "write an HTML report with charts")
    .option("--json", "print the result as JSON")
    .option("--quiet", "no progress")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate backtest --region eu-central-1
  $ npx headgate backtest --csv order.csv user.csv --report backtest.html
  $ npx headgate backtest --days 3 --controller headgate-scale --json

Without --csv it reads CloudWatch with your credentials and needs
cloudwatch:GetMetricData; what it has downloaded is kept in .headgate/backtest.
docs/backtest.md explains the columns, the calibration and its bounds.

Exit codes: 0 complete, 1 the recording can't be explained (no verdict), a
download or a run failed, 2 an option, the configuration or a file is not
usable.
`,
    )
    .action(async (options: BacktestOptions) => {
      // The simulator and the AWS clients take longer to load than the other commands take in all.
      const [{ backtest }, { backtestClient }] = await Promise.all([
        import("./backtest.ts"),
        import("./backtest-client.ts"),
      ]);
      process.exitCode = await backtest(options, backtestClient(options.region));
    });
};

function days(text: string): number {
  const number = Number(text);
  if (/^\d{1,3}$/.test(text) && number >= 1 && number <= 14) return number;
  throw new InvalidArgumentError("Give 1 to 14: CloudWatch keeps datapoints of a minute for 15 days, today included.");
}
