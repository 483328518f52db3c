import type { Change } from "@aws-sdk/client-route-53";
import { AwsError } from "./aws-error.ts";
import { storedName } from "./route53-names.ts";

const longestTtlSeconds = 2_147_483_647;
const longestSetIdentifier = 128;
const longestValue = 4_000;

/**
 * One change by itself: what Route 53 refuses without a look at the zone.
 *
 * @throws AwsError InvalidInput
 */
export const checkRequest = ({ Action, ResourceRecordSet: set }: Change): void => {
  if (Action !== "CREATE" && Action !== "UPSERT" && Action !== "DELETE") throw invalid(`unknown action ${Action}`);
  if (set?.Name === undefined || set.Type === undefined) throw invalid("Name and Type are required");
  storedName(set.Name);
  const where = `in Change with [Action=${Action}, Name=${set.Name}, Type=${set.Type}, SetIdentifier=${set.SetIdentifier ?? "null"}]`;
  const values = set.ResourceRecords ?? [];
  const isPlain = set.TTL !== undefined && values.length > 0;
  const isAlias = set.AliasTarget !== undefined;
  const content = "exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";
  if (!isPlain && !isAlias) throw invalid(`Invalid request: Expected ${content}, but found none ${where}`);
  if (isAlias && (set.TTL !== undefined || values.length > 0))
    throw invalid(`Invalid request: Expected ${content}, but found more than one ${where}`);
  const policies = policiesOf(set);
  const routing = "exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, CidrRoutingConfig]";
  if (policies.length > 1) throw invalid(`Invalid request: Expected ${routing}, but found more than one ${where}`);
  if (policies.length === 0 && set.SetIdentifier !== undefined)
    throw invalid(`Invalid request: Expected ${routing}, but found none ${where}`);
  if (policies.length === 1 && set.SetIdentifier === undefined)
    throw invalid(`Invalid request: Missing field 'SetIdentifier' ${where}`);
  if (set.SetIdentifier !== undefined && !isWithin(set.SetIdentifier.length, 1, longestSetIdentifier))
    throw invalid(`SetIdentifier must have 1 to ${longestSetIdentifier} characters ${where}`);
  if (set.TTL !== undefined && !isWithin(set.TTL, 0, longestTtlSeconds)) throw invalid(`TTL ${set.TTL} ${where}`);
  if (set.Weight !== undefined && !isWithin(set.Weight, 0, 255)) throw invalid(`Weight ${set.Weight} ${where}`);
  if (values.some(({ Value = "" }) => Value.length > longestValue))
    throw invalid(`A value has more than ${longestValue} characters ${where}`);
};

type Routed = {
  readonly Weight?: number | undefined;
  readonly Region?: string | undefined;
  readonly Failover?: string | undefined;
  readonly GeoLocation?: object | undefined;
  readonly MultiValueAnswer?: boolean | undefined;
  readonly CidrRoutingConfig?: object | undefined;
  readonly GeoProximityLocation?: object | undefined;
};

/** Which routing policies a set names: one at most, none for simple routing. */
export const policiesOf = (set: Routed): readonly string[] => [
  ...(set.Weight === undefined ? [] : ["weighted"]),
  ...(set.Region === undefined ? [] : ["latency"]),
  ...(set.Failover === undefined ? [] : ["failover"]),
  ...(set.GeoLocation === undefined ? [] : ["geolocation"]),
  ...(set.MultiValueAnswer === undefined ? [] : ["multi-value answer"]),
  ...(set.CidrRoutingConfig === undefined ? [] : ["IP-based"]),
  ...(set.GeoProximityLocation === undefined ? [] : ["geoproximity"]),
];

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const invalid = (message: string): AwsError => new AwsError("InvalidInput", message);
