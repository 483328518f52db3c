import type { RecordConfig, RegionalConfig } from "../../config/publication.ts";
import { type DesiredSet, plainSet } from "./desired-set.ts";
import { setTypesOf } from "./entry-needs.ts";
import type { Routing } from "./record-set.ts";
import type { ZoneEntry } from "./zone-entry.ts";

/**
 * The aliases of an entry's name, one per type that its region's own set has.
 *
 * An alias to a set that is not there is refused, and one whose target is unhealthy is passed over: that is how a region
 * without tasks hands its clients to the others.
 *
 * @see Amazon Route 53 API reference, AliasTarget (EvaluateTargetHealth)
 */
export const regionalAliases = (
  { service, record }: ZoneEntry,
  sets: readonly DesiredSet[],
  hostedZoneId: string,
): readonly DesiredSet[] => {
  const { regional } = record;
  if (regional === null) return [];
  return setTypesOf(record)
    .filter((type) => sets.some(({ set }) => set.name === regional.regionalName && set.type === type))
    .map((type) => ({
      set: aliasSet(record, regional, type, hostedZoneId),
      service,
      part: "alias",
      isRetained: false,
      healthCheck: null,
    }));
};

const aliasSet = ({ name }: RecordConfig, regional: RegionalConfig, type: string, hostedZoneId: string) =>
  plainSet({
    name,
    type,
    setIdentifier: regional.setIdentifier,
    ttlSeconds: null,
    values: [],
    alias: { hostedZoneId, dnsName: regional.regionalName, evaluateTargetHealth: true },
    routing: routingOf(regional.by),
  });

const routingOf = (by: RegionalConfig["by"]): Routing => {
  if (by.kind === "latency") return { kind: "latency", region: by.region };
  if ("continent" in by) return { kind: "geolocation", continent: by.continent, country: null, subdivision: null };
  return { kind: "geolocation", continent: null, country: by.country, subdivision: by.subdivision };
};
