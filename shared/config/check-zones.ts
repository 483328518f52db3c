import { dnsNameProblem } from "./dns-name.ts";
import { type Finding, shown } from "./problems.ts";
import type { ZoneConfig } from "./publication.ts";
import type { ZoneForm } from "./schema-zone.ts";

/** A zone's domain must be a DNS name, and of a plain one. */
export const checkZone = (name: string, { domain }: ZoneForm): readonly Finding[] => {
  const path = ["zones", name, "domain"];
  if (domain.startsWith("*")) {
    const message = `${shown(domain)} is not a legal name: a zone has no wildcard in its own name`;
    return [{ code: "illegal-name", path, message, fix: "write the zone's domain as Route 53 shows it" }];
  }
  const problem = dnsNameProblem(domain);
  if (problem === null) return [];
  const message = `${shown(domain)} is not a legal name: ${problem.rule}`;
  return [{ code: "illegal-name", path, message, fix: problem.fix }];
};

/** Two entries for one hosted zone would each take the other's records for somebody's. The later name is the one reported. */
export const checkSameZone = (zones: readonly ZoneConfig[]): readonly Finding[] =>
  zones.flatMap(({ name, hostedZoneId }, index): readonly Finding[] => {
    const first = zones.slice(0, index).find((other) => other.hostedZoneId === hostedZoneId);
    if (first === undefined) return [];
    const message = `${name} and ${first.name} are both the hosted zone ${hostedZoneId}`;
    const fix = `keep one entry, and write zone: ${first.name} in the records of either`;
    return [{ code: "same-zone", path: ["zones", name, "hostedZoneId"], message, fix }];
  });
