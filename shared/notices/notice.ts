import type { NoticesConfig } from "../config/notices-config.ts";
import type { FindingCode, FindingKind, Severity } from "../plan/explain/codes.ts";
import type { Finding } from "../plan/explain/finding.ts";

/** What people are told: one per cause, not one per read. */
export type Notice = {
  readonly version: 1;
  /** Unique; the same notice published twice has the same id. */
  readonly id: string;
  readonly atMs: number;
  readonly stack: string;
  /** The domain, or the destination's id. */
  readonly domain: string;
  /** `raised` once, `reminder` while it lasts, `cleared` when it is over. */
  readonly state: "raised" | "reminder" | "cleared";
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly code: FindingCode;
  readonly service: string | null;
  readonly database: string | null;
  readonly finding: Finding;
  /** When the cause was first seen. */
  readonly sinceMs: number;
  /** When it was last seen: of a cause that is over, its end. */
  readonly lastSeenMs: number;
  /** The newest stored decision when it was told; `null`: nothing was ever stored, or it is about no domain. */
  readonly decisionId: string | null;
  /** Of the wake-up in which it was told: in every log line from the event to the write. */
  readonly correlationId: string | null;
  /** X-Ray's id of the invocation in which it was told; `null`: it was not sampled. */
  readonly traceId: string | null;
};

/** Where and in which work a notice is made, and what its readers want. */
export type NoticeContext = Pick<Notice, "stack" | "domain" | "decisionId" | "correlationId" | "traceId"> & {
  readonly settings: NoticesConfig;
};

/** What is known of one cause between reads. */
export type CauseMemory = {
  readonly finding: Finding;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** `null`: seen, but not yet long enough to tell anybody, or only in quiet hours. */
  readonly toldAtMs: number | null;
};

/** By cause: code, service and database. */
export type NoticeMemory = Readonly<Record<string, CauseMemory>>;
