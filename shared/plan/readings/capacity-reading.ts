import type { Reading } from "../../reading.ts";

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

/** What one task takes of the instance that it is placed on. */
export type TaskNeeds = {
  /** 1,024 units are one vCPU. */
  readonly cpuUnits: number;
  readonly memoryMib: number;
  /** Fixed ports of the host, sorted. */
  readonly tcpPorts: readonly number[];
  readonly udpPorts: readonly number[];
  /** Network mode awsvpc: a network interface of its own. */
  readonly ownInterface: boolean;
  readonly gpus: number;
  /** memberOf expressions of the task definition, and of the service where it is one's; they are not evaluated. */
  readonly expressions: readonly string[];
};

/** How ECS places a service's next task, and what one takes. */
export type Placement = TaskNeeds & {
  /** Capacity providers of the service's strategy, sorted; empty: a plain launch type. */
  readonly providers: readonly string[];
  readonly distinctInstances: boolean;
  /** Which instance is taken first: binpack on CPU or memory; everything else counts as `spread`. */
  readonly strategy: "binpack-cpu" | "binpack-memory" | "spread";
};

/** The account's Fargate On-Demand vCPUs in this region. */
export type FargateReading = {
  readonly quotaVcpu: Reading<number>;
  readonly used: Reading<{ readonly vcpu: number /** Start of the datapoint's period. */; readonly atMs: number }>;
};
