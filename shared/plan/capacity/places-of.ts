import { committedTasks } from "../admit/contender-of.ts";
import { anywhere, type PlaceRefusal, type Places } from "../admit/places.ts";
import type { Party } from "../party.ts";
import type { CapacityReading } from "../readings/capacity-reading.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { placeOne, removeAll, type Tenant } from "./place.ts";
import { type Ec2Service, isOnEc2, type Site, type SiteReading, siteOf } from "./site.ts";
import type { Slot } from "./slot.ts";

/**
 * The places that the domain's EC2 clusters have for more tasks, for one call of `admit`.
 *
 * Tasks are put on instances one by one, each with all that it needs, so that what is admitted fits together: a sum of
 * free CPU over many instances is never promised to a task that no single one holds. First come the tasks that exist or
 * are committed and that no instance holds yet, the surge of a deployment among them; what stopping tasks hold stays
 * taken until ECS gives it back. What can't be read refuses growth, and names why.
 *
 * @param capacity absent or without a service's cluster: a Fargate service is never refused here
 * @returns places that are used up by `take`; make them anew for each call of `admit`
 * @throws never
 */
export const placesOf = (
  capacity: CapacityReading | undefined,
  parties: readonly Party[],
  readAtMs: number,
): Places => {
  const onEc2 = parties.filter(({ service }) => isOnEc2(service));
  if (onEc2.length === 0) return anywhere;
  const grounds = new Map<string, Ground>();
  for (const cluster of [...new Set(onEc2.map(({ service }) => service.cluster))].sort()) {
    const members = onEc2.filter(({ service }) => service.cluster === cluster);
    for (const [name, ground] of groundsOn(cluster, members, capacity, readAtMs)) grounds.set(name, ground);
  }
  return {
    refusal: (service, addedTasks) => {
      const ground = grounds.get(service);
      if (ground === undefined) return null;
      if (ground.kind === "unknown") return { code: "capacity-unknown", detail: ground.detail, numbers: {} };
      const put = putAll(ground, addedTasks);
      removeAll(ground.tenant, put.slots);
      return put.refusal;
    },
    take: (service, addedTasks) => {
      const ground = grounds.get(service);
      if (ground?.kind === "known") putAll(ground, addedTasks);
    },
  };
};

/** What a service stands on: its cluster, and what one of its tasks takes there. */
type Ground = KnownGround | { readonly kind: "unknown"; readonly detail: string };
type KnownGround = { readonly kind: "known"; readonly tenant: Tenant; readonly site: Site };

/** Until the first that has no place; the refusal is what that one met. */
const putAll = (
  { tenant, site }: KnownGround,
  tasks: number,
): { readonly slots: readonly Slot[]; readonly refusal: PlaceRefusal | null } => {
  const slots: Slot[] = [];
  for (let put = 0; put < tasks; put += 1) {
    const slot = placeOne(tenant, site);
    if (slot === null) return { slots, refusal: describeRefusal(tenant, site) };
    slots.push(slot);
  }
  return { slots, refusal: null };
};

const groundsOn = (
  cluster: string,
  members: readonly Party[],
  capacity: CapacityReading | undefined,
  readAtMs: number,
): readonly (readonly [string, Ground])[] => {
  const services = members.map(({ service }) => service).filter(isOnEc2);
  const placements = capacity?.placements ?? {};
  const reading = capacity?.clusters.find((entry) => entry.cluster === cluster);
  const site = siteOf(reading, cluster, services, placements);
  const grounds = services.map((service) => groundOf(service, site, placements));
  const unsized = reserveCommitted(members, grounds, readAtMs);
  return grounds.map((ground, index) => [
    services[index]!.name,
    ground.kind === "known" && unsized !== null ? { kind: "unknown", detail: unsized } : ground,
  ]);
};

const groundOf = (service: Ec2Service, site: SiteReading, placements: CapacityReading["placements"]): Ground => {
  const { name, ecsService } = service;
  if (site.kind === "unknown") return site;
  const reading = Object.hasOwn(placements, name) ? placements[name]! : null;
  if (reading === null) return { kind: "unknown", detail: `the task definition of ${name} was not read` };
  if (reading.kind === "unknown") return { kind: "unknown", detail: reading.detail };
  const placement = reading.value;
  if (placement.providers.some((provider) => provider.startsWith("FARGATE"))) {
    return { kind: "unknown", detail: `ECS runs ${name} on Fargate: remove capacity.launchType: ec2` };
  }
  const limited = site.site.slots.some(({ interfaces }) => interfaces === null);
  if (placement.ownInterface && limited) {
    const detail = `tasks of ${name} take a network interface each: set capacity.networkInterfacesPerInstance`;
    return { kind: "unknown", detail };
  }
  return { kind: "known", tenant: { name, ecsService, placement }, site: site.site };
};

/**
 * Gives places to what is committed and not yet on an instance; where there is none it waits in ECS, and takes nothing.
 *
 * @returns why nobody may be given a place: tasks wait that can't be counted or sized; `null`: all is known
 */
const reserveCommitted = (members: readonly Party[], grounds: readonly Ground[], readAtMs: number): string | null => {
  const site = grounds.find((ground) => ground.kind === "known")?.site;
  if (site === undefined) return null;
  for (const [index, party] of members.entries()) {
    const { name, ecsService } = party.service;
    if (party.want.kind === "unreadable") return `the tasks of ${name} on the same cluster can't be read`;
    const waiting = committedTasks(party, readAtMs) - tasksOn(site, ecsService);
    if (waiting <= 0) continue;
    const ground = grounds[index]!;
    if (ground.kind === "unknown") return `${waiting} tasks of ${name} wait for a place: ${ground.detail}`;
    putAll(ground, waiting);
  }
  return null;
};

const tasksOn = (site: Site, ecsService: string): number =>
  site.instances.reduce((total, { tasks }) => {
    const own = tasks.find((entry) => entry.ecsService === ecsService);
    return total + (own === undefined ? 0 : own.running + own.stopping);
  }, 0);
