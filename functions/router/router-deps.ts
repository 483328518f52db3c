import type { Config } from "../../shared/config/config.ts";

/** Everything the router touches outside itself. */
export type RouterDeps = {
  readonly config: Config;
  readonly nowMs: () => number;
  /** Domains whose `nextReadAtMs` has come; asked only when a batch holds a tick. */
  readonly dueDomains: (nowMs: number) => Promise<readonly string[]>;
  /** @returns the domains whose message was not sent */
  readonly sendWakeUps: (messages: readonly WakeUpMessage[]) => Promise<readonly string[]>;
  readonly deadLetter: (letter: DeadLetter) => Promise<void>;
  readonly log: RouterLog;
  readonly count: (metricName: RouterMetric, value: number, dimensions?: Readonly<Record<string, string>>) => void;
};

/** A message to `scaling.fifo`: the domain is its group, so that one domain is decided by one invocation at a time. */
export type WakeUpMessage = {
  readonly domain: string;
  readonly deduplicationId: string;
  readonly body: string;
};

export type DeadLetter = {
  readonly messageId: string;
  readonly body: string;
  /** Codes, reasons and places of what could not be read. */
  readonly reason: string;
};

export type RouterLog = {
  readonly info: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** `Dropped` has the dimension `code`, of the table of drop codes. */
export type RouterMetric = "WakeUps" | "Dropped" | "DeadLettered" | "Returned";
