import { type Command, InvalidArgumentError, Option } from "commander";
import type { Print } from "./deployment-commands.ts";
import { EXIT } from "./exit-codes.ts";
import type { ExplainOptions } from "./explain.ts";
import type { HistoryOptions } from "./history.ts";
import type { TableOptions } from "./history-table.ts";
import { loadConfig } from "./load-config.ts";
import { parseSince } from "./parse-since.ts";
import type { PlanOptions } from "./plan.ts";

const mostListed = 10_000;
const daysListed = "24h";

const limitOf = (text: string): number => {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= mostListed) return limit;
  throw new InvalidArgumentError(`write a whole number of entries, 1 to ${mostListed}.`);
};

const ofTable = (command: Command): Command =>
  command
    .option("--stage <stage>", "of the stack, whose table is headgate-<stage>", "dev")
    .option("--table <name>", "the stack's table, where it has another name")
    .option("--region <region>", "of the stack (default: as the AWS SDK finds it)");

type HistoryCliOptions = TableOptions & Omit<HistoryOptions, "sinceMs"> & { readonly since?: number };
type PlanCliOptions = TableOptions &
  PlanOptions & { readonly config: string; readonly local?: boolean; readonly snapshot?: string };

/**
 * What was decided, why, and what would be decided now.
 */
export const addHistoryCommands = (program: Command, print: Print, release: string): void => {
  ofTable(
    program
      .command("history")
      .description("Lists what Headgate has decided and what was run, the newest first, or writes all of it to a file.")
      .option("--service <name>", "only what names this service")
      .option("--domain <id>", "only this domain")
      .addOption(
        new Option("--since <when>", "24h, 90m, 7d, or a time in ISO 8601")
          .argParser((text) => parseSince(text, Date.now()))
          .default(undefined, `${daysListed}; with --export everything that is kept`),
      )
      .option("--limit <n>", "entries that are listed at most", limitOf, 20)
      .option("--export <file>", "write them whole to this file, as JSON lines, the oldest first")
      .option("--json", "print the result as JSON"),
  )
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate history --stage prod --since 7d
  $ npx headgate history --stage prod --service order --limit 50
  $ npx headgate history --stage prod --export decisions.jsonl

An export holds each decision with its snapshot and the configurations that they
were planned with; headgate plan --snapshot reads it.

Exit codes: 0 listed, also nothing, or written, 1 the table can't be read, 2 an
option or the file is not usable.
`,
    )
    .action(async ({ since, ...options }: HistoryCliOptions) => {
      const [{ history }, { historySource }, { sayWhileWaiting }] = await Promise.all([
        import("./history.ts"),
        import("./history-table.ts"),
        import("./nginx-waiting.ts"),
      ]);
      const nowMs = Date.now();
      const sinceMs = since ?? (options.export === undefined ? parseSince(daysListed, nowMs) : 0);
      const source = historySource(options, nowMs);
      const result = await sayWhileWaiting("reading the history", history(source, { ...options, sinceMs }));
      print(result.exitCode, result.output, options.json);
    });

  ofTable(
    program
      .command("explain")
      .description("Explains a decision with its arithmetic, or a run with its steps.")
      .argument("<id>", "as headgate history lists it; its beginning is enough where that is the only one")
      .option("--replan", "plan it again from its stored snapshot, and compare")
      .option("--config <file>", "a configuration instead of the one that it was planned with")
      .option("--json", "print the result as JSON"),
  )
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate explain --stage prod 2026-03-14T08:00:20
  $ npx headgate explain --replan 'order/2026-03-14T08:00:20.118Z#17'

Exit codes: 0 explained, and with --replan the same answer, 1 another answer, or
it can't be read, 2 there is no such id; the nearest are named.
`,
    )
    .action(async (id: string, options: TableOptions & ExplainOptions) => {
      const [{ explain }, { historySource }, { sayWhileWaiting }] = await Promise.all([
        import("./explain.ts"),
        import("./history-table.ts"),
        import("./nginx-waiting.ts"),
      ]);
      const source = historySource(options, Date.now());
      const result = await sayWhileWaiting("reading the decision", explain(source, id, options));
      print(result.exitCode, result.output, options.json);
    });

  ofTable(
    program
      .command("plan")
      .description("Reads the world now and prints what would be decided, with its arithmetic. Writes nothing.")
      .option("--domain <id>", "only this domain (default: all)")
      .option("--service <name>", "only the domain of this service")
      .addOption(new Option("--local", "of a rush on the services in this process, without AWS").conflicts("snapshot"))
      .option("--snapshot <file>", "from an export's last decision of each domain, under this configuration")
      .option("--config <file>", "the configuration", "headgate.yml")
      .option("--json", "print the plans as JSON, with what was read"),
  )
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx headgate plan --local
  $ npx headgate plan --stage prod --service order
  $ npx headgate plan --snapshot decisions.jsonl --config changed.yml

Reads what the function scale reads, with your credentials: ECS, CloudWatch,
Application Auto Scaling, SQS and the stack's table.

Exit codes: 0 planned, 1 the table can't be read or a decision not planned, 2 an
option or a file is not usable.
`,
    )
    .action(async (options: PlanCliOptions) => {
      const loaded = loadConfig(options.config);
      if (loaded.kind === "failed") return print(EXIT.usage, loaded.output, options.json);
      const { config } = loaded;
      const [{ plan, planFromFile }, { sayWhileWaiting }] = await Promise.all([
        import("./plan.ts"),
        import("./nginx-waiting.ts"),
      ]);
      const planned = async () => {
        if (options.snapshot !== undefined) return planFromFile(options.snapshot, config, options);
        const { liveSource, localSource } = await import("./plan-clients.ts");
        const nowMs = Date.now();
        if (options.local === true) return plan(await localSource(config, nowMs), config, release, options);
        const source = await liveSource(options, config, nowMs);
        return source.kind === "failed"
          ? { exitCode: EXIT.failed, output: source.message }
          : plan(source.source, config, release, options);
      };
      const { exitCode, output } = await sayWhileWaiting("planning", planned());
      print(exitCode, output, options.json);
    });
};
