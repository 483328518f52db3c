import type { Commitment } from "../budget/commitment.ts";

/** One service that wants a count of tasks, and what each task would cost. */
export type Contender = {
  readonly name: string;
  /** 0 is served first. */
  readonly priority: number;
  readonly weight: number;
  readonly minTasks: number;
  /** The desired count now. */
  readonly currentTasks: number;
  /** What it asks for now, after pace; below currentTasks it shrinks. */
  readonly wantedTasks: number;
  /** What it may be given beyond its want where room is left: a `govern` ceiling; otherwise wantedTasks. */
  readonly ceilingTasks: number;
  readonly commitment: Commitment;
  /** At most one per room. */
  readonly prices: readonly Price[];
};

/** What one task takes of a room: connections of a database, vCPU of an account. Whole units. */
export type Price = {
  readonly room: string;
  readonly unitsPerTask: number;
  /** Of it, what is paid from another room of the same unit first, as far as that has it. */
  readonly prepaid?: readonly { readonly room: string; readonly unitsPerTask: number }[];
};

/**
 * What is free for growth, in whole units, by room: a database's name, or another common budget's. `null`: closed, so
 * nothing that needs it may grow; because it is unknown, or because more work would do harm.
 */
export type FreeUnits = ReadonlyMap<string, number | null>;
