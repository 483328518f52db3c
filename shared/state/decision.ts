import type { Memory } from "../plan/memory.ts";
import type { Plan } from "../plan/plan.ts";
import type { Action } from "../plan/policy/action.ts";
import type { Snapshot } from "../plan/snapshot.ts";

/**
 * A decision as it is stored: with its inputs by value, so that it can be explained and planned again to the same
 * answer.
 */
export type Decision = {
  readonly id: string;
  readonly domain: string;
  readonly atMs: number;
  /** The state's version that recorded it. */
  readonly version: number;
  readonly correlationId: string;
  readonly causes: readonly string[];
  readonly snapshot: Snapshot;
  readonly memoryBefore: Memory;
  readonly plan: Omit<Plan, "memory">;
} & PlannedBy;

/** What a plan depends on besides the world and the memory. */
export type PlannedBy = {
  /** Headgate's version. */
  readonly release: string;
  /** Of the configuration, which is stored once for all decisions that were planned with it. */
  readonly configHash: string;
};

/** Sorts by time; unique in a domain. */
export const decisionIdOf = (atMs: number, version: number): string => `${new Date(atMs).toISOString()}#${version}`;

export type Outcome =
  | { readonly kind: "done"; readonly action: Action }
  | { readonly kind: "failed"; readonly action: Action; readonly detail: string }
  /** Somebody else recorded a newer plan before this write. */
  | { readonly kind: "superseded"; readonly action: Action }
  /** The circuit breaker is open. */
  | { readonly kind: "withheld"; readonly action: Action };
