import type { DesiredSet } from "./desired-set.ts";
import { entrySetsOf } from "./entry-sets.ts";
import type { ObservedZone, OwnedSet } from "./observed-zone.ts";
import { referencesOf } from "./references.ts";
import { groupKeyOf, setKeyOf } from "./set-key.ts";
import type { ZoneEntry } from "./zone-entry.ts";

/** True: nothing is known of the service's tasks, so nothing of it is changed, whatever headgate.yml says by now. */
export const isFrozen = ({ listed }: ZoneEntry): boolean => listed.kind === "unknown" || listed.value.nothingListed;

/** Everything in the zone that belongs to a frozen service, with what it points to, exactly as it was read. */
export const retainedSets = (entries: readonly ZoneEntry[], zone: ObservedZone): readonly DesiredSet[] => {
  const frozen = entries.filter(isFrozen);
  const services = new Set(frozen.map(({ service }) => service));
  const retained = new Map<string, OwnedSet>();
  const byGroup = Map.groupBy(zone.owned.values(), ({ set }) => groupKeyOf(set));
  const retain = (owned: OwnedSet): void => {
    const key = setKeyOf(owned.set);
    if (retained.has(key)) return;
    retained.set(key, owned);
    for (const group of referencesOf(owned.set)) for (const target of byGroup.get(group) ?? []) retain(target);
  };
  for (const owned of zone.owned.values()) if (services.has(owned.service)) retain(owned);
  for (const entry of frozen) {
    for (const owned of entrySetsOf(entry, entries, zone)) retain(owned);
    for (const set of zone.byName.get(entry.record.name) ?? []) {
      const owned = zone.owned.get(setKeyOf(set));
      if (owned && set.alias !== null) retain(owned);
    }
  }
  const hosts = new Set(
    [...zone.owned.values()].filter(({ set }) => set.type === "SRV").flatMap(({ set }) => referencesOf(set)),
  );
  return [...retained.values()].map(({ set, service }) => ({
    set,
    service,
    part: set.alias !== null ? "alias" : hosts.has(groupKeyOf(set)) ? "host" : "set",
    isRetained: true,
    healthCheck: null,
  }));
};
