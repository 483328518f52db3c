import type { PlacementConstraint, Resource, TaskDefinition } from "@aws-sdk/client-ecs";

/** An EC2 cluster as a test declares it. */
export type Ec2ClusterSpec = {
  readonly instances: readonly InstanceSpec[];
  /** Capacity providers with managed scaling, by name. */
  readonly groups?: Readonly<Record<string, AutoScalingGroupSpec>>;
};

export type InstanceSpec = {
  readonly id: string;
  readonly cpuUnits: number;
  readonly memoryMib: number;
  readonly provider?: string;
  readonly status?: "ACTIVE" | "DRAINING";
  readonly agentConnected?: boolean;
  /** Interface trunking is on. */
  readonly trunked?: boolean;
  /** Host ports that something outside ECS has reserved, besides SSH's and Docker's. */
  readonly reservedPorts?: readonly number[];
  readonly publicAddress?: boolean;
  readonly ipv6?: boolean;
};

/** What starts when tasks find no place, one at a time. */
export type AutoScalingGroupSpec = {
  readonly maxInstances: number;
  readonly startSeconds: number;
  readonly instance: Omit<InstanceSpec, "id" | "provider">;
};

/** A service on EC2: its task definition, and how ECS places its tasks. */
export type Ec2ServiceSpec = {
  readonly definition: Pick<TaskDefinition, "cpu" | "memory" | "networkMode" | "containerDefinitions">;
  readonly providers?: readonly string[];
  readonly placementConstraints?: readonly PlacementConstraint[];
};

export type PlacedTask = { readonly taskId: string; readonly service: string; readonly running: boolean };

/** Linux's ephemeral ports, of which Docker takes dynamic ones. */
const dynamicPorts = { first: 32_768, last: 60_999 };

const agentPorts = [22, 2375, 2376, 51678, 51679];

type Needs = { readonly cpuUnits: number; readonly memoryMib: number; readonly ports: readonly string[] };

/** What a task reserves of its instance. */
const needsOf = ({ definition }: Ec2ServiceSpec): Needs => {
  const containers = definition.containerDefinitions ?? [];
  const sumOf = (values: readonly (number | undefined)[]): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const shared = definition.networkMode !== "awsvpc";
  const ports = containers.flatMap(({ portMappings = [] }) =>
    portMappings.flatMap(({ hostPort = 0, protocol = "tcp" }) =>
      shared && hostPort > 0 ? `${protocol} ${hostPort}` : [],
    ),
  );
  return {
    cpuUnits: Number(definition.cpu ?? sumOf(containers.map(({ cpu }) => cpu))),
    memoryMib: Number(
      definition.memory ?? sumOf(containers.map(({ memory, memoryReservation }) => memoryReservation ?? memory)),
    ),
    ports,
  };
};

/** The instances of one cluster, and which task is on which. */
export class Ec2Cluster {
  readonly spec: Ec2ClusterSpec;
  readonly #services: ReadonlyMap<string, Ec2ServiceSpec>;
  readonly #instances: InstanceSpec[];
  readonly #hosts = new Map<string, string>();
  readonly #ports = new Map<string, readonly number[]>();
  /** By instance, the port after the one that was given last. */
  readonly #nextPort = new Map<string, number>();
  readonly #starting = new Map<string, number>();
  #tasks: readonly PlacedTask[] = [];

  constructor(spec: Ec2ClusterSpec, services: ReadonlyMap<string, Ec2ServiceSpec>) {
    this.spec = spec;
    this.#services = services;
    this.#instances = [...spec.instances];
  }

  get instances(): readonly InstanceSpec[] {
    return this.#instances;
  }

  /** Instance of a task; `undefined`: it waits for a place. */
  hostOf(taskId: string): string | undefined {
    return this.#hosts.get(taskId);
  }

  /** The instance's ports behind a task's dynamic ones; none where it has no place. */
  dynamicPortsOf(taskId: string): readonly number[] {
    return this.#ports.get(taskId) ?? [];
  }

  tasksOn(instance: string): readonly PlacedTask[] {
    return this.#tasks.filter(({ taskId }) => this.#hosts.get(taskId) === instance);
  }

  /**
   * Follows the tasks that exist: those that are gone give back their place, new ones are put on the emptiest instance
   * with room, and where one waits, its Auto Scaling group starts an instance, up to its maximum.
   */
  settle(tasks: readonly PlacedTask[], nowMs: number): void {
    this.#tasks = tasks;
    const present = new Set(tasks.map(({ taskId }) => taskId));
    for (const taskId of this.#hosts.keys()) {
      if (present.has(taskId)) continue;
      this.#hosts.delete(taskId);
      this.#ports.delete(taskId);
    }
    this.#finishStarts(nowMs);
    for (const task of tasks) {
      if (this.#hosts.has(task.taskId)) continue;
      const host = this.#roomFor(task);
      if (host !== undefined) this.#place(task, host);
      else this.#startFor(task, nowMs);
    }
  }

  remaining(instance: InstanceSpec): readonly Resource[] {
    const needs = this.tasksOn(instance.id).map(({ service }) => needsOf(this.#services.get(service)!));
    const taken = needs.flatMap(({ ports }) => ports);
    return resources(
      instance.cpuUnits - needs.reduce((total, { cpuUnits }) => total + cpuUnits, 0),
      instance.memoryMib - needs.reduce((total, { memoryMib }) => total + memoryMib, 0),
      [...reservedPorts(instance), ...portsIn(taken, "tcp")],
      portsIn(taken, "udp"),
    );
  }

  registered(instance: InstanceSpec): readonly Resource[] {
    return resources(instance.cpuUnits, instance.memoryMib, reservedPorts(instance), []);
  }

  #place({ taskId, service }: PlacedTask, { id }: InstanceSpec): void {
    this.#hosts.set(taskId, id);
    const taken = new Set(this.tasksOn(id).flatMap((task) => this.dynamicPortsOf(task.taskId)));
    let next = this.#nextPort.get(id) ?? dynamicPorts.first;
    const ports = Array.from({ length: dynamicPortsIn(this.#services.get(service)!) }, () => {
      while (taken.has(next)) next = after(next);
      const port = next;
      next = after(next);
      return port;
    });
    this.#nextPort.set(id, next);
    this.#ports.set(taskId, ports);
  }

  #roomFor({ service }: PlacedTask): InstanceSpec | undefined {
    const spec = this.#services.get(service)!;
    const distinct = spec.placementConstraints?.some(({ type }) => type === "distinctInstance") ?? false;
    return this.#instances
      .filter(({ status, agentConnected }) => (status ?? "ACTIVE") === "ACTIVE" && agentConnected !== false)
      .filter(({ provider }) => spec.providers === undefined || spec.providers.includes(provider ?? ""))
      .filter(({ id }) => !distinct || !this.tasksOn(id).some((other) => other.service === service && other.running))
      .filter((instance) => this.#holds(instance, needsOf(spec)))
      .sort((a, b) => this.tasksOn(a.id).length - this.tasksOn(b.id).length)[0];
  }

  #holds(instance: InstanceSpec, needs: Needs): boolean {
    const left = this.remaining(instance);
    const wholeOf = (name: string): number => left.find((resource) => resource.name === name)?.integerValue ?? 0;
    const taken = new Set([
      ...(left[2]?.stringSetValue ?? []).map((port) => `tcp ${port}`),
      ...(left[3]?.stringSetValue ?? []).map((port) => `udp ${port}`),
    ]);
    const hasPorts = needs.ports.every((port) => !taken.has(port));
    return hasPorts && wholeOf("CPU") >= needs.cpuUnits && wholeOf("MEMORY") >= needs.memoryMib;
  }

  #startFor({ service }: PlacedTask, nowMs: number): void {
    for (const provider of this.#services.get(service)?.providers ?? []) {
      const group = this.spec.groups?.[provider];
      if (group === undefined || this.#starting.has(provider)) continue;
      const existing = this.#instances.filter((instance) => instance.provider === provider).length;
      if (existing < group.maxInstances) this.#starting.set(provider, nowMs + group.startSeconds * 1000);
    }
  }

  #finishStarts(nowMs: number): void {
    for (const [provider, readyAtMs] of this.#starting) {
      if (nowMs < readyAtMs) continue;
      this.#starting.delete(provider);
      const number = this.#instances.length + 1;
      this.#instances.push({ ...this.spec.groups![provider]!.instance, id: `i-${provider}-${number}`, provider });
    }
  }
}

/** Mappings without a host port, in the mode `bridge`. */
const dynamicPortsIn = ({
  definition: { networkMode = "bridge", containerDefinitions = [] },
}: Ec2ServiceSpec): number =>
  networkMode === "bridge"
    ? containerDefinitions.flatMap(({ portMappings = [] }) => portMappings.filter(({ hostPort }) => !hostPort)).length
    : 0;

const after = (port: number): number => (port === dynamicPorts.last ? dynamicPorts.first : port + 1);

const reservedPorts = (instance: InstanceSpec): readonly number[] => [...agentPorts, ...(instance.reservedPorts ?? [])];

const portsIn = (ports: readonly string[], protocol: "tcp" | "udp"): readonly number[] =>
  ports.filter((port) => port.startsWith(protocol)).map((port) => Number(port.slice(4)));

const resources = (
  cpuUnits: number,
  memoryMib: number,
  tcp: readonly number[],
  udp: readonly number[],
): readonly Resource[] => [
  { name: "CPU", type: "INTEGER", integerValue: cpuUnits },
  { name: "MEMORY", type: "INTEGER", integerValue: memoryMib },
  { name: "PORTS", type: "STRINGSET", stringSetValue: tcp.map(String) },
  { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: udp.map(String) },
];
