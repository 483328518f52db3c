import type { ChangePiece } from "./change-units.ts";
import type { DesiredSet } from "./desired-set.ts";
import type { ObservedZone } from "./observed-zone.ts";
import { ownershipNameOf } from "./ownership.ts";
import { isFrozen } from "./retained-sets.ts";
import type { ZoneEntry } from "./zone-entry.ts";

/** Removes ownership records of ours whose set is gone and is wanted by nobody: what a split change may leave behind. */
export const strayPieces = (
  zone: ObservedZone,
  desired: readonly DesiredSet[],
  entries: readonly ZoneEntry[],
): readonly ChangePiece[] => {
  const wanted = new Set(desired.map(({ set }) => ownershipNameOf(set)));
  const frozen = new Set(entries.filter(isFrozen).map(({ service }) => service));
  return zone.strays
    .filter(({ ownership, service }) => !wanted.has(ownership.name) && !frozen.has(service))
    .map(({ ownership }) => [{ action: "DELETE", recordSet: ownership }]);
};
