import type { ChangeRecordSets, RecordChange } from "../records-action.ts";
import { ownershipNameOf, ownershipPrefix } from "./ownership.ts";
import { referencesOf } from "./references.ts";
import { groupKeyOf } from "./set-key.ts";

/**
 * Two batches of what was one, each with about half of it.
 *
 * What belongs together stays together and in its order: a set and its ownership record, the sets of one name and type,
 * an alias and its target, an SRV record and its hosts.
 *
 * @returns none where all of it belongs together
 * @throws never
 */
export const halvesOf = (batch: ChangeRecordSets): readonly ChangeRecordSets[] => {
  const parts = connectedParts(batch.changes);
  if (parts.length < 2) return [];
  const middle = Math.ceil(parts.length / 2);
  return [parts.slice(0, middle), parts.slice(middle)].map((half) => {
    const changes = new Set(half.flat());
    return { ...batch, changes: batch.changes.filter((change) => changes.has(change)) };
  });
};

const connectedParts = (changes: readonly RecordChange[]): readonly (readonly RecordChange[])[] => {
  const parents = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    return root;
  };
  for (const { recordSet } of changes) {
    if (isOwnership(recordSet)) continue;
    const ownership = groupKeyOf({ name: ownershipNameOf(recordSet), type: "TXT" });
    for (const key of [ownership, ...referencesOf(recordSet)]) {
      const [one, other] = [rootOf(groupKeyOf(recordSet)), rootOf(key)];
      if (one !== other) parents.set(other, one);
    }
  }
  return [...Map.groupBy(changes, ({ recordSet }) => rootOf(groupKeyOf(recordSet))).values()];
};

const isOwnership = ({ type, name }: RecordChange["recordSet"]): boolean =>
  type === "TXT" && name.startsWith(ownershipPrefix);
