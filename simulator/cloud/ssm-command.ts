import type { SendCommandRequest } from "@aws-sdk/client-ssm";

/** An instance that Systems Manager manages, as a test declares it. */
export type ManagedInstanceSpec = {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Default true. Nobody takes a command up on one that is not. */
  readonly online?: boolean;
  /** What a command does there. Default: it succeeds without a word after three seconds. */
  readonly run?: (parameters: Readonly<Record<string, string>>) => CommandResult;
};

export type CommandResult = {
  readonly status: "Success" | "Failed";
  /** Of the step, as ListCommandInvocations gives its first 2,500 characters. */
  readonly output?: string;
  /** From the sending to the end. Default 3. */
  readonly seconds?: number;
};

export type SentCommand = {
  readonly id: string;
  readonly input: SendCommandRequest;
  readonly sentAtMs: number;
  readonly expiresAtMs: number;
  readonly runs: readonly CommandRun[];
};

export type CommandRun = {
  readonly instanceId: string;
  /** `null`: the instance is not online and never answers. */
  readonly result: CommandResult | null;
};

export type CommandStatus = { readonly status: string; readonly details: string };

/** Targets by tag are looked up a moment after the command was taken. */
const lookupMs = 1_000;
const defaultSeconds = 3;
const mostOutput = 2_500;

export const isLookedUp = ({ sentAtMs }: SentCommand, nowMs: number): boolean => nowMs >= sentAtMs + lookupMs;

export const runStatus = (command: SentCommand, { result }: CommandRun, nowMs: number): CommandStatus => {
  if (result === null)
    return nowMs < command.expiresAtMs
      ? { status: "Pending", details: "Pending" }
      : { status: "TimedOut", details: "DeliveryTimedOut" };
  const isDone = nowMs >= command.sentAtMs + (result.seconds ?? defaultSeconds) * 1000;
  return isDone ? { status: result.status, details: result.status } : { status: "InProgress", details: "InProgress" };
};

/**
 * A command's status out of those of its runs: under way until all have ended, then the worst of them.
 *
 * @see AWS Systems Manager user guide, Understanding command statuses
 */
export const commandStatus = (command: SentCommand, nowMs: number): CommandStatus => {
  if (!isLookedUp(command, nowMs)) return { status: "Pending", details: "Pending" };
  if (command.runs.length === 0) return { status: "Failed", details: "NoInstancesInTag" };
  const runs = command.runs.map((run) => runStatus(command, run, nowMs));
  const first = (status: string) => runs.find((run) => run.status === status);
  return (
    first("InProgress") ??
    (first("Pending") && { status: "InProgress", details: "InProgress" }) ??
    first("Failed") ??
    first("TimedOut") ?? { status: "Success", details: "Success" }
  );
};

export const outputOf = ({ result }: CommandRun): string => (result?.output ?? "").slice(0, mostOutput);
