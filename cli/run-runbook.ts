import { LambdaClient } from "@aws-sdk/client-lambda";
import { Command, CommanderError } from "commander";
import { nameAndMessage } from "../shared/aws/failure.ts";
import { nearestName } from "../shared/config/nearest-name.ts";
import { runbooks } from "../shared/runbooks/registry.ts";
import type { AnyRunbook } from "../shared/runbooks/runbook.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type InvokeRunbook, makeInvokeRunbook } from "./invoke-runbook.ts";
import type { RunCommandOptions } from "./run-command-options.ts";
import { invokeAndFollow, showAnswer } from "./run-follow.ts";
import { runLocally } from "./run-locally.ts";
import { addRunbookOptions, type RunbookOptions, readRunbookParams } from "./runbook-options.ts";
import { signCommand, signStart } from "./sign-runbook.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs one runbook with what stands behind its name on the command line. */
export const runRunbook = async (
  name: string,
  args: readonly string[],
  shared: RunCommandOptions,
): Promise<ExitCode> => {
  const runbook = runbooks.find((one) => one.name === name);
  if (runbook === undefined) return unknownRunbook(name);
  const command = addRunbookOptions(new Command(`headgate run ${name}`), runbook).exitOverride();
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    // commander has already printed the help or what is wrong with the options.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  const own = command.opts<RunbookOptions>();
  const options = { ...shared, ...withoutUndefined(own) };
  const params = readRunbookParams(runbook, own);
  return options.local === true ? runLocally(runbook, params, options) : runDeployed(runbook, params, options);
};

const runDeployed = async (
  runbook: AnyRunbook,
  params: Readonly<Record<string, unknown>>,
  options: RunCommandOptions & RunbookOptions,
): Promise<ExitCode> => {
  const { confirm = false, requestId = newRequestId(runbook) } = options;
  try {
    const proof = confirm ? await signStart(requestId, runbook.name, params, options.region) : undefined;
    const request = { runbook: runbook.name, params, confirm, requestId, ...(proof === undefined ? {} : { proof }) };
    return await invokeAndFollow(invokerOf(options), request, options);
  } catch (error) {
    return failed(error, options);
  }
};

/** --list, --status, --approve and --abort. */
export const runOther = async (options: RunCommandOptions): Promise<ExitCode> => {
  if (options.list === true) return list(options);
  const [command, id] = commandOf(options);
  if (id === undefined) {
    complain(
      "Name a runbook, or give --list, --status, --approve or --abort. `npx headgate run --help` shows examples.",
    );
    return EXIT.usage;
  }
  const invoke = invokerOf(options);
  try {
    if (command === "status") return await invokeAndFollow(invoke, { run: id, command }, options);
    // What is signed names the run's own parameters, so they are asked for first.
    const before = await invoke({ run: id, command: "status" });
    if (before.kind === "refused" || before.answer.kind !== "run") return showAnswer(before, options);
    const proof = await signCommand(command, before.answer.run, options.region);
    return await invokeAndFollow(invoke, { run: id, command, proof }, options);
  } catch (error) {
    return failed(error, options);
  }
};

const commandOf = ({
  status,
  approve,
  abort,
}: RunCommandOptions): readonly ["status" | "approve" | "abort", string | undefined] => {
  if (approve !== undefined) return ["approve", approve];
  return abort === undefined ? ["status", status] : ["abort", abort];
};

const list = ({ json }: RunCommandOptions): ExitCode => {
  if (json === true) {
    print(
      JSON.stringify(
        runbooks.map(({ name, purpose, effect, example }) => ({ name, purpose, effect, example })),
        null,
        2,
      ),
    );
    return EXIT.ok;
  }
  const width = Math.max(...runbooks.map(({ name }) => name.length));
  const marks = { reads: " ", headgate: "*", account: "!" } as const;
  for (const { name, purpose, effect } of runbooks) print(`${marks[effect]} ${name.padEnd(width)}  ${purpose}`);
  print("");
  print(
    "* changes what Headgate keeps, ! changes the account and has to be allowed in headgate.yml; the others only read.",
  );
  return EXIT.ok;
};

const unknownRunbook = (name: string): ExitCode => {
  const nearest = nearestName(
    name,
    runbooks.map((runbook) => runbook.name),
  );
  complain(
    `There is no runbook ${name}.${nearest === null ? "" : ` Did you mean ${nearest}?`} \`npx headgate run --list\` shows all.`,
  );
  return EXIT.usage;
};

const invokerOf = ({ stage, region }: RunCommandOptions): InvokeRunbook =>
  makeInvokeRunbook(new LambdaClient(region === undefined ? {} : { region }), `headgate-${stage}-runbook`);

const failed = (error: unknown, { stage, json }: RunCommandOptions): ExitCode => {
  const { name, message } = nameAndMessage(error);
  const hint =
    name === "ResourceNotFoundException"
      ? ` Is a stack of the stage ${stage} deployed in this region? Name it by --stage and --region.`
      : "";
  if (json === true) print(JSON.stringify({ kind: "failed", code: name, message: `${message}${hint}` }, null, 2));
  else complain(`${name}: ${message}${hint}`);
  return EXIT.failed;
};

/** Sorts by time, and tells people which runbook it was. */
const newRequestId = ({ name }: AnyRunbook): string =>
  `${name}-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}-${Math.floor(Math.random() * 0xffffff).toString(36)}`;

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined)) as T;
