import { setNameOf, setTypesOf } from "./entry-needs.ts";
import type { ObservedZone, OwnedSet } from "./observed-zone.ts";
import { setKeyOf } from "./set-key.ts";
import type { ZoneEntry } from "./zone-entry.ts";

/**
 * The sets of ours that hold an entry's tasks now, of whatever routing: a record whose kind or region is changed in
 * headgate.yml is still the same record.
 *
 * A set that carries the name of a service which has nothing there any more was renamed with it: it belongs to the entry
 * with its weighted identifier, else to the first service that has an entry there.
 */
export const entrySetsOf = (
  entry: ZoneEntry,
  entries: readonly ZoneEntry[],
  zone: ObservedZone,
): readonly OwnedSet[] => {
  const names = namesOf(entry, entries, zone);
  const types = new Set(setTypesOf(entry.record));
  const own = new Set(weightedKeysOf(entry));
  const elsewhere = new Set(entries.filter((other) => other !== entry).flatMap(weightedKeysOf));
  const holders = entries
    .filter(({ record }) => names.has(setNameOf(record)) || names.has(record.name))
    .map(({ service }) => service);
  return [...names]
    .flatMap((name) => zone.byName.get(name) ?? [])
    .filter(({ type, alias }) => types.has(type) && alias === null)
    .flatMap((set) => zone.owned.get(setKeyOf(set)) ?? [])
    .filter(({ set, service }) => {
      const key = setKeyOf(set);
      if (elsewhere.has(key)) return false;
      if (holders.includes(service)) return service === entry.service;
      return own.has(key) || holders[0] === entry.service;
    });
};

/** Its own place; and its name, and where an alias of ours there points to, unless that is another entry's place. */
const namesOf = (entry: ZoneEntry, entries: readonly ZoneEntry[], zone: ObservedZone): ReadonlySet<string> => {
  const { record } = entry;
  const places = new Set(entries.map((one) => setNameOf(one.record)));
  const targets = (zone.byName.get(record.name) ?? [])
    .filter((set) => zone.owned.has(setKeyOf(set)))
    .flatMap(({ alias }) => (alias === null ? [] : [alias.dnsName]));
  return new Set([setNameOf(record), ...[record.name, ...targets].filter((name) => !places.has(name))]);
};

const weightedKeysOf = ({ record }: ZoneEntry): readonly string[] =>
  record.kind === "weighted"
    ? setTypesOf(record).map((type) => setKeyOf({ name: setNameOf(record), type, setIdentifier: record.setIdentifier }))
    : [];
