import type { Finding } from "../plan/explain/finding.ts";
import type { RecordsAction } from "./records-action.ts";

/**
 * What to do with a destination now. Plain data; `memory` is the kind's own and goes into the next plan.
 *
 * A destination that is only observed has no action; its findings say what would be written.
 */
export type DestinationPlan<Memory> = {
  /** In the order of writing; those after a failed one are still tried. */
  readonly actions: readonly RecordsAction[];
  readonly findings: readonly Finding[];
  /** By service: withdrawn tasks that the destination, as it was read, no longer holds. Sorted. */
  readonly absent: Readonly<Record<string, readonly string[]>>;
  /** Seconds until it should be looked at again because something is on its way; `null`: the tick is enough. */
  readonly lookAgainInSeconds: number | null;
  readonly memory: Memory;
};
