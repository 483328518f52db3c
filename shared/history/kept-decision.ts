import type { Snapshot } from "../plan/snapshot.ts";
import type { Decision, Outcome, PlannedBy } from "../state/decision.ts";

/** A decision as it is read back, whichever release has stored it. */
export type KeptDecision = Omit<Decision, "snapshot" | keyof PlannedBy> & {
  /** `null`: an earlier release left it out. */
  readonly snapshot: Snapshot | null;
  /** `null`: an earlier release didn't store it. */
  readonly release: string | null;
  readonly configHash: string | null;
  /** What became of the actions; `null`: nobody knows, because the invocation ended before it could say. */
  readonly outcomes: readonly Outcome[] | null;
};
