import { type DesiredSet, type DesiredSets, plainSet } from "./desired-set.ts";
import { addressTypesOf, setNameOf } from "./entry-needs.ts";
import { fittingValues } from "./fitting-values.ts";
import { addressOf, type Member } from "./member.ts";
import { ownershipSetOf } from "./ownership.ts";
import type { Routing } from "./record-set.ts";
import type { ZoneEntry } from "./zone-entry.ts";

/** `simple` and `weighted`: one set with the addresses of all tasks; none where there is no task. */
export const addressSets = ({ service, record }: ZoneEntry, members: readonly Member[], stack: string): DesiredSets => {
  const isWeighted = record.kind === "weighted";
  const routing: Routing = isWeighted ? { kind: "weighted", weight: record.weight ?? 0 } : { kind: "simple" };
  let leftOutCount = 0;
  const sets = addressTypesOf(record).flatMap((type): readonly DesiredSet[] => {
    const empty = plainSet({
      name: setNameOf(record),
      type,
      ttlSeconds: record.ttlSeconds,
      setIdentifier: isWeighted ? record.setIdentifier : null,
      values: [],
      routing,
    });
    const candidates = members.flatMap((member) => {
      const value = addressOf(member, type);
      return value === null ? [] : [{ value, isPublished: member.isPublished }];
    });
    const fitting = fittingValues(candidates, ownershipSetOf(empty, { stack, service }).values[0]!.length);
    leftOutCount = Math.max(leftOutCount, fitting.leftOutCount);
    if (fitting.values.length === 0) return [];
    return [{ set: { ...empty, values: fitting.values }, service, part: "set", isRetained: false, healthCheck: null }];
  });
  return { sets, leftOutCount };
};
