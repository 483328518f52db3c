import type { HistoryProblemCode } from "./history-problem-codes.ts";

/** A recorded value of one slot; `null` is unknown, which is not zero. */
export type Reading = number | null;

/** What was recorded of a system, on one grid of slots. Every list is as long as the grid. */
export type History = {
  /** Start of the first slot; 0 where the recording counts from its own beginning. */
  readonly startMs: number;
  readonly slotSeconds: number;
  readonly slots: number;
  /** By name. */
  readonly services: readonly ServiceHistory[];
  /** By name; only databases of which something is known. */
  readonly databases: readonly DatabaseHistory[];
};

export type ServiceHistory = {
  readonly service: string;
  /** Requests of the slot, not of a second. */
  readonly requests: readonly Reading[];
  /** 0..100, average of the running tasks. */
  readonly cpuPercent: readonly Reading[];
  /** Average over the slot; may be a fraction. */
  readonly runningTasks: readonly Reading[];
  readonly desiredTasks: readonly Reading[];
};

/** Open connections, average over the slot. */
export type DatabaseHistory = { readonly database: string; readonly connections: readonly Reading[] };

/** What makes a recording or a command line unusable. `line` 0: the file as a whole. */
export type HistoryProblem = {
  readonly file: string;
  readonly line: number;
  readonly code: HistoryProblemCode;
  readonly message: string;
  readonly fix: string;
};

export type HistoryReading =
  | { readonly kind: "ok"; readonly history: History }
  | { readonly kind: "refused"; readonly problems: readonly HistoryProblem[]; readonly problemCount: number };
