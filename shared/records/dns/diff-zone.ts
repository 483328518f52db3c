import { compareText } from "../../config/by-name.ts";
import type { RecordChange } from "../records-action.ts";
import { blockingSet } from "./blocking-set.ts";
import type { DesiredSet } from "./desired-set.ts";
import type { MergedSets } from "./merge-desired.ts";
import type { ObservedZone, OwnedSet } from "./observed-zone.ts";
import { ownershipNameOf, ownershipSetOf } from "./ownership.ts";
import type { RecordSet } from "./record-set.ts";
import { referencesOf } from "./references.ts";
import { isSameSet } from "./set-hash.ts";
import { groupKeyOf, setKeyOf } from "./set-key.ts";
import type { SetStep } from "./set-step.ts";

export type ZoneDiff = {
  /** Sorted by key. */
  readonly steps: readonly SetStep[];
  /** Wanted, and somebody else's is in the way. */
  readonly blocked: readonly { readonly wanted: DesiredSet; readonly by: RecordSet }[];
  /** Wanted with another routing policy than what has to stay there. */
  readonly heldSwitches: readonly DesiredSet[];
  /** Ours, wanted by nobody, and left because the policy does not allow a DELETE. */
  readonly kept: readonly OwnedSet[];
};

/**
 * What lies between the zone as it was read and as it shall be.
 *
 * What is new is a CREATE, so that a race with somebody else fails instead of overwriting; what is ours and differs is an
 * UPSERT; what is ours and wanted by nobody is a DELETE of exactly what was read. Another routing policy is a DELETE and
 * a CREATE. What is not ours is in no change.
 *
 * @param mayDelete false: nothing is removed, and no routing policy changes
 * @throws never
 */
export const diffZone = (
  { sets: desired, conflicting }: MergedSets,
  zone: ObservedZone,
  stack: string,
  mayDelete: boolean,
): ZoneDiff => {
  const fresh = [...desired.values()].filter(({ isRetained }) => !isRetained);
  const blocked = withoutTargets(
    fresh.flatMap((wanted) => {
      const by = blockingSet(wanted, zone, stack);
      return by === null ? [] : [{ wanted, by }];
    }),
    fresh,
  );
  const blockedKeys = new Set(blocked.map(({ wanted }) => setKeyOf(wanted.set)));
  const writable = fresh.filter(({ set }) => !blockedKeys.has(setKeyOf(set)));
  const switching = switchingGroups(writable, zone);
  const isHeld = (set: RecordSet): boolean => !mayDelete && switching.has(groupKeyOf(set));
  // Whoever waits for a routing policy keeps what it has.
  const waiting = new Set(conflicting.map(({ set }) => groupKeyOf(set)));
  const unwanted = [...zone.owned.values()].filter(
    ({ set }) => !desired.has(setKeyOf(set)) && !waiting.has(groupKeyOf(set)),
  );
  const removed = unwanted.filter(({ set }) => mayDelete && !isHeld(set));
  const stepOf = (wanted: DesiredSet): SetStep[] => {
    const changes = changesOf(wanted, zone, stack);
    const before = zone.owned.get(setKeyOf(wanted.set))?.set ?? null;
    return changes.length === 0
      ? []
      : [{ ...about(wanted, switching), before, after: wanted.set, kind: before ? "update" : "create", changes }];
  };
  const freshOwnership = new Set(writable.map(({ set }) => ownershipNameOf(set)));
  const steps = [
    ...writable.filter(({ set }) => !isHeld(set)).flatMap(stepOf),
    ...removed.map(
      (owned): SetStep => ({
        ...about(owned, switching),
        kind: "remove",
        before: owned.set,
        after: null,
        changes: [
          { action: "DELETE", recordSet: owned.set },
          // A set of another routing policy may take over the ownership record with the name.
          ...(freshOwnership.has(owned.ownership.name) ? [] : [deleteOf(owned.ownership)]),
        ],
      }),
    ),
  ];
  return {
    steps: steps.sort((a, b) => compareText(a.key, b.key)),
    blocked,
    heldSwitches: [...conflicting, ...writable.filter(({ set }) => isHeld(set))],
    kept: unwanted.filter(({ set }) => !mayDelete && !isHeld(set)),
  };
};

const about = ({ set, service }: Pick<DesiredSet, "set" | "service">, switching: ReadonlySet<string>) => ({
  key: setKeyOf(set),
  group: groupKeyOf(set),
  service,
  isSwitch: switching.has(groupKeyOf(set)),
});

/** An alias of ours is not pointed at a set that is not ours. */
const withoutTargets = (blocked: ZoneDiff["blocked"], fresh: readonly DesiredSet[]): ZoneDiff["blocked"] => {
  const blockedBy = new Map(blocked.map(({ wanted, by }) => [setKeyOf(wanted.set), by]));
  const byGroup = Map.groupBy(fresh, ({ set }) => groupKeyOf(set));
  const pointless = fresh.flatMap((wanted) => {
    if (wanted.part !== "alias" || blockedBy.has(setKeyOf(wanted.set))) return [];
    const targets = referencesOf(wanted.set).flatMap((group) => byGroup.get(group) ?? []);
    const reasons = targets.map(({ set }) => blockedBy.get(setKeyOf(set)));
    return targets.length > 0 && reasons.every((by) => by !== undefined) ? [{ wanted, by: reasons[0]! }] : [];
  });
  return [...blocked, ...pointless];
};

/** Names and types at which a set of ours has another routing policy than what is wanted there. */
const switchingGroups = (writable: readonly DesiredSet[], zone: ObservedZone): ReadonlySet<string> =>
  new Set(
    writable
      .filter(({ set }) =>
        (zone.byGroup.get(groupKeyOf(set)) ?? []).some((other) => other.routing.kind !== set.routing.kind),
      )
      .map(({ set }) => groupKeyOf(set)),
  );

const changesOf = (wanted: DesiredSet, zone: ObservedZone, stack: string): readonly RecordChange[] => {
  const { set } = wanted;
  const before = zone.owned.get(setKeyOf(set))?.set;
  const ownership = ownershipSetOf(set, { stack, service: wanted.service });
  const ownershipBefore = zone.byKey.get(setKeyOf(ownership));
  return [...changesBetween(before, set), ...changesBetween(ownershipBefore, ownership)];
};

const changesBetween = (before: RecordSet | undefined, after: RecordSet): readonly RecordChange[] => {
  if (before === undefined) return [{ action: "CREATE", recordSet: after }];
  if (isSameSet(before, after)) return [];
  if (before.routing.kind !== after.routing.kind) return [deleteOf(before), { action: "CREATE", recordSet: after }];
  return [{ action: "UPSERT", recordSet: after }];
};

const deleteOf = (recordSet: RecordSet): RecordChange => ({ action: "DELETE", recordSet });
