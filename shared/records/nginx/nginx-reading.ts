/** What Systems Manager tells of the latest installs on one fleet. */
export type NginxReading = {
  /** Of the last hour and of this fleet only; newest first. */
  readonly commands: readonly NginxCommand[];
};

/** One SendCommand of the install document: what was sent, as its own parameters say, and what came of it. */
export type NginxCommand = {
  readonly commandId: string;
  readonly fleet: string;
  readonly generation: number;
  /** SHA-256 of the file's content, in hex. */
  readonly hash: string;
  readonly requestedAtMs: number;
  /** Pending, InProgress, Success, Cancelled, Failed, TimedOut, Cancelling, as SSM says. */
  readonly status: string;
  /** Instances that the tag matched; 0 also while SSM has not yet looked. */
  readonly targetCount: number;
  /** Sorted by instance; empty of all but the newest two commands, which alone are read in detail. */
  readonly invocations: readonly NginxInvocation[];
};

/** One instance's part of a command. */
export type NginxInvocation = {
  readonly instanceId: string;
  readonly status: string;
  /** Finer than `status`: Undeliverable, DeliveryTimedOut, ExecutionTimedOut, ... */
  readonly statusDetails: string;
  /** Of the document's steps, one after another; SSM keeps the first 2,500 characters of each. */
  readonly output: string;
};
