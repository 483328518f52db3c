import type { DomainTable } from "../../shared/aws/domain-table.ts";
import type { GraphTable } from "../../shared/aws/graph-table.ts";
import type { PostTable } from "../../shared/aws/post-table.ts";
import type { PublishNotice } from "../../shared/aws/publish-notice.ts";
import type { WakeLater } from "../../shared/aws/wake-later.ts";
import type { WriteAction } from "../../shared/aws/write-actions.ts";
import type { Config } from "../../shared/config/config.ts";
import type { Memory } from "../../shared/plan/memory.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import type { PlannedBy } from "../../shared/state/decision.ts";

/** Everything that `scale` touches outside itself. */
export type ScaleDeps = {
  readonly config: Config;
  /** Stored with every decision, so that it can be planned again. */
  readonly plannedBy: PlannedBy;
  readonly nowMs: () => number;
  /** Of this invocation, where it is traced. */
  readonly traceId: () => string | null;
  readonly table: DomainTable;
  /** What other domains are told. */
  readonly graph: GraphTable;
  /** What destinations of DNS and nginx are told. */
  readonly posts: Pick<PostTable, "putGate" | "putWithdrawal">;
  readonly readSnapshot: (domain: string, nowMs: number, memory: Memory) => Promise<Snapshot>;
  /** `null`: an observe-only configuration; no writer exists. */
  readonly writeAction: WriteAction | null;
  readonly publishNotice: PublishNotice;
  readonly wakeLater: WakeLater;
  /** Sends a body that is no wake-up to `events`, whose router dead-letters it with the reason. */
  readonly passOn: (body: string) => Promise<void>;
  readonly log: ScaleLog;
  readonly count: (metricName: ScaleMetric, value: number, domain: string) => void;
};

export type ScaleLog = {
  readonly info: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
};

export type ScaleMetric = "Decisions" | "Writes" | "FailedWrites" | "Notices" | "Skipped" | "Retries" | "Conflicts";
