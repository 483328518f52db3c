import type { TraceProblemCode } from "./trace-problem-codes.ts";

/** A traffic recording: what arrived in each slot, slots of one length, without a gap. */
export type Trace = {
  readonly slotSeconds: number;
  readonly requestsPerSlot: readonly number[];
};

/** One thing to correct in a file. `line` counts from 1, as editors do. */
export type TraceProblem = {
  readonly line: number;
  readonly code: TraceProblemCode;
  readonly message: string;
  readonly fix: string;
};

export type TraceReading =
  | { readonly kind: "ok"; readonly trace: Trace }
  /** The first problems only; `problemCount` is how many there are. */
  | { readonly kind: "refused"; readonly problems: readonly TraceProblem[]; readonly problemCount: number };
