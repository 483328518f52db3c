import type { KeptDecision } from "./kept-decision.ts";

/** What the history is made of: what Headgate decided by itself, and what people had it run. */
export type HistoryEntry = { readonly kind: "decision"; readonly decision: KeptDecision } | RunEntry;

export type RunState = "waiting-for-approval" | "running" | "done" | "aborted" | "refused" | "expired" | "failed";

/** A run of a runbook: what was confirmed, and what only reads. A dry run is none. */
export type RunEntry = {
  readonly kind: "run";
  readonly id: string;
  readonly runbook: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly requestedBy: string;
  /** `null`: nobody has, or nobody needs to. */
  readonly approvedBy: string | null;
  readonly atMs: number;
  /** `null`: it goes on, or waits. */
  readonly endedAtMs: number | null;
  readonly state: RunState;
  /** In the order in which they were taken. */
  readonly steps: readonly RunStep[];
  readonly correlationId: string;
};

export type RunStep = {
  readonly atMs: number;
  readonly step: string;
  /** What it did, a sentence each. */
  readonly did: readonly string[];
};

/** Which runs: both ends included. */
export type RunRange = { readonly fromMs: number; readonly untilMs: number };

/** Reads runs, the newest first. @throws what the table answers */
export type ReadRuns = (range: RunRange) => AsyncIterable<RunEntry>;

/** Where runs are not stored there are none. */
export const noRuns: ReadRuns = async function* () {};
