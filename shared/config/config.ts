/**
 * The compiled configuration: what every function, the simulator and the CLI work from.
 *
 * Plain, checked data. `headgate.yml` is parsed, checked and compiled to this at build time, so no YAML parser and no
 * validation is in a Lambda's bundle. Every list is sorted by name; every default is already filled in.
 *
 * @see docs/configuration.md for each key of headgate.yml
 */
export type Config = {
  readonly version: 1;
  /** Name of this stack; begins every notice's subject. */
  readonly name: string;
  readonly services: readonly ServiceConfig[];
  readonly databases: readonly DatabaseConfig[];
  /** Every service is in exactly one domain. */
  readonly domains: readonly DomainConfig[];
  readonly decisionRetentionDays: number;
  /** Most reads a domain may make in a day; past it only the tick goes on, with a notice. */
  readonly dailyReadBudget: number;
};

/** What Headgate may write for a service; read in one place, `shared/plan/policy.ts`. */
export type Mode = "observe" | "govern" | "scale";

/** What is decided together, one invocation at a time: services connected by a common database. */
export type DomainConfig = {
  /** The smallest service name in it: stable while services come and go around it, legal as a FIFO group id. */
  readonly id: string;
  readonly services: readonly string[];
  readonly databases: readonly string[];
};

export type ServiceConfig = {
  readonly name: string;
  /** ECS cluster name (not ARN). */
  readonly cluster: string;
  /** ECS service name. */
  readonly ecsService: string;
  readonly mode: Mode;
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Priority class; 0 is served first. */
  readonly priority: number;
  /** Share inside a priority class, > 0. */
  readonly weight: number;
  /** From the write to a healthy task. */
  readonly startSeconds: number;
  /** From the order to stop until the last connection is gone: deregistration delay + stopTimeout. */
  readonly drainSeconds: number;
  /** One entry per database, sorted by database; several pools to one database are already added up. */
  readonly pools: readonly PoolConfig[];
  /** `borrow`: growth may use the surge room while no deployment runs. `reserve`: the surge is always kept free. */
  readonly surge: "borrow" | "reserve";
  /** What the deployment may do where ECS does not say (100..200, 0..100); ECS's own figure wins when it is read. */
  readonly maximumPercent: number;
  readonly minimumHealthyPercent: number;
  readonly signals: readonly SignalConfig[];
  readonly pace: PaceConfig;
  /** A change made by hand is a floor for this long. */
  readonly pinMinutes: number;
  /** Callees and the requests sent to each per request served. Read by the rehearsal; the graph stages come later. */
  readonly calls: readonly CallConfig[];
};

export type CallConfig = { readonly service: string; readonly requestsPerRequest: number };

export type PoolConfig = {
  readonly database: string;
  /** k = pools x processes + extras: the most connections one task can hold there, >= 1. */
  readonly connectionsPerTask: number;
  /** `fixed` pools open fully at start; `elastic` ones grow with load. */
  readonly kind: "fixed" | "elastic";
  /** What an idle task holds; equals connectionsPerTask for fixed pools. */
  readonly minimumConnectionsPerTask: number;
};

export type PaceConfig = {
  readonly upPercent: number;
  readonly upPeriodSeconds: number;
  readonly downPercent: number;
  readonly downPeriodSeconds: number;
  /** A scale-in waits until the highest ask of this window is below the current count. */
  readonly stabilizationSeconds: number;
};

export type SignalConfig = TargetSignalConfig | AlarmSignalConfig;

export type TargetSignalConfig = {
  readonly kind: "target";
  /** Unique in its service: `cpu`, `memory`, or the user's name. */
  readonly name: string;
  readonly metric: MetricConfig;
  /** In the metric's own unit (percent for CPU and memory, messages per task for a queue). > 0 */
  readonly target: number;
  /** `average`: the value is per task, ask = tasks x value / target. `total`: the value is the service's sum, ask = value / target. */
  readonly measures: "average" | "total";
  /** The relative distance from the target that asks for nothing. */
  readonly toleranceRatio: number;
  /** False for memory: it raises an ask only together with another signal. */
  readonly asksAlone: boolean;
  /** An older datapoint is a stale reading: unknown, not zero. */
  readonly staleAfterSeconds: number;
};

export type AlarmSignalConfig = {
  readonly kind: "alarm";
  readonly name: string;
  readonly alarmName: string;
  /** The step while in ALARM: the larger of the two. */
  readonly stepPercent: number;
  readonly stepTasks: number;
  /** At most one step per max(window, warm-up). */
  readonly windowSeconds: number;
  readonly warmUpSeconds: number;
};

export type MetricConfig = {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
  readonly periodSeconds: number;
};

export type Engine = "postgres" | "mysql" | "mariadb";

/** Where a database is found: one RDS instance, or a cluster's writer or its readers, which resolve to instances. */
export type DatabasePlace =
  /** DBInstanceIdentifier. */
  | { readonly kind: "instance"; readonly instance: string }
  /** DBClusterIdentifier. The limit holds per instance: the writer's, or each reader's. */
  | { readonly kind: "cluster"; readonly cluster: string; readonly role: "writer" | "reader" };

export type DatabaseConfig = {
  readonly name: string;
  readonly at: DatabasePlace;
  readonly engine: Engine;
  /** The user's own figure of max_connections; `null`: what the function `limits` finds, and never scaled out on while it finds none. */
  readonly maxConnections: number | null;
  /** R: slots that services can't use (PostgreSQL 8 = 5 + 3 automation, MySQL and MariaDB 0). */
  readonly reservedConnections: number;
  /** max(3, 5 % of the limit) unless given; `null` where the limit is not configured: computed from what is found. */
  readonly marginConnections: number | null;
  readonly connectors: readonly ConnectorConfig[];
  /** U, the sessions that no configured service or connector explains; `null`: measured from DatabaseConnections. */
  readonly unmanagedConnections: number | null;
};

/** A known holder of connections that is not a service: a job, a Lambda function, a dashboard. */
export type ConnectorConfig = { readonly name: string; readonly connections: number };
