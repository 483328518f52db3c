import type { PlaceRefusal } from "../admit/places.ts";
import { assertNever } from "../assert-never.ts";
import type { InstanceReading } from "../readings/capacity-reading.ts";
import { auditPorts, describePorts } from "./audit-ports.ts";
import { candidatesOf, type Tenant } from "./place.ts";
import type { Site } from "./site.ts";
import { type Shortage, type Slot, shortages, shortagesOn } from "./slot.ts";

/** Says why the next task of a service has no place: which resource binds, what is free of it, what a task takes. */
export const describeRefusal = (tenant: Tenant, site: Site): PlaceRefusal => {
  const candidates = candidatesOf(tenant, site);
  const lacking = candidates.map((slot) => shortagesOn(slot, tenant.placement, tenant.ecsService));
  if (candidates.length > 0 && lacking.every((lacks) => lacks.includes("host-port"))) return portRefusal(tenant, site);
  const binding = bindingShortage(lacking);
  const numbers = { ...instanceNumbers(tenant, site), ...resourceNumbers(binding, tenant, candidates) };
  const detail = [describeShortage(binding, tenant, site), growthLeft(tenant, site)].filter(Boolean).join("; ");
  return { code: "cluster-capacity", detail, numbers };
};

/** The shortage that keeps the task off the most instances; ties to the one that is told first. `null`: no instance. */
const bindingShortage = (lacking: readonly (readonly Shortage[])[]): Shortage | null => {
  const counts = shortages.map((shortage) => lacking.filter((lacks) => lacks.includes(shortage)).length);
  const most = Math.max(...counts);
  return most === 0 ? null : shortages[counts.indexOf(most)]!;
};

const portRefusal = (tenant: Tenant, site: Site): PlaceRefusal => {
  const audits = auditPorts(tenant, site);
  const alone = audits.every(({ holders }) => holders.every(({ ecsService }) => ecsService === tenant.ecsService));
  return {
    code: alone ? "host-port-one-per-instance" : "host-port-conflict",
    detail: [describePorts(audits), growthLeft(tenant, site)].filter(Boolean).join("; "),
    numbers: instanceNumbers(tenant, site),
  };
};

const describeShortage = (binding: Shortage | null, { placement }: Tenant, site: Site): string => {
  switch (binding) {
    case null:
      return `none of the ${site.instances.length} instances of cluster ${site.cluster} takes its tasks: they are draining, without their agent, or of another capacity provider`;
    case "cpu":
      return `no instance of cluster ${site.cluster} has ${placement.cpuUnits} CPU units free`;
    case "memory":
      return `no instance of cluster ${site.cluster} has ${placement.memoryMib} MiB of memory free`;
    case "interfaces":
      return `no instance of cluster ${site.cluster} has a network interface free`;
    case "host-port":
      return `the instances of cluster ${site.cluster} whose host ports are free have no room otherwise`;
    case "distinct-instance":
      return `each instance of cluster ${site.cluster} runs one of its tasks already (distinctInstance)`;
    default:
      return assertNever(binding);
  }
};

/** Why nothing more is started for it. */
const growthLeft = ({ placement }: Tenant, site: Site): string => {
  const managed = placement.providers.filter((provider) => site.growth.has(provider));
  if (managed.length === 0) return "";
  const waiting = managed.find((provider) => site.growth.get(provider)!.open === null);
  if (waiting !== undefined) return `capacity provider ${waiting} has no instance yet, so its size is not known`;
  const left = managed.some((provider) => site.growth.get(provider)!.left > 0);
  if (left) return "an empty instance would not hold it either";
  return `capacity.maxInstances lets ${managed.join(", ")} start no more`;
};

const instanceNumbers = (tenant: Tenant, site: Site): Readonly<Record<string, number>> => ({
  instances: candidatesOf(tenant, site).length,
  tasksPerInstance: tasksPerInstance(tenant, site),
});

const resourceNumbers = (
  binding: Shortage | null,
  { placement }: Tenant,
  candidates: readonly Slot[],
): Readonly<Record<string, number>> => {
  if (binding === "cpu") {
    const free = candidates.map(({ cpuUnits }) => cpuUnits);
    return { neededCpuUnits: placement.cpuUnits, mostFreeCpuUnits: Math.max(...free), freeCpuUnits: sumOf(free) };
  }
  if (binding === "memory") {
    const free = candidates.map(({ memoryMib }) => memoryMib);
    return { neededMemoryMib: placement.memoryMib, mostFreeMemoryMib: Math.max(...free), freeMemoryMib: sumOf(free) };
  }
  return {};
};

const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** How many tasks an empty instance holds, by the smallest one that exists: what one more instance gives at least. */
const tasksPerInstance = (tenant: Tenant, site: Site): number => {
  const { placement } = tenant;
  const own = site.instances.filter(
    ({ provider }) => placement.providers.length === 0 || (provider !== null && placement.providers.includes(provider)),
  );
  return own.length === 0 ? 0 : Math.min(...own.map((instance) => tasksOnEmpty(tenant, site, instance)));
};

const tasksOnEmpty = ({ placement }: Tenant, site: Site, { registered, trunked }: InstanceReading): number => {
  const onePerInstance = placement.distinctInstances || placement.tcpPorts.length + placement.udpPorts.length > 0;
  const interfaces = trunked ? Number.POSITIVE_INFINITY : (site.interfacesPerInstance ?? 1) - 1;
  const bounds = [
    placement.cpuUnits === 0 ? Number.POSITIVE_INFINITY : Math.floor(registered.cpuUnits / placement.cpuUnits),
    placement.memoryMib === 0 ? Number.POSITIVE_INFINITY : Math.floor(registered.memoryMib / placement.memoryMib),
    placement.ownInterface ? interfaces : Number.POSITIVE_INFINITY,
    onePerInstance ? 1 : Number.POSITIVE_INFINITY,
  ];
  const tasks = Math.min(...bounds);
  return Number.isFinite(tasks) ? tasks : 0;
};
