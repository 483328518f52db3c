import { existsSync } from "node:fs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { nameAndMessage } from "../../shared/aws/failure.ts";
import type { AccountReadings } from "../../shared/discovery/account-readings.ts";
import type { Draft } from "../../shared/discovery/draft.ts";
import { planDraft } from "../../shared/discovery/plan-draft.ts";
import type { Answers } from "../../shared/discovery/questions.ts";
import { renderDraft } from "../../shared/discovery/render-draft.ts";
import { awsHint } from "../../shared/notices/aws-hint.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { toJson, unusable } from "../json-output.ts";
import { startLateProgress } from "../late-progress.ts";
import type { InitClients } from "./init-clients.ts";
import { accountReadings, readAccount } from "./read-account.ts";
import { writeConfig } from "./write-config.ts";

export type InitOptions = {
  readonly cluster: readonly string[];
  readonly region?: string;
  readonly profile?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
};

/** `output` is for standard output, `report` for standard error. */
export type InitResult = { readonly exitCode: ExitCode; readonly output: string; readonly report: string };

/** `null`: the person gave up. */
export type Ask = (readings: AccountReadings) => Promise<Answers | null>;

/**
 * Writes a headgate.yml out of what the account shows.
 *
 * @param ask what only a person knows; not called with --yes, --json or --dry-run
 * @returns exit code 0: written or shown, also where something could not be read. 1: there is nothing to write, or AWS
 * can't be asked. 2: the file is there
 * @throws never
 */
export const init = async (
  file: string,
  options: InitOptions,
  clients: InitClients,
  ask: Ask | null,
): Promise<InitResult> => {
  const writes = !options.json && !options.dryRun;
  if (writes && !options.force && existsSync(file)) return fail(options, EXIT.usage, taken(file));
  const caller = await readCaller(clients);
  if (caller.kind === "refused") return fail(options, EXIT.failed, caller.message);
  const progress = startLateProgress(accountReadings, accountReadings, undefined, "readings");
  let readings: AccountReadings;
  try {
    readings = await readAccount(clients, options.cluster, () => {
      progress.advance(1);
      progress.endRun();
    });
  } finally {
    progress.end();
  }
  const where = `the account ${caller.account} in ${caller.region}`;
  const answers = ask === null || !writes || options.yes ? {} : await ask(readings);
  if (answers === null) return { exitCode: EXIT.failed, output: "", report: "" };
  const draft = planDraft(readings, answers);
  if (options.json)
    return {
      exitCode: draft.services.length === 0 ? EXIT.failed : EXIT.ok,
      output: toJson({
        kind: draft.services.length === 0 ? "empty" : "draft",
        account: caller.account,
        region: caller.region,
        ...draft,
      }),
      report: "",
    };
  if (draft.services.length === 0) return fail(options, EXIT.failed, nothingFound(draft, where, options));
  const text = renderDraft(draft);
  if (options.dryRun) return { exitCode: EXIT.ok, output: text.trimEnd(), report: draft.warnings.join("\n") };
  try {
    if (writeConfig(file, text, options.force ?? false).kind === "exists")
      return fail(options, EXIT.usage, taken(file));
  } catch (error) {
    return fail(options, EXIT.failed, `${file}: can't be written: ${(error as Error).message}`);
  }
  return { exitCode: EXIT.ok, output: done(file, draft), report: draft.warnings.join("\n") };
};

type Caller =
  | { readonly kind: "known"; readonly account: string; readonly region: string }
  | { readonly kind: "refused"; readonly message: string };

/** The one call that needs no permission: where it fails, no other can work. */
const readCaller = async ({ sts }: InitClients): Promise<Caller> => {
  try {
    const region = await sts.config.region();
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    return { kind: "known", account: Account ?? "unknown", region };
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    const hint = awsHint(`${name} ${message}`);
    return {
      kind: "refused",
      message: `AWS can't be asked: ${name}: ${message}${hint === null ? "" : `\n  fix: ${hint}`}`,
    };
  }
};

const taken = (file: string): string =>
  `${file} is there and is not overwritten.\n  fix: name another file, add --force, or look at --dry-run first`;

const nothingFound = ({ leftOut, warnings }: Draft, where: string, { cluster }: InitOptions): string => {
  const clusters = cluster.length === 0 ? "" : ` in ${cluster.join(", ")}`;
  const left = leftOut.filter(({ what }) => what.startsWith("the service "));
  return [
    `No ECS service that Headgate could look after was found${clusters} in ${where}. Nothing is written.`,
    ...left.map(({ what, because }) => `  ${what}: ${because}`),
    ...warnings.map((warning) => `  ${warning}`),
    ...(left.length + warnings.length === 0
      ? ["  fix: name the region with --region, or the account with --profile"]
      : []),
  ].join("\n");
};

const done = (file: string, draft: Draft): string => {
  const guesses = draft.questions.length;
  const look = guesses === 0 ? "read its comments" : "look at its guesses of pools first";
  return [
    `${file} is written: ${counted(draft.services.length, "service")}, ${counted(draft.databases.length, "database")}. All of them are observed, nothing else.`,
    `1. Open it and ${look}: each value says where it comes from.`,
    `2. npx headgate validate${file === "headgate.yml" ? "" : ` ${file}`}`,
    "3. npx headgate rehearse, then deploy: docs/deploy.md",
  ].join("\n");
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const fail = ({ json }: InitOptions, exitCode: ExitCode, message: string): InitResult =>
  json ? { exitCode, output: unusable(message), report: "" } : { exitCode, output: "", report: message };
