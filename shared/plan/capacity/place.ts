import { assertNever } from "../assert-never.ts";
import type { Placement } from "../readings/capacity-reading.ts";
import type { Site } from "./site.ts";
import { occupy, type Slot, shortagesOn, vacate } from "./slot.ts";

/** One service as the placer sees it. */
export type Tenant = { readonly name: string; readonly ecsService: string; readonly placement: Placement };

/** The instances that ECS would consider: those of the service's capacity providers, or all that exist. */
export const candidatesOf = ({ placement }: Tenant, { slots }: Site): readonly Slot[] => {
  const { providers } = placement;
  // Without a provider strategy nothing starts an instance for the task, so planned ones don't count.
  if (providers.length === 0) return slots.filter(({ planned }) => !planned);
  return slots.filter(({ provider }) => provider !== null && providers.includes(provider));
};

/**
 * Puts one task on an instance that has all it needs, or on none.
 *
 * Existing instances first, and of these the one that ECS's placement strategy prefers: the fullest for binpack, the
 * emptiest for everything else, which leaves the least room for large tasks, so nothing is promised that a spread would
 * scatter. Then an instance that managed scaling would start: asking is what makes it start.
 *
 * @returns where it was put; `null`: no single instance has room, whatever the sum of what is free
 * @throws never
 */
export const placeOne = (tenant: Tenant, site: Site): Slot | null => {
  const { placement, ecsService } = tenant;
  let best: Slot | null = null;
  for (const slot of candidatesOf(tenant, site)) {
    if (shortagesOn(slot, placement, ecsService).length > 0) continue;
    if (best === null || isPreferred(slot, best, placement.strategy)) best = slot;
  }
  best ??= openOne(tenant, site);
  if (best !== null) occupy(best, placement, ecsService);
  return best;
};

export const removeAll = ({ placement, ecsService }: Tenant, slots: readonly Slot[]): void => {
  for (const slot of slots) vacate(slot, placement, ecsService);
};

const isPreferred = (slot: Slot, other: Slot, strategy: Placement["strategy"]): boolean => {
  if (slot.planned !== other.planned) return other.planned;
  switch (strategy) {
    case "binpack-cpu":
      return slot.cpuUnits < other.cpuUnits;
    case "binpack-memory":
      return slot.memoryMib < other.memoryMib;
    case "spread":
      return slot.memoryMib === other.memoryMib ? slot.cpuUnits > other.cpuUnits : slot.memoryMib > other.memoryMib;
    default:
      return assertNever(strategy);
  }
};

/** Opens a planned instance, if the task fits on an empty one. */
const openOne = ({ placement, ecsService }: Tenant, site: Site): Slot | null => {
  for (const provider of placement.providers) {
    const growth = site.growth.get(provider);
    if (growth === undefined || growth.left < 1 || growth.open === null) continue;
    const slot = growth.open();
    if (shortagesOn(slot, placement, ecsService).length > 0) continue;
    growth.left -= 1;
    site.slots.push(slot);
    return slot;
  }
  return null;
};
