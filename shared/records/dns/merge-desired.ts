import { compareText } from "../../config/by-name.ts";
import type { DesiredSet } from "./desired-set.ts";
import { groupKeyOf, setKeyOf } from "./set-key.ts";

/** One set per key, sorted by it; and the sets that can't be beside what else is wanted at their name. */
export type MergedSets = {
  readonly sets: ReadonlyMap<string, DesiredSet>;
  readonly conflicting: readonly DesiredSet[];
};

/**
 * Puts the wishes of all entries together.
 *
 * A host or an alias may be wanted by several and is then owned by the smallest service name. Route 53 allows one
 * routing policy per name and type: what is retained has its own, and who wants another waits.
 */
export const mergeDesired = (wanted: readonly DesiredSet[]): MergedSets => {
  const sorted = [...wanted].sort((a, b) => compareText(rankOf(a), rankOf(b)));
  const sets = new Map<string, DesiredSet>();
  for (const one of sorted) {
    const key = setKeyOf(one.set);
    const other = sets.get(key);
    sets.set(key, other === undefined ? one : merge(other, one));
  }
  const conflicting: DesiredSet[] = [];
  for (const group of Map.groupBy(sets.values(), ({ set }) => groupKeyOf(set)).values()) {
    const first = group.find(({ isRetained }) => isRetained) ?? group[0]!;
    for (const one of group) {
      if (one.set.routing.kind === first.set.routing.kind) continue;
      conflicting.push(one);
      sets.delete(setKeyOf(one.set));
    }
  }
  return { sets, conflicting };
};

const rankOf = ({ set, service }: DesiredSet): string => `${setKeyOf(set)} ${service}`;

const merge = (a: DesiredSet, b: DesiredSet): DesiredSet => {
  if (a.part === "host" && b.part === "host") {
    return {
      ...a,
      isRetained: false,
      set: {
        ...a.set,
        values: [...new Set([...a.set.values, ...b.set.values])].sort(),
        ttlSeconds: Math.min(a.set.ttlSeconds ?? 0, b.set.ttlSeconds ?? 0),
      },
    };
  }
  return a.isRetained && !b.isRetained ? { ...b, service: a.service } : a;
};
