import type { PublishedRecord } from "./published-records.ts";
import type { SettledEntry } from "./settle-entry.ts";

/**
 * Which withdrawn tasks the zone, as it was read, no longer holds.
 *
 * A task whose address stays because another task has it too is gone from the record all the same. Where an address in
 * the zone can't be matched with any task, a task whose address nobody knows may be behind it and is not called absent.
 *
 * @returns by service, sorted
 */
export const absentTasks = (
  entries: readonly SettledEntry[],
  withdrawals: ReadonlyMap<string, readonly string[]>,
): Readonly<Record<string, readonly string[]>> => {
  const byService = Map.groupBy(entries, ({ entry }) => entry.service);
  return Object.fromEntries(
    [...byService]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([service, its]) => {
        const withdrawn = [...new Set(withdrawals.get(service) ?? [])].sort();
        const absent = withdrawn.filter((taskId) => !its.some((one) => mayHold(one, taskId)));
        return withdrawn.length === 0 ? [] : [[service, absent] as const];
      }),
  );
};

const mayHold = (one: SettledEntry, taskId: string): boolean =>
  one.published.some((published) =>
    published.taskId === null
      ? !isAddressKnown(one, taskId)
      : published.taskId === taskId && !isSharedPlace(one, published),
  );

const isAddressKnown = ({ entry: { listing } }: SettledEntry, taskId: string): boolean =>
  listing.kind === "known" &&
  listing.value.tasks.some(
    (task) => task.taskId === taskId && Object.values(task.addresses).some((address) => address !== null),
  );

const isSharedPlace = ({ settled }: SettledEntry, { places, ipv4, ipv6, port }: PublishedRecord): boolean =>
  places.length > 0 &&
  settled.endpoints.some((endpoint) => endpoint.ipv4 === ipv4 && endpoint.ipv6 === ipv6 && endpoint.port === port);
