import type {
  CommandFilter,
  ListCommandInvocationsRequest,
  ListCommandsRequest,
  SendCommandRequest,
  Target,
} from "@aws-sdk/client-ssm";
import { AwsError } from "./aws-error.ts";
import { pageOf } from "./pages.ts";
import {
  type CommandRun,
  commandStatus,
  isLookedUp,
  type ManagedInstanceSpec,
  outputOf,
  runStatus,
  type SentCommand,
} from "./ssm-command.ts";

const resultsPerPage = 50;
const mostTargets = 5;
const defaultTimeoutSeconds = 3_600;

/** Systems Manager's Run Command over declared instances and documents; each command takes its virtual time. */
export class Ssm {
  readonly #nowMs: () => number;
  readonly #instances = new Map<string, ManagedInstanceSpec>();
  readonly #documents = new Set<string>();
  /** Newest first. */
  readonly #commands: SentCommand[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** One of the same id is replaced; commands that were sent before keep their results. */
  declareInstance(spec: ManagedInstanceSpec): void {
    this.#instances.set(spec.id, spec);
  }

  removeInstance(id: string): void {
    this.#instances.delete(id);
  }

  declareDocument(name: string): void {
    this.#documents.add(name);
  }

  sendCommand(input: SendCommandRequest): object {
    const { DocumentName = "", TimeoutSeconds = defaultTimeoutSeconds } = input;
    if (!this.#documents.has(DocumentName))
      throw new AwsError("InvalidDocument", `document ${DocumentName} doesn't exist`);
    if (TimeoutSeconds < 30 || TimeoutSeconds > 2_592_000)
      throw new AwsError("ValidationException", `TimeoutSeconds ${TimeoutSeconds} is not between 30 and 2592000`);
    if ((input.Comment ?? "").length > 100)
      throw new AwsError("ValidationException", "Comment has over 100 characters");
    const parameters = Object.fromEntries(
      Object.entries(input.Parameters ?? {}).map(([name, values]) => [name, values[0] ?? ""]),
    );
    const runs = this.#targeted(input).map(
      ({ id, online, run }): CommandRun => ({
        instanceId: id,
        result: online === false ? null : (run?.(parameters) ?? { status: "Success" }),
      }),
    );
    const sentAtMs = this.#nowMs();
    const command: SentCommand = {
      id: `00000000-0000-4000-a000-${(this.#commands.length + 1).toString(16).padStart(12, "0")}`,
      input: structuredClone(input),
      sentAtMs,
      expiresAtMs: sentAtMs + TimeoutSeconds * 1000,
      runs,
    };
    this.#commands.unshift(command);
    return { Command: this.#describeCommand(command) };
  }

  listCommands(input: ListCommandsRequest): object {
    const found = this.#commands
      .filter(({ id }) => input.CommandId === undefined || id === input.CommandId)
      .filter((command) => (input.Filters ?? []).every((filter) => this.#passes(command, filter)));
    const { page, next } = this.#page(found, input);
    return { Commands: page.map((command) => this.#describeCommand(command)), NextToken: next };
  }

  listCommandInvocations(input: ListCommandInvocationsRequest): object {
    const { CommandId, InstanceId, Details } = input;
    if (CommandId !== undefined && !this.#commands.some(({ id }) => id === CommandId))
      throw new AwsError("InvalidCommandId", "The command ID doesn't exist in the account");
    const found = this.#commands
      .filter((command) => CommandId === undefined || command.id === CommandId)
      .filter((command) => isLookedUp(command, this.#nowMs()))
      .flatMap((command) => command.runs.map((run) => ({ command, run })))
      .filter(({ run }) => InstanceId === undefined || run.instanceId === InstanceId);
    const { page, next } = this.#page(found, input);
    return {
      CommandInvocations: page.map(({ command, run }) => this.#describeRun(command, run, Details === true)),
      NextToken: next,
    };
  }

  #describeCommand(command: SentCommand): object {
    const { DocumentName, Comment, Parameters, Targets, MaxConcurrency, MaxErrors } = command.input;
    const { status, details } = commandStatus(command, this.#nowMs());
    const runs = isLookedUp(command, this.#nowMs()) ? command.runs : [];
    const statuses = runs.map((run) => runStatus(command, run, this.#nowMs()).status);
    return structuredClone({
      CommandId: command.id,
      DocumentName,
      Comment: Comment ?? "",
      ExpiresAfter: new Date(command.expiresAtMs),
      Parameters: Parameters ?? {},
      InstanceIds: command.input.InstanceIds ?? [],
      Targets: Targets ?? [],
      RequestedDateTime: new Date(command.sentAtMs),
      Status: status,
      StatusDetails: details,
      MaxConcurrency: MaxConcurrency ?? "50",
      MaxErrors: MaxErrors ?? "0",
      TargetCount: runs.length,
      CompletedCount: statuses.filter((one) => one !== "Pending" && one !== "InProgress").length,
      ErrorCount: statuses.filter((one) => one === "Failed").length,
      DeliveryTimedOutCount: statuses.filter((one) => one === "TimedOut").length,
    });
  }

  #describeRun(command: SentCommand, run: CommandRun, withDetails: boolean): object {
    const { status, details } = runStatus(command, run, this.#nowMs());
    const isDone = status === "Success" || status === "Failed";
    return {
      CommandId: command.id,
      InstanceId: run.instanceId,
      DocumentName: command.input.DocumentName,
      RequestedDateTime: new Date(command.sentAtMs),
      Status: status,
      StatusDetails: details,
      CommandPlugins: withDetails
        ? [
            {
              Name: "install",
              Status: status,
              StatusDetails: details,
              ResponseCode: isDone ? (status === "Success" ? 0 : 1) : -1,
              Output: isDone ? outputOf(run) : "",
            },
          ]
        : [],
    };
  }

  #targeted({ InstanceIds = [], Targets = [] }: SendCommandRequest): readonly ManagedInstanceSpec[] {
    const unknown = InstanceIds.find((id) => this.#instances.get(id)?.online === false || !this.#instances.has(id));
    if (unknown !== undefined) throw new AwsError("InvalidInstanceId", `Instances not in a valid state: ${unknown}`);
    if (InstanceIds.length === 0 && Targets.length === 0)
      throw new AwsError("ValidationException", "Either InstanceIds or Targets must be given");
    if (Targets.length > mostTargets)
      throw new AwsError("ValidationException", `Targets has over ${mostTargets} members`);
    return [...this.#instances.values()]
      .filter((instance) => InstanceIds.length === 0 || InstanceIds.includes(instance.id))
      .filter((instance) => Targets.every((target) => isMeant(instance, target)))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #passes(command: SentCommand, { key, value = "" }: CommandFilter): boolean {
    switch (key) {
      case "DocumentName":
        return command.input.DocumentName === value;
      case "InvokedAfter":
        return command.sentAtMs >= Date.parse(value);
      case "InvokedBefore":
        return command.sentAtMs < Date.parse(value);
      case "Status":
        return commandStatus(command, this.#nowMs()).status === value;
      default:
        throw new AwsError("InvalidFilterKey", `The specified key ${key} isn't valid.`);
    }
  }

  #page<Item>(
    items: readonly Item[],
    { MaxResults = resultsPerPage, NextToken }: { MaxResults?: number | undefined; NextToken?: string | undefined },
  ) {
    if (MaxResults < 1 || MaxResults > resultsPerPage)
      throw new AwsError("ValidationException", `MaxResults ${MaxResults} is not between 1 and ${resultsPerPage}`);
    return pageOf(items, NextToken, MaxResults);
  }
}

const isMeant = ({ id, tags }: ManagedInstanceSpec, { Key = "", Values = [] }: Target): boolean => {
  if (Key === "InstanceIds") return Values.includes(id);
  if (!Key.startsWith("tag:")) throw new AwsError("InvalidTarget", `The target ${Key} is not modelled`);
  const value = tags[Key.slice("tag:".length)];
  return value !== undefined && Values.includes(value);
};
