import type { FindingCode, FindingKind } from "../plan/explain/codes.ts";
import type { Finding } from "../plan/explain/finding.ts";

/** What people are told: one per cause, not one per read. */
export type Notice = {
  readonly version: 1;
  /** Unique; the same notice published twice has the same id. */
  readonly id: string;
  readonly atMs: number;
  readonly stack: string;
  readonly domain: string;
  /** `raised` once, `reminder` while it lasts, `cleared` when it is over. */
  readonly state: "raised" | "reminder" | "cleared";
  readonly kind: FindingKind;
  readonly code: FindingCode;
  readonly service: string | null;
  readonly database: string | null;
  readonly finding: Finding;
  /** When the cause was first seen. */
  readonly sinceMs: number;
};

/** What is known of one cause between reads. */
export type CauseMemory = {
  readonly finding: Finding;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** `null`: seen, but not yet long enough to tell anybody. */
  readonly toldAtMs: number | null;
};

/** By cause: code, service and database. */
export type NoticeMemory = Readonly<Record<string, CauseMemory>>;
