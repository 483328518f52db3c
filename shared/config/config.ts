import type { NoticesConfig } from "./notices-config.ts";
import type { NginxFleetConfig, PublishConfig, ZoneConfig } from "./publication.ts";

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
  readonly proxies: readonly ProxyConfig[];
  /** Hosted zones that services publish records in. */
  readonly zones: readonly ZoneConfig[];
  /** Fleets of nginx instances that services have upstreams in. */
  readonly nginxFleets: readonly NginxFleetConfig[];
  /** Every service is in exactly one domain. */
  readonly domains: readonly DomainConfig[];
  readonly decisionRetentionDays: number;
  /** Most reads a domain may make in a day; past it only the tick goes on, with a notice. */
  readonly dailyReadBudget: number;
  readonly runbooks: RunbooksConfig;
  readonly notices: NoticesConfig;
};

export type RunbooksConfig = {
  /** Names of runbooks that may change the account, sorted. */
  readonly allow: readonly string[];
  /** Names of runbooks that wait for another person, sorted. */
  readonly approval: readonly string[];
  readonly approvalMinutes: number;
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
  /** `scale` mode beside active Application Auto Scaling policies: leave the service to them, or suspend them. */
  readonly autoscaling: "refuse" | "suspend";
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
  /** One entry per database and proxy, sorted by them; several pools to one of them are already added up. */
  readonly pools: readonly PoolConfig[];
  /** The pools as they are set up, one by one: what `preflight` and `pool-fit` work from. Sorted by key. */
  readonly poolSettings: readonly PoolSetting[];
  /** `borrow`: growth may use the surge room while no deployment runs. `reserve`: the surge is always kept free. */
  readonly surge: "borrow" | "reserve";
  /** What the deployment may do where ECS does not say (100..200, 0..100); ECS's own figure wins when it is read. */
  readonly maximumPercent: number;
  readonly minimumHealthyPercent: number;
  /** `announce`: a rollout that would not fit is told. `fit`: maximumPercent is lowered to what fits before one begins. */
  readonly deploymentEntry: "announce" | "fit";
  /** As far as `fit` may lower minimumHealthyPercent, 0..100; 100 leaves it alone. */
  readonly leastHealthyPercent: number;
  /** What the tasks run on, and what bounds it. */
  readonly capacity: CapacityConfig;
  readonly signals: readonly SignalConfig[];
  /** Windows of time that move the bounds, sorted by name. */
  readonly schedules: readonly ScheduleConfig[];
  /** Absent: nothing is forecast. */
  readonly forecast?: ForecastConfig;
  readonly pace: PaceConfig;
  /** A change made by hand is a floor for this long. */
  readonly pinMinutes: number;
  /** Callees and the requests sent to each per request served, sorted by callee. */
  readonly calls: readonly CallConfig[];
  /** Where its tasks are published: DNS, Cloud Map, nginx. */
  readonly publish: PublishConfig;
};

/** One pool of one task, as its library is set up. */
export type PoolSetting = {
  /** The key under `pools`. */
  readonly database: string;
  /** Most connections per process. */
  readonly size: number;
  readonly processes: number;
  readonly extras: number;
  readonly kind: "fixed" | "elastic";
  /** What an idle process keeps. */
  readonly minimum: number;
  /** Environment variables of the task definition that set them: `POOL_SIZE`, or `DATABASE_URL?pool_size`. */
  readonly sizeVariable: string | null;
  readonly processesVariable: string | null;
};

/** `null`: learned from the request rates of both ends. */
export type CallConfig = { readonly service: string; readonly requestsPerRequest: number | null };

export type CapacityConfig =
  | { readonly kind: "fargate" }
  | {
      readonly kind: "ec2";
      /** The most instances that managed scaling may start; `null`: not given, so none is counted on. */
      readonly maxInstances: number | null;
      /** The instance's own included; `null`: not given, so `awsvpc` tasks without trunking can't be placed. */
      readonly networkInterfacesPerInstance: number | null;
    };

export type PoolConfig = {
  /** The database that the connections end at, through a proxy or not. */
  readonly database: string;
  /** The proxy in between; `null`: straight to the database. */
  readonly proxy: string | null;
  /** k = pools x processes + extras: the most connections one task can hold there, >= 1. */
  readonly connectionsPerTask: number;
  /** `fixed` pools open fully at start; `elastic` ones grow with load. */
  readonly kind: "fixed" | "elastic";
  /** What an idle task holds; equals connectionsPerTask for fixed pools. */
  readonly minimumConnectionsPerTask: number;
  /** `worst`: a task is priced with connectionsPerTask. `measured`: with what elastic pools were seen to use. */
  readonly admission: "worst" | "measured";
};

/** What asks ahead of the load; it only ever raises an ask. */
export type ForecastConfig = {
  /** The trend of the request rate, projected over the start time. */
  readonly trend: boolean;
  /** `null`: no floor by the time of day. */
  readonly season: SeasonForecastConfig | null;
  /** The part of what was forecast that may fail to come before it is off, 0..1. */
  readonly mostErrorRatio: number;
};

export type SeasonForecastConfig = {
  /** Of the same quarter-hour on earlier days, 0..1. */
  readonly quantile: number;
  /** A day this old has half the weight. >= 1 */
  readonly halfLifeDays: number;
};

export type PaceConfig = {
  readonly upPercent: number;
  readonly upPeriodSeconds: number;
  readonly downPercent: number;
  readonly downPeriodSeconds: number;
  /** A scale-in waits until the highest ask of this window is below the current count. */
  readonly stabilizationSeconds: number;
};

export type SignalConfig =
  | TargetSignalConfig
  | AlarmSignalConfig
  | RequestsSignalConfig
  | RateSignalConfig
  | BacklogSignalConfig
  | LatencySignalConfig;

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

/** Requests per task: ask = total rate / target. */
export type RequestsSignalConfig = {
  readonly kind: "requests";
  readonly name: string;
  /** The service's requests; a `Sum` is divided by the period, any other statistic is already a rate per second. */
  readonly metric: MetricConfig;
  /** Published while the load balancer has targets, so that silence of `metric` means no request; `null`: nothing tells. */
  readonly presence: MetricConfig | null;
  /** Requests per second that one task should serve, > 0. */
  readonly targetPerSecond: number;
  readonly toleranceRatio: number;
  readonly staleAfterSeconds: number;
};

/** The service's request rate for the call graph: it is read, and asks for nothing. */
export type RateSignalConfig = {
  readonly kind: "rate";
  readonly name: string;
  readonly metric: MetricConfig;
  readonly presence: MetricConfig | null;
  readonly staleAfterSeconds: number;
};

/** What waits in a queue or topic: ask = waiting / (messagesPerSecond x drainSeconds). */
export type BacklogSignalConfig = {
  readonly kind: "backlog";
  readonly name: string;
  readonly source:
    | { readonly kind: "sqs"; readonly queueName: string }
    /** Several metrics where a broker has several names: the largest value of a period counts. */
    | { readonly kind: "metrics"; readonly metrics: readonly [MetricConfig, ...MetricConfig[]] };
  /** Messages that one task works off in a second, > 0. */
  readonly messagesPerSecond: number;
  /** The time in which what waits should be worked off; also how long a message waits under a steady load. */
  readonly drainSeconds: number;
  readonly toleranceRatio: number;
  readonly staleAfterSeconds: number;
};

/** A step up while every datapoint of the window is above the threshold. */
export type LatencySignalConfig = {
  readonly kind: "latency";
  readonly name: string;
  readonly metric: MetricConfig;
  /** In the metric's own unit: seconds for a load balancer's TargetResponseTime. */
  readonly threshold: number;
  readonly windowSeconds: number;
  readonly stepPercent: number;
  readonly stepTasks: number;
  readonly warmUpSeconds: number;
  readonly staleAfterSeconds: number;
};

/** A window of time with its own bounds for the task count. */
export type ScheduleConfig = {
  readonly name: string;
  readonly when:
    | { readonly kind: "cron"; readonly cron: string; readonly timeZone: string; readonly durationSeconds: number }
    /** [from, until); `null`: from ever, for ever. */
    | { readonly kind: "between"; readonly fromMs: number | null; readonly untilMs: number | null };
  /** The least tasks in the window; `null`: as without it. */
  readonly minTasks: number | null;
  /** The most tasks in the window; 0 parks the service; `null`: as without it. */
  readonly maxTasks: number | null;
};

export type MetricConfig = {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `p99` and the like are CloudWatch's percentiles. */
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum" | `p${number}`;
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
  /** R: slots that services can't use; `null`: by engine and version (PostgreSQL 8 = 5 + 3 automation, MySQL and MariaDB 0). */
  readonly reservedConnections: number | null;
  /** max(3, 5 % of the limit) unless given; `null` where the limit is not configured: computed from what is found. */
  readonly marginConnections: number | null;
  readonly connectors: readonly ConnectorConfig[];
  /** U, the sessions that no configured service or connector explains; `null`: measured from DatabaseConnections. */
  readonly unmanagedConnections: number | null;
  /** Readers only. `reserve`: the budget is what the readers carry when one of them has failed. `warn`: that is told. */
  readonly failover: "warn" | "reserve";
  /** What of the budget is this stack's, 1..100; less than 100 where several stacks share the database. */
  readonly sharePercent: number;
  /** What the instance costs in a month, for unlock options; `null`: not said. */
  readonly monthlyDollars: number | null;
  /** What of the services' work a read replica could take; `null`: not said. */
  readonly readSharePercent: number | null;
};

/** An RDS Proxy in front of a database: many clients on few connections. */
export type ProxyConfig = {
  readonly name: string;
  /** DBProxyName. */
  readonly proxy: string;
  /** The database behind it, by its name in headgate.yml. */
  readonly database: string;
  /** Most client connections that the proxy should hold; `null`: not bounded, AWS publishes no quota. */
  readonly maxClientConnections: number | null;
};

/** A known holder of connections that is not a service: a job, a Lambda function, a dashboard. */
export type ConnectorConfig = { readonly name: string; readonly connections: number };
