import type { PerTaskMemory } from "../graph/graph-memory.ts";

/** What is remembered of a service's gate. */
export type GateMemory = {
  /** What one task carried, as last seen while the service was not saturated. */
  readonly perTask: PerTaskMemory | null;
  /** What the nginx fleets were last told; `null`: nothing yet. */
  readonly posted: { readonly atMs: number; readonly requestsPerSecond: number | null } | null;
};
