import type { CapacityConfig, ServiceConfig } from "../../shared/config/service-config.ts";
import { emptyServiceMemory } from "../../shared/plan/memory.ts";
import type { Party } from "../../shared/plan/party.ts";
import { partiesOf } from "../../shared/plan/party.ts";
import type {
  CapacityReading,
  InstanceReading,
  InstanceTasks,
  Placement,
} from "../../shared/plan/readings/capacity-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { Reading } from "../../shared/reading.ts";
import { config, counts, known, memory, nowMs, service, serviceReading, snapshot, unknown } from "./builders.ts";

export const ec2: Extract<CapacityConfig, { kind: "ec2" }> = {
  kind: "ec2",
  maxInstances: null,
  networkInterfacesPerInstance: null,
};

/** A quarter of the instance below in CPU and in memory, with dynamic ports. */
export const placement = (changes: Partial<Placement> = {}): Placement => ({
  cpuUnits: 512,
  memoryMib: 1024,
  tcpPorts: [],
  udpPorts: [],
  ownInterface: false,
  gpus: 0,
  providers: [],
  distinctInstances: false,
  strategy: "spread",
  expressions: [],
  ...changes,
});

type InstanceChanges = Partial<Omit<InstanceReading, "remaining">> & {
  readonly remaining?: Partial<InstanceReading["remaining"]>;
};

/** 2 vCPU and 4 GiB, empty. */
export const instance = (changes: InstanceChanges = {}): InstanceReading => {
  const registered = { cpuUnits: 2048, memoryMib: 4096, tcpPorts: [22, 2376], udpPorts: [] };
  return {
    id: "i-1",
    takesTasks: true,
    provider: null,
    registered,
    trunked: false,
    tasks: [],
    ...changes,
    remaining: { ...(changes.registered ?? registered), ...changes.remaining },
  };
};

export const tasksOf = (ecsService: string, running: number, changes: Partial<InstanceTasks> = {}): InstanceTasks => ({
  ecsService,
  running,
  stopping: 0,
  interfaces: 0,
  ...changes,
});

/** One cluster, `main`. */
export const capacityReading = (
  instances: readonly InstanceReading[] | Reading<readonly InstanceReading[]>,
  placements: Readonly<Record<string, Placement | Reading<Placement>>>,
  managed: readonly string[] = [],
): CapacityReading => ({
  clusters: [
    {
      cluster: "main",
      instances: "kind" in instances ? instances : known(instances),
      providers: known(managed.map((name) => ({ name, managedScaling: true }))),
    },
  ],
  placements: Object.fromEntries(
    Object.entries(placements).map(([name, entry]) => [name, "kind" in entry ? entry : known(entry)]),
  ),
  fargate: null,
});

type PartyChanges = {
  readonly service?: Partial<ServiceConfig>;
  readonly counts?: Partial<TaskCounts>;
  readonly capacity?: CapacityConfig;
  readonly unreadable?: boolean;
};

/** An EC2 service on cluster `main` that runs what it is told to. */
export const party = (name: string, desired: number, changes: PartyChanges = {}): Party => {
  const own = service({
    name,
    ecsService: name,
    cluster: "main",
    pools: [],
    capacity: changes.capacity ?? ec2,
    ...changes.service,
  });
  const tasks = changes.unreadable === true ? unknown() : known(counts({ desired, ...changes.counts }));
  const read = snapshot([serviceReading({ name, tasks })], []);
  const [first] = partiesOf(read, memory({ [name]: emptyServiceMemory }), config([own], []), nowMs);
  return first!;
};
