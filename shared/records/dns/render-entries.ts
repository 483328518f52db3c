import { addressSets } from "./address-sets.ts";
import type { DesiredSet, DesiredSets } from "./desired-set.ts";
import { setNameOf, setTypesOf } from "./entry-needs.ts";
import { multivalueSets } from "./multivalue-sets.ts";
import type { ObservedZone } from "./observed-zone.ts";
import { regionalAliases } from "./regional-aliases.ts";
import { isFrozen } from "./retained-sets.ts";
import { multivalueAgainBelow, route53Limits } from "./route53-limits.ts";
import { groupKeyOf, setKeyOf } from "./set-key.ts";
import type { SettledEntry } from "./settle-entry.ts";
import { srvSets } from "./srv-sets.ts";

export type RenderContext = {
  readonly zone: ObservedZone;
  /** What stays as it is, whatever the entries want. */
  readonly retained: readonly DesiredSet[];
  readonly stack: string;
  readonly hostedZoneId: string;
  readonly mayDelete: boolean;
};

export type RenderedEntry = SettledEntry & {
  readonly sets: readonly DesiredSet[];
  /** How its sets are routed: `simple` for a multivalue record with too many tasks. */
  readonly kind: "simple" | "multivalue" | "weighted" | "srv";
  readonly leftOutCount: number;
};

/**
 * The sets that each entry comes to; of a frozen one none, because what it has is retained.
 *
 * @param settled in the order in which entries of one name are given room
 */
export const renderEntries = (settled: readonly SettledEntry[], context: RenderContext): readonly RenderedEntry[] => {
  const usedAt = new Map<string, number>();
  return settled.map((one) => {
    const { record } = one.entry;
    if (isFrozen(one.entry)) return { ...one, sets: [], kind: record.kind, leftOutCount: 0 };
    const name = setNameOf(record);
    const used = usedAt.get(name) ?? 0;
    const kind = record.kind === "multivalue" ? multivalueKind(one, settled, context) : record.kind;
    const room = Math.max(0, route53Limits.multivalueSets - othersAt(one, context) - used);
    const { sets, leftOutCount } = setsOf(kind, one, room, context);
    if (kind === "multivalue") usedAt.set(name, used + one.members.length - leftOutCount);
    return {
      ...one,
      sets: [...sets, ...regionalAliases(one.entry, sets, context.hostedZoneId)],
      kind,
      leftOutCount,
    };
  });
};

const setsOf = (
  kind: RenderedEntry["kind"],
  { entry, members }: SettledEntry,
  room: number,
  { stack }: RenderContext,
): DesiredSets => {
  if (kind === "srv") return srvSets(entry, members, stack);
  if (kind === "multivalue") return multivalueSets(entry, members, room);
  return addressSets({ ...entry, record: { ...entry.record, kind } }, members, stack);
};

/**
 * One plain set takes the place of too many multivalue sets, where nobody else has sets at the name and the policy allows
 * the change; and stays until the tasks are clearly fewer.
 */
const multivalueKind = (
  one: SettledEntry,
  settled: readonly SettledEntry[],
  context: RenderContext,
): "simple" | "multivalue" => {
  const { entry, members, isSimpleNow } = one;
  const sharesName = settled.some(
    (other) => other !== one && setNameOf(other.entry.record) === setNameOf(entry.record),
  );
  const isAlone = !sharesName && othersAt(one, context) === 0;
  if (!isAlone || (!context.mayDelete && !isSimpleNow)) return "multivalue";
  if (members.length > route53Limits.multivalueSets) return "simple";
  return isSimpleNow && members.length >= multivalueAgainBelow ? "simple" : "multivalue";
};

/** Sets at the name that take up room and are not written by this plan: other people's, and what is retained. */
const othersAt = ({ entry: { record } }: SettledEntry, { zone, retained }: RenderContext): number => {
  const retainedKeys = new Set(retained.map(({ set }) => setKeyOf(set)));
  const counts = setTypesOf(record).map((type) => {
    const there = zone.byGroup.get(groupKeyOf({ name: setNameOf(record), type })) ?? [];
    return there.filter((set) => !zone.owned.has(setKeyOf(set)) || retainedKeys.has(setKeyOf(set))).length;
  });
  return Math.max(0, ...counts);
};
