import { setNameOf, setTypesOf } from "./entry-needs.ts";
import type { ObservedZone, OwnedSet } from "./observed-zone.ts";
import { setKeyOf } from "./set-key.ts";
import type { ZoneEntry } from "./zone-entry.ts";

/**
 * The sets of ours that hold an entry's tasks now, of whatever routing: a record whose kind or region is changed in
 * headgate.yml is still the same record.
 *
 * A set that carries the name of a service which has nothing there any more belongs to the first that has: it was renamed.
 */
export const entrySetsOf = (
  entry: ZoneEntry,
  entries: readonly ZoneEntry[],
  zone: ObservedZone,
): readonly OwnedSet[] => {
  const names = namesOf(entry, entries, zone);
  const types = new Set(setTypesOf(entry.record));
  const elsewhere = new Set(entries.filter((other) => other !== entry).flatMap(weightedKeysOf));
  const holders = entries
    .filter(({ record }) => names.has(setNameOf(record)) || names.has(record.name))
    .map(({ service }) => service);
  return [...names]
    .flatMap((name) => zone.byName.get(name) ?? [])
    .filter(({ type, alias }) => types.has(type) && alias === null)
    .flatMap((set) => zone.owned.get(setKeyOf(set)) ?? [])
    .filter(({ set, service }) => {
      if (elsewhere.has(setKeyOf(set))) return false;
      return service === entry.service || (!holders.includes(service) && holders[0] === entry.service);
    });
};

/** Its own names, and where an alias of ours at its name points to unless that is another entry's place. */
const namesOf = (entry: ZoneEntry, entries: readonly ZoneEntry[], zone: ObservedZone): ReadonlySet<string> => {
  const { record } = entry;
  const others = new Set(entries.filter((other) => other !== entry).map((other) => setNameOf(other.record)));
  const targets = (zone.byName.get(record.name) ?? [])
    .filter((set) => zone.owned.has(setKeyOf(set)))
    .flatMap(({ alias }) => (alias === null ? [] : [alias.dnsName]));
  return new Set([setNameOf(record), ...[record.name, ...targets].filter((name) => !others.has(name))]);
};

const weightedKeysOf = ({ record }: ZoneEntry): readonly string[] =>
  record.kind === "weighted"
    ? setTypesOf(record).map((type) => setKeyOf({ name: setNameOf(record), type, setIdentifier: record.setIdentifier }))
    : [];
