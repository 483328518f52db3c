import type { Published } from "../endpoint.ts";
import { canonicalValue } from "./canonical-value.ts";
import { setIdentifierTask } from "./multivalue-sets.ts";
import type { ObservedZone, OwnedSet } from "./observed-zone.ts";
import { setKeyOf } from "./set-key.ts";
import { parseSrvValue } from "./srv-value.ts";

/** What the zone holds of an entry: one per task where tasks are known, else one per address. */
export type PublishedRecord = Published & {
  /** Of SRV: the host that it is published at. */
  readonly host: string | null;
  /** Where its tasks are remembered: the address, or `host port`. */
  readonly places: readonly string[];
};

export type Attribution = {
  /** The tasks that are remembered at a place; empty where none is. */
  readonly remembered: (place: string) => readonly string[];
  /** The tasks that the listing shows there. */
  readonly listed: (address: string, port: number | null) => readonly string[];
  /** Somebody else has changed the set: what is not remembered in it is nobody's task. */
  readonly isStrange: (set: OwnedSet) => boolean;
};

/**
 * Reads an entry's own sets back into tasks: the input of the guard.
 *
 * @param sets the entry's, in any order
 * @throws never
 */
export const publishedRecords = (
  sets: readonly OwnedSet[],
  zone: ObservedZone,
  attribution: Attribution,
): readonly PublishedRecord[] => {
  const found = sets.flatMap((owned) => {
    const { set } = owned;
    if (set.type === "SRV") return set.values.flatMap((value) => srvTasks(value, owned, zone, attribution));
    if (set.routing.kind === "multivalue") return set.values.map((value) => multivalueTask(value, owned));
    return set.values.flatMap((value) => addressTasks(value, owned, attribution));
  });
  return joinTasks(found);
};

const multivalueTask = (value: string, { set }: OwnedSet): PublishedRecord => ({
  taskId: setIdentifierTask(set.setIdentifier),
  ...addressIn(set.type, value),
  port: null,
  host: null,
  places: [],
});

const addressTasks = (value: string, owned: OwnedSet, attribution: Attribution): readonly PublishedRecord[] => {
  const base = { ...addressIn(owned.set.type, value), port: null, host: null, places: [value] };
  const remembered = attribution.remembered(value);
  if (remembered.length === 0 && attribution.isStrange(owned)) return [];
  return perTask(remembered.length > 0 ? remembered : attribution.listed(value, null), base);
};

const srvTasks = (
  value: string,
  owned: OwnedSet,
  zone: ObservedZone,
  attribution: Attribution,
): readonly PublishedRecord[] => {
  const parsed = parseSrvValue(value);
  if (parsed === null) return [];
  const { host, port } = parsed;
  const addressAt = (type: "A" | "AAAA"): string | null =>
    zone.owned.get(setKeyOf({ name: host, type, setIdentifier: null }))?.set.values[0] ?? null;
  const ipv4 = addressAt("A");
  const ipv6 = addressAt("AAAA");
  const place = `${host} ${port}`;
  const remembered = attribution.remembered(place);
  if (remembered.length === 0 && attribution.isStrange(owned)) return [];
  const listed = [ipv4, ipv6].flatMap((address) => (address === null ? [] : attribution.listed(address, port)));
  return perTask(remembered.length > 0 ? remembered : [...new Set(listed)], {
    ipv4,
    ipv6,
    port,
    host,
    places: [place],
  });
};

const perTask = (taskIds: readonly string[], base: Omit<PublishedRecord, "taskId">): readonly PublishedRecord[] =>
  taskIds.length === 0 ? [{ taskId: null, ...base }] : taskIds.map((taskId) => ({ taskId, ...base }));

const addressIn = (type: string, value: string) =>
  type === "AAAA" ? { ipv4: null, ipv6: canonicalValue(type, value) } : { ipv4: value, ipv6: null };

/** A task's A and AAAA are one published task. */
const joinTasks = (found: readonly PublishedRecord[]): readonly PublishedRecord[] => {
  const groups = Map.groupBy(found, ({ taskId, port, host, ipv4, ipv6 }) =>
    taskId === null ? `${ipv4} ${ipv6} ${port} ${host}` : `${taskId} ${port} ${host}`,
  );
  return [...groups.values()].map((parts) => ({
    taskId: parts[0]!.taskId,
    ipv4: smallest(parts.map(({ ipv4 }) => ipv4)),
    ipv6: smallest(parts.map(({ ipv6 }) => ipv6)),
    port: parts[0]!.port,
    host: parts[0]!.host,
    places: [...new Set(parts.flatMap(({ places }) => places))].sort(),
  }));
};

const smallest = (addresses: readonly (string | null)[]): string | null =>
  addresses.filter((address) => address !== null).sort()[0] ?? null;
