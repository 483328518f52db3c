import type { HeldMemory } from "../held-memory.ts";

/**
 * What is remembered of a hosted zone from one plan to the next. Nothing in it is needed to be right: without it a change
 * made by hand is healed without a word, and addresses are matched with tasks by the listing alone.
 */
export type ZoneMemory = {
  /**
   * By key of a set of ours: the hashes that it may show without anybody else's doing, `""` for absent: what was last set
   * out to be written, what that replaced, and what an earlier write of unknown outcome was about.
   */
  readonly sets: Readonly<Record<string, readonly string[]>>;
  /** By service and name, then by address or `host port`: the tasks that are published there. Sorted. */
  readonly tasks: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** When a health check was last asked for, by its key: a listing may not show it yet. */
  readonly healthChecksAskedAtMs: Readonly<Record<string, number>>;
  /** There were health checks of this zone, or are about to be. */
  readonly hasHealthChecks: boolean;
  /** By service and name. */
  readonly held?: HeldMemory;
};

export const emptyZoneMemory: ZoneMemory = { sets: {}, tasks: {}, healthChecksAskedAtMs: {}, hasHealthChecks: false };
