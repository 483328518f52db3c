import type { ObservedZone } from "./observed-zone.ts";
import { ownerIn, ownershipNameOf, textOf } from "./ownership.ts";
import type { RecordSet } from "./record-set.ts";

/**
 * Whose a set is that is not ours, as far as the zone tells.
 *
 * external-dns writes `heritage=external-dns,external-dns/owner=...` in a TXT record at the name itself or, with the
 * type before it, at `a-NAME`. Cloud Map leaves no mark but the identifiers: ECS registers tasks under their ids.
 *
 * @see external-dns documentation, "The TXT registry"; AWS Cloud Map developer guide, service instances
 */
export const describeForeignOwner = (set: RecordSet, zone: ObservedZone): string => {
  const ours = ownerIn(textValues(ownershipNameOf(set), zone));
  if (ours && set.routing.kind === "other")
    return "our own TXT record is beside it, with a routing policy that Headgate never writes";
  if (ours) return `the Headgate stack ${ours.stack} owns it, for its service ${ours.service}`;
  const marks = [set.name, `${set.type.toLowerCase()}-${set.name}`, `cname-${set.name}`].flatMap((name) =>
    textValues(name, zone).map(textOf),
  );
  const externalDns = marks.find((mark) => mark.startsWith("heritage=external-dns"));
  if (externalDns !== undefined) {
    const owner = /external-dns\/owner=([^,]*)/.exec(externalDns)?.[1];
    return `external-dns owns it${owner === undefined ? "" : ` (owner ${owner})`}`;
  }
  if (set.setIdentifier !== null && taskIdShape.test(set.setIdentifier)) {
    return "its identifier is an ECS task's id, as AWS Cloud Map registers them: ECS service discovery seems to write it";
  }
  return "nobody says whose it is";
};

/** 32 hex digits, or a UUID from before 2018. */
const taskIdShape = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const textValues = (name: string, zone: ObservedZone): readonly string[] =>
  (zone.byName.get(name) ?? []).filter(({ type }) => type === "TXT").flatMap(({ values }) => values);
