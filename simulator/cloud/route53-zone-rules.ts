import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { isWithin } from "./route53-names.ts";
import { policiesOf } from "./route53-request.ts";
import { valueProblem } from "./route53-values.ts";
import { type HostedZone, storedSet } from "./route53-zone.ts";

const mostValues = 400;

/**
 * What a zone must not become by a change batch.
 *
 * @param sets the zone after the batch, by key
 * @param touched the sets that the batch names; what was there before is not looked at again
 * @returns Route 53's messages; none: the zone may become so
 */
export const zoneProblems = (
  zone: HostedZone,
  sets: ReadonlyMap<string, ResourceRecordSet>,
  touched: readonly ResourceRecordSet[],
): string[] => {
  const byName = Map.groupBy(sets.values(), ({ Name }) => Name ?? "");
  const names = new Map(touched.map(storedSet).map((set) => [`${set.Name} ${set.Type}`, set]));
  return [
    ...[...names.values()].flatMap(({ Name = "", Type = "" }) => {
      const here = byName.get(Name) ?? [];
      const same = here.filter((set) => set.Type === Type);
      return [
        ...(isWithin(Name, zone.name) ? [] : [`RRSet with DNS name ${Name} is not permitted in zone ${zone.name}`]),
        ...cnameProblems(zone, Name, Type, here),
        ...policyProblems(Name, Type, same),
        ...same.flatMap((set) => contentProblems(zone, set, byName)),
      ];
    }),
    ...apexProblems(byName.get(zone.name) ?? []),
  ];
};

const cnameProblems = (
  zone: HostedZone,
  name: string,
  type: string,
  here: readonly ResourceRecordSet[],
): readonly string[] => {
  const present = here.some((set) => set.Type === type);
  if (!present) return [];
  const others = here.some((set) => set.Type !== type);
  if (type === "CNAME" && name === zone.name)
    return [`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`];
  if (type === "CNAME" && others)
    return [
      `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`,
    ];
  if (type !== "CNAME" && here.some((set) => set.Type === "CNAME"))
    return [
      `RRSet of type ${type} with DNS name ${name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone.name}`,
    ];
  return [];
};

/** All sets of a name and type have one routing policy, and a simple set is alone. */
const policyProblems = (name: string, type: string, same: readonly ResourceRecordSet[]): readonly string[] => {
  const policies = new Set(same.map((set) => policiesOf(set)[0] ?? "simple"));
  if (policies.size > 1)
    return [
      `RRSet with DNS name ${name}, type ${type} cannot be created as other RRSets exist with the same name and type and another routing policy: ${[...policies].sort().join(", ")}`,
    ];
  const places = same.flatMap(
    ({ Region, GeoLocation }) => Region ?? (GeoLocation && JSON.stringify(GeoLocation)) ?? [],
  );
  return new Set(places).size === places.length
    ? []
    : [
        `RRSet with DNS name ${name}, type ${type} cannot be created as a RRSet with the same region or location exists`,
      ];
};

const contentProblems = (
  zone: HostedZone,
  set: ResourceRecordSet,
  byName: ReadonlyMap<string, readonly ResourceRecordSet[]>,
): readonly string[] => {
  const { Name = "", Type = "", AliasTarget } = set;
  const values = (set.ResourceRecords ?? []).map(({ Value }) => Value ?? "");
  const twice = values.filter((value, index) => values.indexOf(value) < index);
  return [
    ...(values.length > mostValues
      ? [`RRSet with DNS name ${Name}, type ${Type} has more than ${mostValues} values`]
      : []),
    ...twice.map((value) => `Duplicate Resource Record: '${value}'`),
    ...(Type === "CNAME" && values.length > 1
      ? [`InvalidRRSet: a CNAME has exactly one value, ${Name} has ${values.length}`]
      : []),
    ...values.flatMap((value) => valueProblem(Type, value) ?? []),
    ...(set.MultiValueAnswer !== undefined && AliasTarget !== undefined
      ? [`RRSet with DNS name ${Name}, type ${Type}: a multi-value answer cannot be an alias`]
      : []),
    ...(AliasTarget === undefined ? [] : aliasProblems(zone, set, byName)),
  ];
};

/** A target in the same zone is there and of the same type; what other zones and services have is not known here. */
const aliasProblems = (
  zone: HostedZone,
  { Name, Type, AliasTarget }: ResourceRecordSet,
  byName: ReadonlyMap<string, readonly ResourceRecordSet[]>,
): readonly string[] => {
  if (AliasTarget?.HostedZoneId !== zone.id) return [];
  const target = AliasTarget.DNSName ?? "";
  const described = `Tried to create an alias that targets ${target}, type ${Type} in zone ${zone.id}`;
  if (!isWithin(target, zone.name))
    return [`${described}, but the alias target name does not lie within the target zone`];
  if (target === Name) return [`${described}, but an alias cannot target itself`];
  const found = (byName.get(target) ?? []).some((set) => set.Type === Type);
  return found ? [] : [`${described}, but that target was not found`];
};

const apexProblems = (apex: readonly ResourceRecordSet[]): readonly string[] => [
  ...(apex.some(({ Type }) => Type === "NS")
    ? []
    : ["A HostedZone must contain at least one NS record for the zone itself."]),
  ...(apex.filter(({ Type }) => Type === "SOA").length === 1
    ? []
    : ["A HostedZone must contain exactly one SOA record."]),
];
