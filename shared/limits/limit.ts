import type { Reading } from "../reading.ts";

export type LimitSource =
  /** The user's figure. */
  | "configured"
  /** Performance Insights' counter, confirmed by name. */
  | "performance-insights"
  /** An in-sync integer in the parameter group. */
  | "parameter"
  /** Aurora MySQL's formula, the Serverless v2 rules, PostgreSQL at 64 GiB and above. */
  | "engine-rule"
  /** A parameter formula, the engine's default or the group's own, on net memory. */
  | "formula";

export type EffectiveLimit =
  | { readonly kind: "exact"; readonly source: LimitSource; readonly maxConnections: number }
  /** Plan with safe; expected is the best guess; safe <= expected. */
  | {
      readonly kind: "estimate";
      readonly source: "formula";
      readonly safeConnections: number;
      readonly expectedConnections: number;
    }
  | { readonly kind: "unknown"; readonly code: LimitUnknownCode; readonly detail: string };

export type LimitUnknownCode =
  | "class-unknown"
  | "formula-unreadable"
  | "engine-unsupported"
  | "access-denied"
  | "not-found"
  | "failed";

/** What is known of one instance; each reading that failed is its own value. */
export type LimitFacts = {
  readonly configuredConnections: number | null;
  /** As AWS says it: "postgres", "aurora-mysql". */
  readonly engine: string;
  readonly engineVersion: string;
  /** "db.r6g.large", "db.serverless". */
  readonly instanceClass: string;
  /** From EC2 DescribeInstanceTypes; `null`: not read, the fallback table is used. */
  readonly memoryGib: number | null;
  readonly vcpu: number | null;
  readonly serverless: { readonly minAcu: number; readonly maxAcu: number } | null;
  readonly allocatedStorageGib: number;
  readonly port: number;
  readonly isReplica: boolean;
  /** `max_connections` as the group has it, literal or formula; a value of `null`: the engine's default applies. */
  readonly parameter: Reading<{
    readonly value: string | null;
    readonly applyStatus: "in-sync" | "pending-reboot" | "applying" | "other";
  }>;
  /**
   * The group's value when it was last seen in sync: it rules until the reboot. Absent: never seen.
   */
  readonly parameterInForce?: { readonly value: string | null };
  /** Performance Insights; `null`: not offered or not enabled. */
  readonly counter: Reading<number> | null;
};

export type LimitAnswer = {
  readonly limit: EffectiveLimit;
  /** Said beside the figure: another value waits for a reboot, a reading that was denied. */
  readonly notes: readonly LimitNote[];
};

export type LimitNote = {
  readonly code: LimitNoteCode;
  readonly detail: string;
};

export type LimitNoteCode =
  /** The group's value waits for a reboot. */
  | "pending-reboot"
  /** RDS is at work on the group: neither the old value nor the new one is certain. */
  | "not-in-sync"
  | "access-denied"
  | "failed"
  | "formula-unreadable"
  | "class-unknown";
