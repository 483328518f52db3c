import type { ResourceRecordSet, ResourceRecordSetRegion, RRType } from "@aws-sdk/client-route-53";
import { compareText } from "../config/by-name.ts";
import { assertNever } from "../plan/assert-never.ts";
import type { RecordSet, Routing } from "../records/dns/record-set.ts";
import { escapedName, plainName } from "./dns-name.ts";

/** A set as Route 53 answers it, as plain data. @throws never */
export const recordSetOf = (set: ResourceRecordSet): RecordSet => ({
  name: plainName(set.Name ?? ""),
  type: set.Type ?? "",
  setIdentifier: set.SetIdentifier ?? null,
  ttlSeconds: set.TTL ?? null,
  values: (set.ResourceRecords ?? []).map(({ Value }) => Value ?? "").sort(compareText),
  alias:
    set.AliasTarget === undefined
      ? null
      : {
          hostedZoneId: set.AliasTarget.HostedZoneId ?? "",
          dnsName: plainName(set.AliasTarget.DNSName ?? ""),
          evaluateTargetHealth: set.AliasTarget.EvaluateTargetHealth ?? false,
        },
  routing: routingOf(set),
  healthCheckId: set.HealthCheckId ?? null,
});

/** A set that a traffic policy made can't be changed by itself, so it is `other` however it looks. */
const routingOf = (set: ResourceRecordSet): Routing => {
  const { TrafficPolicyInstanceId, Failover, CidrRoutingConfig, GeoProximityLocation } = set;
  if (TrafficPolicyInstanceId ?? Failover ?? CidrRoutingConfig ?? GeoProximityLocation) return { kind: "other" };
  if (set.MultiValueAnswer === true) return { kind: "multivalue" };
  if (set.Weight !== undefined) return { kind: "weighted", weight: set.Weight };
  if (set.Region !== undefined) return { kind: "latency", region: set.Region };
  if (set.GeoLocation === undefined) return { kind: "simple" };
  const { ContinentCode, CountryCode, SubdivisionCode } = set.GeoLocation;
  return {
    kind: "geolocation",
    continent: ContinentCode ?? null,
    country: CountryCode ?? null,
    subdivision: SubdivisionCode ?? null,
  };
};

/** The way back, for a change. @throws of a routing that is never ours */
export const resourceRecordSetOf = (set: RecordSet): ResourceRecordSet => ({
  Name: escapedName(set.name),
  Type: set.type as RRType,
  ...(set.setIdentifier === null ? {} : { SetIdentifier: set.setIdentifier }),
  ...routingFieldsOf(set.routing),
  ...(set.ttlSeconds === null ? {} : { TTL: set.ttlSeconds }),
  ...(set.alias === null
    ? { ResourceRecords: set.values.map((Value) => ({ Value })) }
    : {
        AliasTarget: {
          HostedZoneId: set.alias.hostedZoneId,
          DNSName: escapedName(set.alias.dnsName),
          EvaluateTargetHealth: set.alias.evaluateTargetHealth,
        },
      }),
  ...(set.healthCheckId === null ? {} : { HealthCheckId: set.healthCheckId }),
});

const routingFieldsOf = (routing: Routing): Partial<ResourceRecordSet> => {
  switch (routing.kind) {
    case "simple":
      return {};
    case "multivalue":
      return { MultiValueAnswer: true };
    case "weighted":
      return { Weight: routing.weight };
    case "latency":
      return { Region: routing.region as ResourceRecordSetRegion };
    case "geolocation":
      return {
        GeoLocation: {
          ...(routing.continent === null ? {} : { ContinentCode: routing.continent }),
          ...(routing.country === null ? {} : { CountryCode: routing.country }),
          ...(routing.subdivision === null ? {} : { SubdivisionCode: routing.subdivision }),
        },
      };
    case "other":
      throw new Error("a record set of a routing policy that Headgate never writes");
    default:
      return assertNever(routing);
  }
};
