import type { ApplyRecordsAction } from "../../shared/aws/apply-records-action.ts";
import type { PostTable } from "../../shared/aws/post-table.ts";
import type { PublishNotice } from "../../shared/aws/publish-notice.ts";
import type { RecordsTable } from "../../shared/aws/records-table.ts";
import type { WakeLater } from "../../shared/aws/wake-later.ts";
import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { Reading } from "../../shared/reading.ts";
import type { CloudMapInstance } from "../../shared/records/cloud-map/cloud-map-instance.ts";
import type { ZoneReading } from "../../shared/records/dns/record-set.ts";
import type { NginxReading } from "../../shared/records/nginx/nginx-reading.ts";
import type { ListingNeeds, TaskListing } from "../../shared/records/task-listing.ts";
import type { IsOver } from "./deadlines.ts";

/** Everything that `records` touches outside itself. */
export type RecordsDeps = {
  readonly config: Config;
  /** Whose the records are, for everybody who meets them. */
  readonly owner: string;
  readonly nowMs: () => number;
  /** Of this invocation, where it is traced. */
  readonly traceId: () => string | null;
  readonly table: RecordsTable;
  readonly posts: Pick<PostTable, "readWithdrawals" | "readGates" | "readWeights" | "putAbsence">;
  /** By service; every service is in it. */
  readonly readListings: (
    services: readonly ServiceConfig[],
    needs: (service: ServiceConfig) => ListingNeeds,
    isOver: IsOver,
  ) => Promise<ReadonlyMap<string, Reading<TaskListing>>>;
  readonly readZone: (hostedZoneId: string, withHealthChecks: boolean, isOver: IsOver) => Promise<Reading<ZoneReading>>;
  readonly readCloudMap: (serviceId: string, isOver: IsOver) => Promise<Reading<readonly CloudMapInstance[]>>;
  readonly readNginxCommands: (fleet: string, nowMs: number, isOver: IsOver) => Promise<Reading<NginxReading>>;
  /** `null`: every destination is only observed; no writer exists. */
  readonly applyAction: ApplyRecordsAction | null;
  /** An error of `applyAction` that says that a part of the action is wrong, and that nothing of it was done. */
  readonly isRefused: (error: unknown) => boolean;
  /** An error of `applyAction` that goes away by itself in seconds. */
  readonly retrySoon: (error: unknown) => boolean;
  readonly publishNotice: PublishNotice;
  readonly wakeLater: WakeLater;
  /** Sends a body that is no wake-up to `events`, whose router dead-letters it with the reason. */
  readonly passOn: (body: string) => Promise<void>;
  readonly log: RecordsLog;
  readonly count: (metricName: RecordsMetric, value: number, destination: string) => void;
};

export type RecordsLog = {
  readonly info: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
};

export type RecordsMetric =
  | "RecordsPlans"
  | "RecordsWrites"
  | "RecordsFailedWrites"
  | "RecordsSkipped"
  | "RecordsRetries"
  | "RecordsConflicts";
