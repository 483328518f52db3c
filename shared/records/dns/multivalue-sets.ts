import { compareText } from "../../config/by-name.ts";
import { type DesiredSet, type DesiredSets, plainSet } from "./desired-set.ts";
import { addressTypesOf, setNameOf } from "./entry-needs.ts";
import { addressOf, type Member } from "./member.ts";
import type { ZoneEntry } from "./zone-entry.ts";

/**
 * `multivalue`: a set per task, named after it, with its one address.
 *
 * @param room how many sets of each type there may be; those that are published keep theirs
 */
export const multivalueSets = (
  { service, record }: ZoneEntry,
  members: readonly Member[],
  room: number,
): DesiredSets => {
  const ranked = [...members].sort(
    (a, b) => Number(b.isPublished) - Number(a.isPublished) || compareText(identifierOf(a), identifierOf(b)),
  );
  const fitting = ranked.slice(0, room);
  const sets = fitting.flatMap((member) =>
    addressTypesOf(record).flatMap((type): readonly DesiredSet[] => {
      const value = addressOf(member, type);
      if (value === null) return [];
      const set = plainSet({
        name: setNameOf(record),
        type,
        setIdentifier: identifierOf(member),
        ttlSeconds: record.ttlSeconds,
        values: [value],
        routing: { kind: "multivalue" },
      });
      const healthCheck =
        record.healthCheck && record.address === "public" ? { settings: record.healthCheck, ipAddress: value } : null;
      return [{ set, service, part: "set", isRetained: false, healthCheck }];
    }),
  );
  return { sets, leftOutCount: members.length - fitting.length };
};

/** Of an address whose task is not known; no task's id begins so. */
const addressPrefix = "address-";

const identifierOf = ({ taskId, ipv4, ipv6 }: Member): string =>
  taskId ?? `${addressPrefix}${(ipv4 ?? ipv6 ?? "").replaceAll(/[^0-9a-z]/g, "-")}`;

/** The task that a set is named after. */
export const setIdentifierTask = (setIdentifier: string | null): string | null =>
  setIdentifier === null || setIdentifier.startsWith(addressPrefix) ? null : setIdentifier;
