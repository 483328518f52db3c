import type { CalleeRefusal } from "../graph/callee-refusal.ts";

/**
 * What a contender's next task needs of others, while `admit` shares what is free: used up by one call.
 *
 * A caller's task is of no use without the callees' tasks behind it, so they are bought together or not at all: nothing
 * is spent on a callee whose caller is capped elsewhere, and nothing on a caller whose callee is.
 */
export type Company = {
  /** @param tasks the count that the contender would have */
  readonly needs: (name: string, tasks: number, tasksOf: (name: string) => number | null) => CompanyNeeds;
  /** Books what `needs` has just answered for this contender and count. */
  readonly take: (name: string, tasks: number) => void;
};

export type CompanyNeeds =
  | { readonly kind: "needs"; readonly raises: readonly Raise[] }
  | { readonly kind: "refused"; readonly refusal: CalleeRefusal };

/** Another contender that has to have at least so many tasks. */
export type Raise = {
  readonly name: string;
  readonly toTasks: number;
  /** Requests per second that would arrive there, and what one of its tasks carries. */
  readonly neededPerSecond: number;
  readonly perTaskPerSecond: number;
};

/** Nobody calls anybody. */
export const alone: Company = { needs: () => ({ kind: "needs", raises: [] }), take: () => {} };
