import type { DesiredSet } from "./desired-set.ts";
import type { ObservedZone } from "./observed-zone.ts";
import { ownerIn, ownershipNameOf } from "./ownership.ts";
import type { RecordSet, Routing } from "./record-set.ts";
import { groupKeyOf, setKeyOf } from "./set-key.ts";

/**
 * The set of somebody else that a set of ours would overwrite, or that Route 53 would not have beside it.
 *
 * @returns `null`: the place is free, or it is ours
 * @see Amazon Route 53 developer guide: a CNAME is alone at its name; sets of one name and type share a routing policy
 */
export const blockingSet = ({ set }: DesiredSet, zone: ObservedZone, stack: string): RecordSet | null => {
  const isForeign = (other: RecordSet): boolean => !zone.owned.has(setKeyOf(other));
  const there = zone.byKey.get(setKeyOf(set));
  if (there && isForeign(there)) return there;
  const cname = zone.byName.get(set.name)?.find(({ type }) => type === "CNAME");
  if (cname) return cname;
  const rival = zone.byGroup.get(groupKeyOf(set))?.find((other) => isForeign(other) && areRivals(other, set));
  if (rival) return rival;
  const ownership = zone.byName
    .get(ownershipNameOf(set))
    ?.find(({ type, values }) => type === "CNAME" || (type === "TXT" && ownerIn(values)?.stack !== stack));
  return ownership ?? null;
};

const areRivals = (a: RecordSet, b: RecordSet): boolean =>
  a.routing.kind !== b.routing.kind || a.routing.kind === "simple" || placeOf(a.routing) === placeOf(b.routing);

/** What two sets of one name and type must not have in common; `NaN` for where they may have everything in common. */
const placeOf = (routing: Routing): string | number => {
  if (routing.kind === "latency") return routing.region;
  if (routing.kind === "geolocation") return `${routing.continent} ${routing.country} ${routing.subdivision}`;
  return Number.NaN;
};
