import type { SendWakeUps } from "../../shared/aws/send-wake-ups.ts";
import type { Config } from "../../shared/config/config.ts";

/** Everything the router touches outside itself. */
export type RouterDeps = {
  readonly config: Config;
  readonly nowMs: () => number;
  /** Domains whose `nextReadAtMs` has come; asked only when a batch holds a tick. */
  readonly dueDomains: (nowMs: number) => Promise<readonly string[]>;
  /** To `scaling.fifo`. */
  readonly sendWakeUps: SendWakeUps;
  /** To `records.fifo`; not called where nothing is published. */
  readonly sendRecordsWakeUps: SendWakeUps;
  readonly deadLetter: (letter: DeadLetter) => Promise<void>;
  readonly log: RouterLog;
  readonly count: (metricName: RouterMetric, value: number, dimensions?: Readonly<Record<string, string>>) => void;
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
