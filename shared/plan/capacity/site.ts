import type { ServiceConfig } from "../../config/service-config.ts";
import type { CapacityReading, ClusterReading, InstanceReading, Placement } from "../readings/capacity-reading.ts";
import { type PortKey, plannedSlot, portsOf, type Slot, slotOf } from "./slot.ts";

/** A cluster's instances while places are given out. */
export type Site = {
  readonly cluster: string;
  /** Those that take tasks, sorted by id; planned ones behind them as they are opened. */
  readonly slots: Slot[];
  /** Instances that ECS lists, in whatever state. */
  readonly instances: readonly InstanceReading[];
  /** The instance's own included; `null`: not configured. Where services differ, the smaller figure. */
  readonly interfacesPerInstance: number | null;
  /** By capacity provider: what managed scaling may still start. */
  readonly growth: ReadonlyMap<string, Growth>;
};

export type Growth = {
  left: number;
  /** `null`: the provider has no instance yet, so the size of its next one isn't known. */
  readonly open: (() => Slot) | null;
};

export type SiteReading = { readonly kind: "known"; readonly site: Site } | UnknownSite;

/** What its tenants can't be told, for people. */
export type UnknownSite = { readonly kind: "unknown"; readonly detail: string };

/** A service on EC2 instances. */
export type Ec2Service = ServiceConfig & { readonly capacity: Extract<ServiceConfig["capacity"], { kind: "ec2" }> };

export const isOnEc2 = (service: ServiceConfig): service is Ec2Service => service.capacity.kind === "ec2";

/**
 * Prepares a cluster for placing.
 *
 * @param services those of the domain on this cluster, sorted by name
 */
export const siteOf = (
  reading: ClusterReading | undefined,
  cluster: string,
  services: readonly Ec2Service[],
  placements: CapacityReading["placements"],
): SiteReading => {
  if (reading === undefined) return { kind: "unknown", detail: `cluster ${cluster} was not read` };
  const { instances, providers } = reading;
  if (instances.kind === "unknown") return { kind: "unknown", detail: instances.detail };
  if (providers.kind === "unknown") return { kind: "unknown", detail: providers.detail };
  if (instances.value.length === 0) return { kind: "unknown", detail: `cluster ${cluster} has no container instance` };
  const interfacesPerInstance = smallest(services.map(({ capacity }) => capacity.networkInterfacesPerInstance));
  const holderOf = holderFinder(services, placements);
  const slots = instances.value
    .filter(({ takesTasks }) => takesTasks)
    .map((instance) => slotOf(instance, interfacesPerInstance, holderOf));
  const managed = providers.value.filter(({ managedScaling }) => managedScaling).map(({ name }) => name);
  const growth = new Map(
    managed.map((name) => [name, growthOf(name, instances.value, services, placements, interfacesPerInstance)]),
  );
  return { kind: "known", site: { cluster, slots, instances: instances.value, interfacesPerInstance, growth } };
};

/**
 * What an Auto Scaling group may still start: its maximum less the instances that ECS lists, in whatever state, because
 * a draining one still counts in its group. Its maximum is the user's figure; where services differ, the smaller.
 */
const growthOf = (
  provider: string,
  instances: readonly InstanceReading[],
  services: readonly Ec2Service[],
  placements: CapacityReading["placements"],
  perInstance: number | null,
): Growth => {
  const own = instances.filter((instance) => instance.provider === provider);
  const tenants = services.filter(({ name }) => placementIn(placements, name)?.providers.includes(provider));
  const maxInstances = smallest(tenants.map(({ capacity }) => capacity.maxInstances)) ?? 0;
  let opened = 0;
  const open = (): Slot => plannedSlot(`new ${provider} ${++opened}`, own, perInstance);
  return { left: Math.max(0, maxInstances - own.length), open: own.length === 0 ? null : open };
};

export const placementIn = (placements: CapacityReading["placements"], service: string): Placement | null => {
  const reading = Object.hasOwn(placements, service) ? placements[service]! : null;
  return reading?.kind === "known" ? reading.value : null;
};

/** A port is taken by a service that has it fixed and a task on the instance; else by the agent or a stranger. */
const holderFinder = (services: readonly Ec2Service[], placements: CapacityReading["placements"]) => {
  const users = new Map<PortKey, string[]>();
  for (const { name, ecsService } of services) {
    const placement = placementIn(placements, name);
    for (const port of placement === null ? [] : portsOf(placement))
      users.set(port, [...(users.get(port) ?? []), ecsService]);
  }
  return (port: PortKey, { tasks }: InstanceReading): string | null => {
    const present = new Set(tasks.map(({ ecsService }) => ecsService));
    return users.get(port)?.find((ecsService) => present.has(ecsService)) ?? null;
  };
};

const smallest = (figures: readonly (number | null)[]): number | null => {
  const given = figures.filter((figure) => figure !== null);
  return given.length === 0 ? null : Math.min(...given);
};
