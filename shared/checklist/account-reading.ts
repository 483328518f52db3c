import type { Reading, Unknown } from "../reading.ts";
import type { Alarm } from "./alarms/alarm.ts";

/** A call that failed, with the IAM action that it needs. */
export type FailedCall = Unknown & { readonly action: string };

/** A `Reading` that also says which permission it would have taken. */
export type AuditReading<T> = Extract<Reading<T>, { readonly kind: "known" }> | FailedCall;

/**
 * One account in one region, as it was read: what every check works from. Plain data. Each part fails on its own.
 */
export type AccountReading = {
  readonly region: string;
  readonly accountId: AuditReading<string>;
  readonly logGroups: AuditReading<readonly LogGroup[]>;
  readonly alarms: AuditReading<readonly Alarm[]>;
  readonly stacks: AuditReading<readonly Stack[]>;
  readonly budgets: AuditReading<readonly Budget[]>;
  /** Nodes that Systems Manager knows. */
  readonly managedNodes: AuditReading<readonly ManagedNode[]>;
  /** GuardDuty's. */
  readonly detectors: AuditReading<readonly Detector[]>;
  readonly inspector: AuditReading<InspectorStatus>;
  readonly trustedAdvisor: AuditReading<TrustedAdvisor>;
  readonly clusters: AuditReading<readonly EcsCluster[]>;
  /** Availability Zone by subnet id. */
  readonly subnetZones: AuditReading<Readonly<Record<string, string>>>;
  readonly balancers: AuditReading<readonly Balancer[]>;
  readonly targetGroups: AuditReading<readonly TargetGroup[]>;
  readonly databases: AuditReading<readonly Database[]>;
  readonly databaseClusters: AuditReading<readonly DatabaseCluster[]>;
  readonly secrets: AuditReading<readonly Secret[]>;
  /** Of ECS services. */
  readonly scalableTargets: AuditReading<readonly ScalableService[]>;
  /** Whether AWS/ElastiCache has published a metric in the last two weeks: what a cache in use does. */
  readonly cacheSeen: AuditReading<boolean>;
  /** Whether AWS/AutoScaling has: only groups whose own metrics are switched on publish there. */
  readonly autoScalingGroupSeen: AuditReading<boolean>;
  /** Calls that failed for something beside these parts: the metrics. */
  readonly otherFailures: readonly FailedCall[];
};

export type LogGroup = {
  readonly name: string;
  /** `null`: lines are kept for ever. */
  readonly retentionDays: number | null;
  readonly storedBytes: number;
  /** DELIVERY: lines stay a day, and a retention cannot be set. */
  readonly logClass: "STANDARD" | "INFREQUENT_ACCESS" | "DELIVERY" | "other";
};

export type Stack = {
  readonly name: string;
  readonly drift: "DRIFTED" | "IN_SYNC" | "NOT_CHECKED" | "UNKNOWN";
  /** `null`: never. */
  readonly checkedAtMs: number | null;
};

export type Budget = {
  readonly name: string;
  /** COST, USAGE, SAVINGS_PLANS_UTILIZATION and the like. */
  readonly type: string;
  /** `null`: the budget says none (a planned one without a figure for now). */
  readonly limit: number | null;
  /** `null`: not calculated yet. */
  readonly actual: number | null;
  /** "USD". */
  readonly unit: string;
};

export type ManagedNode = { readonly id: string; readonly ping: "Online" | "ConnectionLost" | "Inactive" | "other" };

export type Detector = { readonly id: string; readonly enabled: AuditReading<boolean> };

/** Inspector's state per kind of resource: "ENABLED", "DISABLED", "SUSPENDED" and the ways between. */
export type InspectorStatus = { readonly ec2: string; readonly ecr: string };

export type TrustedAdvisor =
  /** The account's support plan has no API for it. */
  | { readonly kind: "not-in-plan" }
  | { readonly kind: "checks"; readonly checks: AuditReading<readonly TrustedAdvisorCheck[]> };

export type TrustedAdvisorCheck = {
  readonly id: string;
  readonly name: string;
  /** "error" is red, "warning" yellow. */
  readonly status: "ok" | "warning" | "error" | "not_available";
  readonly flagged: number;
};

export type EcsCluster = {
  readonly cluster: string;
  readonly services: AuditReading<readonly EcsService[]>;
  /** EC2 instances; empty on Fargate. */
  readonly instances: AuditReading<readonly ClusterInstance[]>;
};

export type ClusterInstance = { readonly id: string; readonly zone: string | null };

export type EcsService = {
  readonly cluster: string;
  readonly service: string;
  readonly desired: number;
  readonly running: number;
  readonly isDaemon: boolean;
  /** Of awsvpc tasks; empty otherwise: then the cluster's instances say where tasks are. */
  readonly subnets: readonly string[];
  /** ARNs, sorted. */
  readonly targetGroups: readonly string[];
  /** Of each running task, one entry; `null` where ECS does not say. */
  readonly taskZones: AuditReading<readonly (string | null)[]>;
};

export type Balancer = {
  readonly arn: string;
  readonly name: string;
  readonly type: "application" | "network" | "gateway" | "other";
  readonly zones: readonly string[];
  readonly deletionProtection: AuditReading<boolean>;
};

export type TargetGroup = { readonly arn: string; readonly name: string; readonly balancers: readonly string[] };

export type Database = {
  readonly id: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string;
  /** DBClusterIdentifier; `null`: stands alone. */
  readonly cluster: string | null;
  readonly isReplica: boolean;
  /** The instance that it replicates; `null`: none of this region. */
  readonly replicaOf: string | null;
  readonly multiAz: boolean;
  readonly zone: string | null;
  readonly backupRetentionDays: number;
  readonly deletionProtection: boolean;
};

export type DatabaseCluster = {
  readonly id: string;
  readonly engine: string;
  readonly multiAz: boolean;
  /** `null`: no member is the writer at the moment. */
  readonly writer: string | null;
  readonly readers: readonly string[];
  readonly backupRetentionDays: number;
  readonly deletionProtection: boolean;
  /** Of Serverless v2. */
  readonly serverless: { readonly minAcu: number; readonly maxAcu: number } | null;
};

export type Secret = {
  readonly name: string;
  readonly rotationEnabled: boolean;
  readonly lastRotatedAtMs: number | null;
  /** `null`: no date is set. */
  readonly nextRotationAtMs: number | null;
  readonly createdAtMs: number | null;
  /** A service of AWS that keeps the secret for itself ("rds", "events"); `null`: the account's own. */
  readonly owner: string | null;
};

export type ScalableService = {
  readonly cluster: string;
  readonly service: string;
  readonly min: number;
  readonly max: number;
};
