import {
  type Command,
  type CommandInvocation,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
} from "@aws-sdk/client-ssm";
import { compareText } from "../config/by-name.ts";
import type { Reading } from "../reading.ts";
import type { NginxCommand, NginxInvocation, NginxReading } from "../records/nginx/nginx-reading.ts";
import type { Ssm } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";

const lookBackMs = 3_600_000;
/** Those that are still under way, or failed last; older ones are history. */
const detailedCount = 2;

/**
 * Reads what became of the installs on one fleet.
 *
 * @param documentName of the stack's own install document
 * @returns unknown as a whole where one call fails
 * @throws never
 */
export const readNginxCommands = async (
  ssm: Ssm,
  documentName: string,
  fleet: string,
  nowMs: number,
): Promise<Reading<NginxReading>> => {
  let call = `ssm:ListCommands ${documentName}`;
  try {
    const ofFleet = (await listCommands(ssm, documentName, nowMs - lookBackMs))
      .map(commandOf)
      .filter((command) => command !== null && command.fleet === fleet && command.requestedAtMs >= nowMs - lookBackMs)
      .map((command) => command!)
      .sort((a, b) => b.requestedAtMs - a.requestedAtMs || compareText(a.commandId, b.commandId));
    call = "ssm:ListCommandInvocations";
    const newest = await inParallel(ofFleet.slice(0, detailedCount), async (command) => ({
      ...command,
      invocations: await listInvocations(ssm, command.commandId),
    }));
    return { kind: "known", value: { commands: [...newest, ...ofFleet.slice(detailedCount)] } };
  } catch (error) {
    return unknownBecause(call, error);
  }
};

const listCommands = async (ssm: Ssm, documentName: string, sinceMs: number): Promise<readonly Command[]> => {
  const Filters = [
    { key: "DocumentName" as const, value: documentName },
    // In whole seconds, as SSM's own example has it.
    { key: "InvokedAfter" as const, value: `${new Date(sinceMs).toISOString().slice(0, 19)}Z` },
  ];
  const found: Command[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.send(new ListCommandsCommand({ Filters, NextToken }));
    found.push(...(page.Commands ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
};

/** `null`: somebody else's use of the document, without the parameters that Headgate sends. */
const commandOf = (command: Command): NginxCommand | null => {
  const { CommandId, RequestedDateTime, Parameters } = command;
  const parameter = (name: string): string => Parameters?.[name]?.[0] ?? "";
  const generation = Number(parameter("Generation"));
  if (CommandId === undefined || RequestedDateTime === undefined || !Number.isInteger(generation)) return null;
  return {
    commandId: CommandId,
    fleet: parameter("Fleet"),
    generation,
    hash: parameter("Hash"),
    requestedAtMs: RequestedDateTime.getTime(),
    status: command.Status ?? "Pending",
    targetCount: command.TargetCount ?? 0,
    invocations: [],
  };
};

const listInvocations = async (ssm: Ssm, CommandId: string): Promise<readonly NginxInvocation[]> => {
  const found: CommandInvocation[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.send(new ListCommandInvocationsCommand({ CommandId, Details: true, NextToken }));
    found.push(...(page.CommandInvocations ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found.map(invocationOf).sort((a, b) => compareText(a.instanceId, b.instanceId));
};

const invocationOf = ({ InstanceId, Status, StatusDetails, CommandPlugins }: CommandInvocation): NginxInvocation => ({
  instanceId: InstanceId ?? "",
  status: Status ?? "Pending",
  statusDetails: StatusDetails ?? Status ?? "Pending",
  output: (CommandPlugins ?? [])
    .map(({ Output }) => Output?.trim() ?? "")
    .filter((text) => text !== "")
    .join("\n"),
});
