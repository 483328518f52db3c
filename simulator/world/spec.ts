import type { ScheduledDeployment } from "./deployment-spec.ts";
import type { FaultSpec } from "./fault-spec.ts";
import type { TrafficSpec } from "./traffic.ts";

/** A world as data: what runs, what it calls, what holds it back. Seconds are counted from `startMs`. */
export type WorldSpec = {
  /** Virtual epoch ms of second 0; a whole minute, so that periods align as in CloudWatch. */
  readonly startMs: number;
  readonly services: readonly ServiceSpec[];
  readonly databases: readonly DatabaseSpec[];
  readonly proxies?: readonly ProxySpec[];
  readonly queues?: readonly QueueSpec[];
  /** What goes wrong from outside, whatever the controller does. */
  readonly faults?: readonly FaultSpec[];
  /** Deployments that somebody starts, whatever the controller does. */
  readonly deployments?: readonly ScheduledDeployment[];
  readonly metrics?: Partial<MetricTimes>;
  /** Seconds per sample of the timeline, default 10; doubled each time the timeline is full. */
  readonly timelineSeconds?: number;
};

/** When CloudWatch publishes what, and how much of it is kept. */
export type MetricTimes = {
  /** From the end of a 60 s period until its datapoint can be read. Default 60. */
  readonly delaySeconds60: number;
  /** Of 20 s periods. Default 10. */
  readonly delaySeconds20: number;
  /** Of RDS metrics, which arrive 2-3 minutes late. Default 150. */
  readonly databaseDelaySeconds: number;
  /** Datapoints kept per metric. Default 240. */
  readonly keptDatapoints: number;
};

/** An ECS service: its tasks, its work, who sends it. */
export type ServiceSpec = {
  readonly name: string;
  /** Users' requests; a service has users or callers or a queue, not several of them. */
  readonly traffic?: TrafficSpec;
  /** Ready, with their connections, at second 0. */
  readonly initialTasks: number;
  /** vCPU reserved per task. Default 1. */
  readonly vcpuPerTask?: number;
  readonly cpuSecondsPerRequest: number;
  /** CPU of a request that is refused: shed, or failed for lack of a connection. Default 0. */
  readonly cpuSecondsPerRefusal?: number;
  /** CPU of a running task without work, as a share of its vCPU. Default 0.02. */
  readonly idleCpuRatio?: number;
  /** From the order to start until RUNNING: placement, image pull. */
  readonly pendingSeconds: number;
  /** Image pulls differ: a task is pending up to this much longer, evenly spread, whole seconds. Default 0. */
  readonly pendingJitterSeconds?: number;
  /** From RUNNING until traffic is taken. */
  readonly bootSeconds: number;
  /** CPU of a booting task, as a share of its vCPU; it shows in the metric. Default 1. */
  readonly bootCpuRatio?: number;
  /** From the order to stop until the last connection is gone: deregistration delay + stopTimeout. */
  readonly drainSeconds: number;
  /** The service's deploymentConfiguration in ECS: 100..200 and 0..100. Default 200 and 100, as ECS's. */
  readonly maximumPercent?: number;
  readonly minimumHealthyPercent?: number;
  /** Requests that one task holds at most, abandoned ones included; the next one is shed. */
  readonly queueLimitPerTask: number;
  /** Requests that one task works on at a time, waiting for its database and its callees included. Default: unlimited. */
  readonly concurrencyPerTask?: number;
  /** The load balancer's health check, without a database call: a task that answers slower than its timeout is replaced. */
  readonly healthCheck?: HealthCheckSpec;
  /** Room on the cluster's EC2 instances. Default: there is always room, as on Fargate. */
  readonly placement?: PlacementSpec;
  /** `fifo`: oldest first. `shared`: all accepted requests progress at one pace, as in event loops and thread pools. */
  readonly queueOrder?: "fifo" | "shared";
  readonly client: ClientSpec;
  readonly calls?: readonly { readonly service: string; readonly requestsPerRequest: number }[];
  readonly pool?: PoolSpec;
  readonly memory?: { readonly idleRatio: number; readonly fullQueueRatio: number };
  /** A second violates when more than 1 % fail or p99 is above this. Default 1. */
  readonly sloSeconds?: number;
};

/** Where tasks run on EC2 instances: what doesn't fit stays pending until there is room. */
export type PlacementSpec = {
  /** Tasks that the instances hold at once, stopping ones included: instances x tasks per instance, 1 with a fixed host port. */
  readonly tasksAtMost: number;
};

/** A load balancer's: so many answers in a row above the timeout and the task is replaced. */
export type HealthCheckSpec = {
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly failuresToReplace: number;
};

/** Who waits for the answer: the users of an entry service, the callers of the others. */
export type ClientSpec = {
  readonly timeoutSeconds: number;
  /** Most retries of a failed attempt. */
  readonly retries: number;
  /** Share of failed attempts that are tried again while retries are left. */
  readonly retryProbability: number;
  /** Before the first retry; doubles with each further one. >= 1 */
  readonly backOffSeconds: number;
};

/** What each task of a service opens at a database, and what it uses it for. */
export type PoolSpec = {
  readonly database: string;
  /** The proxy in between: the task's connections end there, and requests borrow the database's. */
  readonly proxy?: string;
  /** A second pool of each task, to a read replica that takes a share of its requests. */
  readonly reader?: ReaderPoolSpec;
  /** k: the most one task can hold: pools x worker processes, and what it keeps in the background. */
  readonly connectionsPerTask: number;
  /** `fixed` pools open fully before the task takes traffic; `elastic` ones start at the minimum and grow with load. */
  readonly kind: "fixed" | "elastic";
  /** Elastic pools only. Default 1. */
  readonly minimumConnectionsPerTask?: number;
  /** An unused elastic connection closes after about this long. Default 60. */
  readonly idleSeconds?: number;
  /** A connection is busy this long per request while the database is idle. */
  readonly holdSecondsPerRequest: number;
  /** CPU seconds of the database per request. */
  readonly databaseCpuSecondsPerRequest: number;
  /**
   * A task whose pool can't open. `degrade`: takes its share of traffic and fails it. `crash`: exits after its boot, ECS
   * starts another one. `wait`: takes no traffic until it has its pool.
   */
  readonly withoutConnections: "degrade" | "crash" | "wait";
  /** `degrade`, `wait` and `connectionsToStart`: seconds between attempts to connect. Default 10. */
  readonly reconnectSeconds?: number;
  /**
   * `crash`: pause before ECS starts the next task, doubled per crash in a row up to the most. Default 0 and 0, which is what
   * ECS does: it throttles only tasks that go from PENDING to STOPPED, up to 27 minutes, and a task that exits after its boot
   * has been RUNNING. That the pause doubles is inferred; ECS publishes that it grows.
   *
   * @see Amazon ECS Developer Guide, "Amazon ECS service throttle logic"
   */
  readonly restartBackOffSeconds?: { readonly first: number; readonly most: number };
  /**
   * Fixed pools only: a task comes up once it has this many; the rest is tried again every `reconnectSeconds`. Default: a
   * task comes up with its whole pool or not at all.
   */
  readonly connectionsToStart?: number;
  /** A second pool that a task opens as it comes up, one connection at a time and as far as slots are left: migrations. */
  readonly migrationPool?: MigrationPoolSpec;
  /** A health check that opens a connection of its own: with the database full, tasks turn unhealthy and are replaced. */
  readonly databaseHealthCheck?: { readonly intervalSeconds: number; readonly failuresToReplace: number };
};

/** Opened beside the task's pool, as far as slots are left. */
export type MigrationPoolSpec = {
  readonly connectionsPerTask: number;
  /** From the task's start to traffic on; `null`: until the task is gone. */
  readonly seconds: number | null;
};

/** Opened with the task's pool and closed with it; fixed. */
export type ReaderPoolSpec = {
  readonly database: string;
  readonly connectionsPerTask: number;
  /** Of the service's requests, 0..1; the others go to the pool's own database. */
  readonly requestsRatio: number;
};

/**
 * RDS Proxy: clients connect freely, a request borrows a database connection and waits for one where none is free.
 *
 * @see Amazon RDS User Guide, "Managing connections with RDS Proxy" (MaxConnectionsPercent, ConnectionBorrowTimeout, pinning)
 */
export type ProxySpec = {
  readonly name: string;
  readonly database: string;
  /** Connections that it may open at the database: MaxConnectionsPercent of max_connections, in connections. */
  readonly maxConnections: number;
  /** ConnectionBorrowTimeout, whole seconds; a request that waits longer fails. 0: it waits on. Default 120. */
  readonly borrowTimeoutSeconds?: number;
  /** Clients whose session state pins them to a database connection for as long as they are connected, 0..1. Default 0. */
  readonly pinnedRatio?: number;
};

/** An RDS instance: its wall, its cores, and how sessions slow each other down. */
export type DatabaseSpec = {
  readonly name: string;
  readonly maxConnections: number;
  /** Slots that services can't use. */
  readonly reservedConnections: number;
  /** Held by others all the time. */
  readonly baseConnections: number;
  readonly cores: number;
  /** Cores that others use. Default 0. */
  readonly baseCores?: number;
  /** Active sessions above this slow each other down. Default: unlimited. */
  readonly uncontendedSessions?: number;
  /** Each active session above adds this share to hold time and CPU of every request. Default 0. */
  readonly slowdownPerSession?: number;
  /** CPU of an attempt to connect, granted or refused. Default 0. */
  readonly cpuSecondsPerConnectionAttempt?: number;
};

/** Messages between services, or from outside. The consumer takes as many as it can carry. */
export type QueueSpec = {
  readonly name: string;
  readonly consumer: string;
  readonly producer?: { readonly service: string; readonly messagesPerRequest: number };
  /** Messages from outside the world. */
  readonly traffic?: TrafficSpec;
};
