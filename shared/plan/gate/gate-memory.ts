import type { PerTaskMemory } from "../graph/graph-memory.ts";

/** What is remembered of a service's gate. */
export type GateMemory = {
  /** What one task carried, as last seen while the service was not saturated and its gate told nothing else. */
  readonly perTask: PerTaskMemory | null;
  /** What the nginx fleets were last told; `null`: nothing yet. */
  readonly posted: PostedGate | null;
};

export type PostedGate = {
  readonly atMs: number;
  /** `null`: everything may pass. */
  readonly requestsPerSecond: number | null;
  /** Since when it is this rate. */
  readonly sinceMs: number;
};
