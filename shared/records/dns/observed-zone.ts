import { ownerIn, ownershipNameOf, ownershipPrefix } from "./ownership.ts";
import type { RecordSet, ZoneReading } from "./record-set.ts";
import { groupKeyOf, setKeyOf } from "./set-key.ts";

/** A zone as it was read, ordered by what the plan asks: whose is it, and what else is there. */
export type ObservedZone = {
  readonly byKey: ReadonlyMap<string, RecordSet>;
  readonly byGroup: ReadonlyMap<string, readonly RecordSet[]>;
  readonly byName: ReadonlyMap<string, readonly RecordSet[]>;
  /** Ours: the TXT record beside it says so. Sorted by key. */
  readonly owned: ReadonlyMap<string, OwnedSet>;
  /** Ownership records of ours without their set. Sorted by name. */
  readonly strays: readonly StrayOwnership[];
};

export type OwnedSet = { readonly set: RecordSet; readonly ownership: RecordSet; readonly service: string };

export type StrayOwnership = { readonly ownership: RecordSet; readonly service: string };

/** The only types that are ever written, beside TXT. */
const ownedTypes: ReadonlySet<string> = new Set(["A", "AAAA", "SRV"]);

/** A routing that we never write was put there by somebody else, whatever the record beside it says. */
const mayBeOurs = ({ type, routing }: RecordSet): boolean => ownedTypes.has(type) && routing.kind !== "other";

export const observeZone = (reading: ZoneReading, stack: string): ObservedZone => {
  const sets = [...reading.recordSets].sort((a, b) => (setKeyOf(a) < setKeyOf(b) ? -1 : 1));
  const byKey = new Map(sets.map((set) => [setKeyOf(set), set]));
  const owned = new Map<string, OwnedSet>();
  const claimed = new Set<string>();
  for (const set of sets) {
    if (!mayBeOurs(set)) continue;
    const ownership = byKey.get(setKeyOf({ name: ownershipNameOf(set), type: "TXT", setIdentifier: null }));
    const owner = ownership && ownerIn(ownership.values);
    if (!ownership || owner?.stack !== stack) continue;
    owned.set(setKeyOf(set), { set, ownership, service: owner.service });
    claimed.add(ownership.name);
  }
  const strays = sets.flatMap((ownership): StrayOwnership[] => {
    if (ownership.type !== "TXT" || !ownership.name.startsWith(ownershipPrefix)) return [];
    const owner = ownerIn(ownership.values);
    return owner?.stack === stack && !claimed.has(ownership.name) ? [{ ownership, service: owner.service }] : [];
  });
  return {
    byKey,
    byGroup: Map.groupBy(sets, groupKeyOf),
    byName: Map.groupBy(sets, ({ name }) => name),
    owned,
    strays,
  };
};
