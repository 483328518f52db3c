import type { DatabaseFacts } from "../limits/database-facts.ts";

/**
 * The world as it was read: plain data, no opinion.
 *
 * A failed or stale reading is its own value. It is never 0, and no adapter turns one into the other.
 */
export type Snapshot = {
  readonly domain: string;
  /** When the reading began. */
  readonly readAtMs: number;
  /** Sorted by name; every service of the domain, found or not. */
  readonly services: readonly ServiceReading[];
  /** Sorted by name; every database of the domain. */
  readonly databases: readonly DatabaseReading[];
};

export type Reading<T> = { readonly kind: "known"; readonly value: T } | Unknown;

/** Why a value is not known. `detail` is the failing call and what AWS said, for people. */
export type Unknown = {
  readonly kind: "unknown";
  readonly because: "access-denied" | "not-found" | "failed" | "no-data";
  readonly detail: string;
};

export type ServiceReading = {
  readonly name: string;
  readonly tasks: Reading<TaskCounts>;
  /** One per configured signal, in the same order. */
  readonly signals: readonly SignalReading[];
  /** The service's Application Auto Scaling target; read in `govern` mode only. */
  readonly scalableTarget: Reading<ScalableTarget | "none">;
};

/** Whole tasks, as ECS reports them at one moment. */
export type TaskCounts = {
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** desiredStatus STOPPED and lastStatus not yet STOPPED: they still hold their pools. */
  readonly stopping: number;
  readonly deployment: Deployment;
  readonly maximumPercent: number;
  readonly minimumHealthyPercent: number;
  readonly scheduling: "REPLICA" | "DAEMON";
  /** Id of the primary deployment: a new one means that somebody deployed; a changed desired count alone keeps it. */
  readonly revision: string;
  /** The latest start and the latest stop among the tasks that ECS still lists (it lists stopped ones for about an hour); `null`: none. */
  readonly lastStartAtMs: number | null;
  readonly lastStopAtMs: number | null;
};

export type Deployment =
  | { readonly kind: "none" }
  /** ECS's own rolling deployment in progress. */
  | { readonly kind: "rolling"; readonly sinceMs: number }
  /** CODE_DEPLOY or EXTERNAL in progress: not ours to scale. */
  | { readonly kind: "external"; readonly sinceMs: number };

export type SignalReading =
  | {
      readonly kind: "datapoint";
      readonly value: number;
      /** Start of the datapoint's period, as CloudWatch stamps it. */
      readonly atMs: number;
      readonly periodSeconds: number;
      /** Tasks at the datapoint (SampleCount of the same period), where the metric tells. */
      readonly tasks: number | null;
    }
  | {
      readonly kind: "alarm";
      readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
      /** When the state was entered. */
      readonly sinceMs: number;
      /** False: the alarm is muted and doesn't scale. */
      readonly actionsEnabled: boolean;
    }
  | Unknown;

export type ScalableTarget = {
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly scaleOutSuspended: boolean;
};

export type DatabaseReading = {
  readonly name: string;
  /** What the function `limits` has found, as it stands in the table; "no-data": not yet. */
  readonly facts: Reading<DatabaseFacts>;
  /** Maximum of DatabaseConnections per minute, newest last; it arrives 2-3 minutes late. Never an empty list: that is "no-data". */
  readonly connections: Reading<readonly ConnectionsDatapoint[]>;
};

export type ConnectionsDatapoint = { readonly atMs: number; readonly periodSeconds: number; readonly maximum: number };

/** Before the function `limits` has found anything. */
export const noFacts: Unknown = {
  kind: "unknown",
  because: "no-data",
  detail: "the function limits has not read it yet",
};
