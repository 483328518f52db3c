import type { InstanceReading, InstanceResources, Placement } from "../readings/capacity-reading.ts";

/** One instance while places are given out: what is left of it. */
export type Slot = {
  /** EC2 instance id; of one that managed scaling would start, "new <provider> <number>". */
  readonly id: string;
  readonly provider: string | null;
  readonly planned: boolean;
  cpuUnits: number;
  memoryMib: number;
  /** Taken host ports with the ECS service that holds each; `null`: the agent, or a task that nobody here knows. */
  readonly ports: Map<PortKey, string | null>;
  /** Network interfaces left; `null`: not known. */
  interfaces: number | null;
  /** Tasks meant to run, by ECS service: what `distinctInstance` looks at. */
  readonly tasks: Map<string, number>;
};

export type PortKey = `${"tcp" | "udp"} ${number}`;

/** Why a task doesn't fit on an instance, in the order in which it is told. */
export const shortages = ["cpu", "memory", "interfaces", "host-port", "distinct-instance"] as const;
export type Shortage = (typeof shortages)[number];

export const portsOf = ({
  tcpPorts,
  udpPorts,
}: Pick<InstanceResources, "tcpPorts" | "udpPorts">): readonly PortKey[] => [
  ...tcpPorts.map((port): PortKey => `tcp ${port}`),
  ...udpPorts.map((port): PortKey => `udp ${port}`),
];

/** Everything that the next task of a service lacks on an instance; empty: it fits. */
export const shortagesOn = (slot: Slot, placement: Placement, ecsService: string): readonly Shortage[] => {
  const lacks = {
    cpu: slot.cpuUnits < placement.cpuUnits,
    memory: slot.memoryMib < placement.memoryMib,
    interfaces: placement.ownInterface && (slot.interfaces === null || slot.interfaces < 1),
    "host-port": portsOf(placement).some((port) => slot.ports.has(port)),
    "distinct-instance": placement.distinctInstances && (slot.tasks.get(ecsService) ?? 0) > 0,
  } satisfies Record<Shortage, boolean>;
  return shortages.filter((shortage) => lacks[shortage]);
};

export const occupy = (slot: Slot, placement: Placement, ecsService: string): void => {
  change(slot, placement, ecsService, 1);
  for (const port of portsOf(placement)) slot.ports.set(port, ecsService);
};

/** Undoes one `occupy`. */
export const vacate = (slot: Slot, placement: Placement, ecsService: string): void => {
  change(slot, placement, ecsService, -1);
  for (const port of portsOf(placement)) slot.ports.delete(port);
};

const change = (slot: Slot, placement: Placement, ecsService: string, tasks: 1 | -1): void => {
  slot.cpuUnits -= tasks * placement.cpuUnits;
  slot.memoryMib -= tasks * placement.memoryMib;
  if (placement.ownInterface && slot.interfaces !== null) slot.interfaces -= tasks;
  slot.tasks.set(ecsService, (slot.tasks.get(ecsService) ?? 0) + tasks);
};

/**
 * An instance as it was read.
 *
 * @param interfacesPerInstance the instance's own included; `null`: not configured
 * @param holderOf the service whose tasks on the instance explain a taken port; `null`: none is known
 */
export const slotOf = (
  instance: InstanceReading,
  interfacesPerInstance: number | null,
  holderOf: (port: PortKey, instance: InstanceReading) => string | null,
): Slot => ({
  id: instance.id,
  provider: instance.provider,
  planned: false,
  cpuUnits: instance.remaining.cpuUnits,
  memoryMib: instance.remaining.memoryMib,
  ports: new Map(portsOf(instance.remaining).map((port) => [port, holderOf(port, instance)])),
  interfaces: interfacesLeft(instance.trunked, interfacesPerInstance, heldInterfaces(instance)),
  tasks: new Map(instance.tasks.map(({ ecsService, running }) => [ecsService, running])),
});

/** One is the instance's own. Trunking raises the limit to 10 and more; what is left of it is not read. */
const interfacesLeft = (trunked: boolean, perInstance: number | null, held: number): number | null => {
  if (trunked) return Number.POSITIVE_INFINITY;
  return perInstance === null ? null : perInstance - 1 - held;
};

const heldInterfaces = ({ tasks }: InstanceReading): number =>
  tasks.reduce((total, { interfaces }) => total + interfaces, 0);

/**
 * An instance that managed scaling would start: the smallest of those that the provider has, in each resource, because
 * the group may start any of its types.
 *
 * @param instances of one provider, at least one
 */
export const plannedSlot = (
  id: string,
  instances: readonly InstanceReading[],
  interfacesPerInstance: number | null,
): Slot => {
  const registered = instances.map((instance) => instance.registered);
  return {
    id,
    provider: instances[0]!.provider,
    planned: true,
    cpuUnits: Math.min(...registered.map(({ cpuUnits }) => cpuUnits)),
    memoryMib: Math.min(...registered.map(({ memoryMib }) => memoryMib)),
    ports: new Map(registered.flatMap(portsOf).map((port) => [port, null])),
    interfaces: interfacesLeft(
      instances.every(({ trunked }) => trunked),
      interfacesPerInstance,
      0,
    ),
    tasks: new Map(),
  };
};
