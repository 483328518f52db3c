import type { FactsTable, StoredFacts } from "../../shared/aws/facts-table.ts";
import type { WakeLater } from "../../shared/aws/wake-later.ts";
import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import type { Reading } from "../../shared/reading.ts";
import type { DatabaseRead } from "./assemble-facts.ts";

/** Everything that `limits` touches outside itself. */
export type LimitsDeps = {
  readonly config: Config;
  readonly nowMs: () => number;
  readonly facts: FactsTable;
  /** By database name, every database answered; never throws. */
  readonly readDatabases: (
    databases: readonly DatabaseConfig[],
    previous: ReadonlyMap<string, StoredFacts>,
    nowMs: number,
  ) => Promise<ReadonlyMap<string, DatabaseRead>>;
  /** Never throws. */
  readonly readFargateQuota: () => Promise<Reading<number>>;
  readonly wakeLater: WakeLater;
  readonly deadLetter: (letter: {
    readonly messageId: string;
    readonly body: string;
    readonly reason: string;
  }) => Promise<void>;
  readonly log: LimitsLog;
  readonly count: (metricName: LimitsMetric, value: number) => void;
};

export type LimitsLog = {
  readonly info: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** `UnknownLimits`: databases that nothing may grow on by what was read now. */
export type LimitsMetric = "ReadDatabases" | "UnknownLimits" | "FailedReads" | "ChangedLimits" | "DeadLettered";
