import type { FindingCode, Severity } from "../../plan/explain/codes.ts";
import type { Unlock } from "../../plan/explain/finding.ts";

/** What a day was like. Plain data. */
export type Digest = {
  readonly version: 1;
  /** The same day summed up twice has the same id. */
  readonly id: string;
  readonly stack: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Sorted by name; those of which there is something to tell. */
  readonly services: readonly ServiceDigest[];
  /** Caps and holds of no single service, longest first. */
  readonly others: readonly CauseSpan[];
  /** What lasts and was told, the most severe first, then the oldest. */
  readonly open: readonly OpenCause[];
  /** Sorted by service. */
  readonly failedWrites: readonly FailedWrites[];
  /** What came and went in quiet hours, so that nobody was told; longest first. */
  readonly untold: readonly CauseSpan[];
  /** `null`: nothing would have, or nothing was asked for in vain. */
  readonly bestUnlock: BestUnlock | null;
};

export type ServiceDigest = {
  readonly service: string;
  readonly domain: string;
  /** Writes of its desired count or its MaxCapacity. */
  readonly changes: number;
  /** In observe mode: decisions that would have changed it. */
  readonly wouldChange: number;
  /** The highest desired count that was seen or written; `null`: it could not be read. */
  readonly highestTasks: number | null;
  /** Longest first. */
  readonly caps: readonly CauseSpan[];
  /** Longest first; those of two minutes and more. */
  readonly holds: readonly CauseSpan[];
};

/** For how long one cause was there. */
export type CauseSpan = {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly service: string | null;
  readonly database: string | null;
  readonly domain: string;
  /** In the time of the digest, all its appearances together, rounded up. */
  readonly minutes: number;
  /** It is in the newest decision. */
  readonly lasts: boolean;
};

export type OpenCause = Omit<CauseSpan, "minutes" | "lasts"> & { readonly sinceMs: number };

export type FailedWrites = {
  readonly service: string;
  readonly writes: number;
  /** AWS's words about the last. */
  readonly detail: string;
};

export type BestUnlock = {
  readonly service: string;
  readonly database: string | null;
  readonly unlock: Unlock;
  /** For how long the cap was there that it would have lifted. */
  readonly minutes: number;
  /** Tasks beyond what was granted, times minutes. */
  readonly taskMinutes: number;
};
