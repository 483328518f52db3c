import type { Published } from "../endpoint.ts";
import { type Settled, settle } from "../settle-endpoints.ts";
import { entrySetsOf } from "./entry-sets.ts";
import { hostNameOf } from "./host-names.ts";
import type { Member } from "./member.ts";
import type { ObservedZone, OwnedSet } from "./observed-zone.ts";
import { type PublishedRecord, publishedRecords } from "./published-records.ts";
import { setHashOf } from "./set-hash.ts";
import { setKeyOf } from "./set-key.ts";
import { tasksAt } from "./tasks-at.ts";
import { entryKeyOf, type ZoneEntry } from "./zone-entry.ts";
import type { ZoneMemory } from "./zone-memory.ts";

/** An entry with what is published of it and what shall be. */
export type SettledEntry = {
  readonly entry: ZoneEntry;
  readonly published: readonly PublishedRecord[];
  readonly settled: Settled;
  readonly members: readonly Member[];
  /** A set of it is one plain set now. */
  readonly isSimpleNow: boolean;
};

export const settleEntry = (
  entry: ZoneEntry,
  entries: readonly ZoneEntry[],
  zone: ObservedZone,
  memory: ZoneMemory,
): SettledEntry => {
  const sets = entrySetsOf(entry, entries, zone);
  const tasks = memory.tasks[entryKeyOf(entry)] ?? {};
  const settleWith = (isStrange: (set: OwnedSet) => boolean): SettledEntry => {
    const published = publishedRecords(sets, zone, {
      remembered: (place) => tasks[place] ?? [],
      listed: (address, port) => tasksAt(entry, address, port),
      isStrange,
    });
    const settled = settle(entry.listed, published, memory.held?.[entryKeyOf(entry)]);
    const isSimpleNow = sets.some(({ set }) => set.routing.kind === "simple");
    return { entry, published, settled, members: membersOf(entry, published, settled), isSimpleNow };
  };
  const healed = settleWith(({ set }) => !isExplained(set, memory));
  // What somebody put there is better than nothing at all, while no task is to be published.
  return healed.members.length > 0 ? healed : settleWith(() => false);
};

/** A set that shows what we set out to write, or what that replaced; or of which nothing is remembered. */
const isExplained = (set: OwnedSet["set"], memory: ZoneMemory): boolean =>
  memory.sets[setKeyOf(set)]?.includes(setHashOf(set)) ?? true;

const membersOf = (
  entry: ZoneEntry,
  published: readonly PublishedRecord[],
  { endpoints, kept }: Settled,
): readonly Member[] => {
  const taken = new Set(published.flatMap(({ taskId, ipv4, ipv6 }) => [taskId, ipv4, ipv6]));
  const hosts = new Map(published.map((one) => [placeOf(one), one.host]));
  return [
    ...endpoints.map((endpoint) => ({
      taskId: endpoint.taskId,
      ipv4: endpoint.ipv4,
      ipv6: endpoint.ipv6,
      port: endpoint.port,
      host: endpoint.port === null ? null : hostNameOf(endpoint, entry),
      isPublished: [endpoint.taskId, endpoint.ipv4 ?? "", endpoint.ipv6 ?? ""].some((it) => taken.has(it)),
    })),
    ...kept.map(({ taskId, ipv4, ipv6, port }) => ({
      taskId,
      ipv4,
      ipv6,
      port,
      host: hosts.get(placeOf({ taskId, ipv4, ipv6, port })) ?? null,
      isPublished: true,
    })),
  ];
};

const placeOf = ({ taskId, ipv4, ipv6, port }: Published): string => `${taskId} ${ipv4} ${ipv6} ${port}`;
