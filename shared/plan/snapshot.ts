import type { DatabaseFacts } from "../limits/database-facts.ts";
import type { Reading, Unknown } from "../reading.ts";
import type { Absence } from "../records/post.ts";
import type { ServicePost } from "./graph/service-post.ts";
import type { Intent } from "./intents/intent.ts";

export type { Reading, Unknown } from "../reading.ts";

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
  /** Services of other domains that call those of this one, or are called by them, as their domains have posted. Absent: none. */
  readonly neighbours?: readonly NeighbourReading[];
  /** Absent where nothing but the databases is known to bound the domain: no EC2 service, and no quota was found. */
  readonly capacity?: CapacityReading;
  /** What people have asked for by runbooks and has not ended. Absent: nothing. */
  readonly intents?: readonly Intent[];
};

export type NeighbourReading = {
  readonly service: string;
  /** "no-data": its domain has posted nothing yet. One that is past its end is known, and old. */
  readonly post: Reading<ServicePost>;
};

export type ServiceReading = {
  readonly name: string;
  readonly tasks: Reading<TaskCounts>;
  /** One per configured signal, in the same order. */
  readonly signals: readonly SignalReading[];
  /** The service's Application Auto Scaling target; read in `govern` and `scale` mode. */
  readonly scalableTarget: Reading<ScalableTarget | "none">;
  /** The policies on it; read in `scale` mode only, where they would be a second writer of the count. */
  readonly scalingPolicies?: Reading<readonly ScalingPolicy[]>;
  /** The scheduled actions on it; read in `govern` mode only. */
  readonly scheduledActions?: Reading<readonly ScheduledAction[]>;
  /** Its tasks one by one; read only while it is about to shrink victim first. */
  readonly front?: FrontReading;
};

export type FrontReading = {
  /** Those with desiredStatus RUNNING. */
  readonly tasks: Reading<readonly TaskStanding[]>;
  /** What its destinations have posted; who is not in it has posted nothing. */
  readonly absences: Reading<readonly Absence[]>;
};

export type TaskStanding = {
  /** The last part of the ARN. */
  readonly taskId: string;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  /** PROVISIONING ... RUNNING ... STOPPED, as ECS says. */
  readonly lastStatus: string;
  readonly health: "HEALTHY" | "UNHEALTHY" | "UNKNOWN";
  readonly availabilityZone: string | null;
  readonly createdAtMs: number | null;
  /** End of its scale-in protection, whoever has set it; `null`: it is not protected. */
  readonly protectedUntilMs: number | null;
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
  /** How a deployment replaces tasks; all but ROLLING hold two whole revisions at once. */
  readonly strategy: DeploymentStrategy;
  /** For how long both revisions are kept after the traffic has moved; 0 where the strategy has no such time. */
  readonly bakeMinutes: number;
  /** Running tasks whose health check fails: ECS starts a replacement for each before it stops them. */
  readonly unhealthy: number;
  /**
   * Running tasks that take traffic: their health check passes, or they have none and are older than a start time.
   * Absent: the tasks were not looked at one by one.
   */
  readonly healthy?: number;
  /** ECS moves tasks between availability zones now: it starts them before it stops others. */
  readonly rebalancing: boolean;
  /** Id of the primary deployment: a new one means that somebody deployed; a changed desired count alone keeps it. */
  readonly revision: string;
  /** The latest start and the latest stop among the tasks that ECS still lists (it lists stopped ones for about an hour); `null`: none. */
  readonly lastStartAtMs: number | null;
  readonly lastStopAtMs: number | null;
};

/** DeploymentConfiguration's strategy under ECS's own controller; otherwise the controller. */
export type DeploymentStrategy = "ROLLING" | "BLUE_GREEN" | "LINEAR" | "CANARY" | "CODE_DEPLOY" | "EXTERNAL";

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
      readonly kind: "series";
      /** Whole periods, oldest first; empty where nothing was published. */
      readonly points: readonly { readonly atMs: number; readonly value: number }[];
      readonly periodSeconds: number;
      /** Start of the newest period in which the load balancer behind the metric was seen to exist; `null`: not seen. */
      readonly seenAtMs: number | null;
    }
  | {
      readonly kind: "queue";
      /** Messages available for retrieval, approximately. */
      readonly waitingMessages: number;
      /** Received and not yet deleted. */
      readonly inFlightMessages: number;
      readonly readAtMs: number;
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
  readonly scaleInSuspended: boolean;
  /** Its scheduled actions don't fire. */
  readonly scheduledSuspended: boolean;
};

export type ScalingPolicy = {
  readonly name: string;
  readonly kind: "target-tracking" | "step" | "predictive";
  /** Of target tracking on the service's own CPU or memory; `null`: anything else. */
  readonly targetPercent: number | null;
};

/** As Application Auto Scaling stores it; what it says is read by `shared/schedules`. */
export type ScheduledAction = {
  readonly name: string;
  readonly schedule: string;
  /** IANA name; `null`: UTC. */
  readonly timezone: string | null;
  readonly startAtMs: number | null;
  readonly endAtMs: number | null;
  /** `null`: it leaves the target's own. */
  readonly minCapacity: number | null;
  readonly maxCapacity: number | null;
};

export type DatabaseReading = {
  readonly name: string;
  /** What the function `limits` has found, as it stands in the table; "no-data": not yet. */
  readonly facts: Reading<DatabaseFacts>;
  /** Maximum of DatabaseConnections per minute, newest last; it arrives 2-3 minutes late. Never an empty list: that is "no-data". */
  readonly connections: Reading<readonly ConnectionsDatapoint[]>;
  readonly pressure: PressureReading;
  /** Of the proxies in front of it, sorted by name. */
  readonly proxies: readonly ProxyReading[];
};

/** One minute of a metric. */
export type MetricPoint = { readonly atMs: number; readonly value: number };

/** The last minutes, newest last, of what says that a database has no more to give. "no-data": this class or engine doesn't publish it. */
export type PressureReading = {
  /** CPUUtilization. */
  readonly cpuPercent: Reading<readonly MetricPoint[]>;
  /** DBLoadRelativeToNumVCPUs: active sessions per vCPU, where Performance Insights is on. */
  readonly loadPerVcpu: Reading<readonly MetricPoint[]>;
  /** BurstBalance: I/O credits of a gp2 volume. */
  readonly storageBurstPercent: Reading<readonly MetricPoint[]>;
  /** EBSIOBalance%: operations credits of the instance. */
  readonly ioBurstPercent: Reading<readonly MetricPoint[]>;
  /** EBSByteBalance%: throughput credits of the instance. */
  readonly throughputBurstPercent: Reading<readonly MetricPoint[]>;
};

/** An RDS proxy's metrics of the last minutes, newest last: sums over its hosts. */
export type ProxyReading = {
  /** The name in headgate.yml. */
  readonly name: string;
  /** DatabaseConnectionsCurrentlyBorrowed. */
  readonly borrowed: Reading<readonly MetricPoint[]>;
  /** DatabaseConnectionsCurrentlySessionPinned. */
  readonly pinned: Reading<readonly MetricPoint[]>;
  /** DatabaseConnections: what the proxy has open at the database. */
  readonly connections: Reading<readonly MetricPoint[]>;
  /** The most of them in the last 24 hours. */
  readonly peakConnections: Reading<number>;
  /** MaxDatabaseConnectionsAllowed. */
  readonly allowed: Reading<readonly MetricPoint[]>;
  /** ClientConnections; for people. */
  readonly clients: Reading<readonly MetricPoint[]>;
  /** DatabaseConnectionsBorrowLatency, the average of a minute. */
  readonly borrowLatencyMicroseconds: Reading<readonly MetricPoint[]>;
};

export type ConnectionsDatapoint = { readonly atMs: number; readonly periodSeconds: number; readonly maximum: number };

const unread: Unknown = { kind: "unknown", because: "no-data", detail: "not read" };

/** Nothing published. */
export const noPressure: PressureReading = {
  cpuPercent: unread,
  loadPerVcpu: unread,
  storageBurstPercent: unread,
  ioBurstPercent: unread,
  throughputBurstPercent: unread,
};

/** What the domain's tasks are placed on, and what each of them takes of it. */
export type CapacityReading = {
  /** Sorted by cluster; those of the domain's EC2 services. */
  readonly clusters: readonly ClusterReading[];
  /** By service name; those whose task definition bears on a decision: on EC2 all, on Fargate where a quota is known. */
  readonly placements: Readonly<Record<string, Reading<Placement>>>;
  /** `null`: no quota was found, so nothing was read. */
  readonly fargate: FargateReading | null;
};

export type ClusterReading = {
  readonly cluster: string;
  /** Sorted by id; in every state but INACTIVE, with what is on them. */
  readonly instances: Reading<readonly InstanceReading[]>;
  /** Names of the capacity providers of the domain's services, with managed scaling or without. */
  readonly providers: Reading<readonly ProviderReading[]>;
};

export type ProviderReading = { readonly name: string; readonly managedScaling: boolean };

export type InstanceReading = {
  /** EC2 instance id. */
  readonly id: string;
  /** False: it is draining, or its agent is not connected, so ECS places nothing there. */
  readonly takesTasks: boolean;
  readonly provider: string | null;
  readonly registered: InstanceResources;
  /** What is left; ports are those that are taken. */
  readonly remaining: InstanceResources;
  /** Its network interface is a trunk, so interfaces don't bound its tasks before CPU and memory do. */
  readonly trunked: boolean;
  /** Tasks that are not STOPPED, counted by ECS service; "" for tasks of no service. Sorted by service. */
  readonly tasks: readonly InstanceTasks[];
};

export type InstanceTasks = {
  readonly ecsService: string;
  /** desiredStatus RUNNING. */
  readonly running: number;
  /** desiredStatus STOPPED and not yet STOPPED: they hold what they have. */
  readonly stopping: number;
  /** Network interfaces that they hold. */
  readonly interfaces: number;
};

export type InstanceResources = {
  readonly cpuUnits: number;
  readonly memoryMib: number;
  readonly tcpPorts: readonly number[];
  readonly udpPorts: readonly number[];
};

/** How ECS places a service's next task, and what one takes. */
export type Placement = {
  /** 1,024 units are one vCPU. */
  readonly cpuUnits: number;
  readonly memoryMib: number;
  /** Fixed ports of the host, sorted. */
  readonly tcpPorts: readonly number[];
  readonly udpPorts: readonly number[];
  /** Network mode awsvpc: a network interface of its own. */
  readonly ownInterface: boolean;
  readonly gpus: number;
  /** Capacity providers of the service's strategy, sorted; empty: a plain launch type. */
  readonly providers: readonly string[];
  readonly distinctInstances: boolean;
  /** Which instance is taken first: binpack on CPU or memory; everything else counts as `spread`. */
  readonly strategy: "binpack-cpu" | "binpack-memory" | "spread";
  /** memberOf expressions of the service and its task definition; they are not evaluated. */
  readonly expressions: readonly string[];
};

/** The account's Fargate On-Demand vCPUs in this region. */
export type FargateReading = {
  readonly quotaVcpu: Reading<number>;
  readonly used: Reading<{ readonly vcpu: number /** Start of the datapoint's period. */; readonly atMs: number }>;
};

/** Before the function `limits` has found anything. */
export const noFacts: Unknown = {
  kind: "unknown",
  because: "no-data",
  detail: "the function limits has not read it yet",
};
