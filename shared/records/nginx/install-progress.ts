import { compareText } from "../../config/by-name.ts";
import type { Reading } from "../../reading.ts";
import type { NginxMemory } from "./nginx-memory.ts";
import type { NginxCommand, NginxInvocation, NginxReading } from "./nginx-reading.ts";

/** How far the instances are with the last render. */
export type InstallProgress =
  /** What became of the commands can't be read. */
  | { readonly kind: "unknown"; readonly detail: string }
  /** Sent a moment ago, or some instance is still at it. */
  | { readonly kind: "under-way" }
  /** Systems Manager knows no command of it, or one that never ended. */
  | { readonly kind: "lost" }
  /** The tag matches no instance that Systems Manager manages. */
  | { readonly kind: "nobody"; readonly dueAtMs: number }
  | {
      readonly kind: "answered";
      /** True: every instance that answered has the render, and at least one did. */
      readonly taken: boolean;
      /** Sorted by instance: those that refused it, and those that did not answer. */
      readonly failed: readonly NginxInvocation[];
      /** >= 1 */
      readonly targetCount: number;
      /** Of the command as a whole, for a failure that no instance tells of. */
      readonly status: string;
      /** When it is sent again: to those that failed, or to instances that have come since. */
      readonly dueAtMs: number;
    };

const seconds = 1000;
const minutes = 60 * seconds;
/** Systems Manager lists a command within seconds; a write that failed left none. */
const listedWithinMs = 30 * seconds;
const firstRetryMs = 60 * seconds;
const resendAfterMs = 15 * minutes;

/**
 * What the commands say of the last render.
 *
 * A refusal is tried again after a minute, then after two, four, eight and 15: people mend what nginx refuses, and the
 * same words again help nobody.
 *
 * @param memory the last render
 * @throws never
 */
export const installProgress = (
  observed: Reading<NginxReading>,
  memory: NginxMemory,
  nowMs: number,
): InstallProgress => {
  if (observed.kind === "unknown") return { kind: "unknown", detail: observed.detail };
  const commands = observed.value.commands
    .filter(({ generation, hash }) => generation === memory.generation && hash === memory.hash)
    .sort((a, b) => b.requestedAtMs - a.requestedAtMs || compareText(a.commandId, b.commandId));
  const newest = commands[0];
  const isListed = newest !== undefined && newest.requestedAtMs >= memory.sentAtMs - listedWithinMs;
  if (!isListed && nowMs - memory.sentAtMs < listedWithinMs) return { kind: "under-way" };
  if (newest === undefined) return { kind: "lost" };
  if (!isFinished(newest)) {
    // SSM ends a command by its own timeouts long before.
    return nowMs - newest.requestedAtMs < resendAfterMs ? { kind: "under-way" } : { kind: "lost" };
  }
  const retryAtMs = newest.requestedAtMs + retryDelayMs(commands);
  if (newest.targetCount === 0) return { kind: "nobody", dueAtMs: retryAtMs };
  return answered(newest, retryAtMs);
};

const answered = (command: NginxCommand, retryAtMs: number): InstallProgress => {
  const { status, targetCount, invocations } = command;
  const failed = invocations
    .filter((invocation) => invocation.status !== "Success")
    .sort((a, b) => compareText(a.instanceId, b.instanceId));
  const isWhole = status === "Success" && failed.length === 0;
  return {
    kind: "answered",
    taken: isWhole || (failed.length < invocations.length && failed.every(isSilent)),
    failed,
    targetCount,
    status,
    dueAtMs: isWhole ? command.requestedAtMs + resendAfterMs : retryAtMs,
  };
};

/** @param commands of one render, newest first, each of them ended */
const retryDelayMs = (commands: readonly NginxCommand[]): number => {
  const success = commands.findIndex(({ status, targetCount }) => status === "Success" && targetCount > 0);
  const failures = success < 0 ? commands.length : success;
  return Math.min(resendAfterMs, firstRetryMs * 2 ** (failures - 1));
};

const isFinished = ({ status }: NginxCommand): boolean => !["Pending", "InProgress", "Cancelling"].includes(status);

/** It was stopped, terminated or is cut off: the command never began there, so it has told nothing. */
const isSilent = ({ statusDetails }: NginxInvocation): boolean =>
  ["DeliveryTimedOut", "Delivery Timed Out", "Undeliverable", "Terminated"].includes(statusDetails);
