import type { PlacedRecord } from "./placed-records.ts";
import { type Finding, shown } from "./problems.ts";
import { claimsOf, type RecordClaim } from "./record-claims.ts";

/**
 * Two records must not take one place in a zone, nor answer for one name and type in different ways.
 *
 * Route 53 refuses the second of two such sets, or it would replace the first. A record is reported once, and the later
 * one, in the order of services and names.
 *
 * @see Amazon Route 53 developer guide, choosing a routing policy; ResourceRecordSet in the API reference
 */
export const checkSameRecords = (records: readonly PlacedRecord[]): readonly Finding[] => {
  const earlier = new Map<string, RecordClaim[]>();
  return records.flatMap((record) => {
    const findings: Finding[] = [];
    for (const claim of claimsOf(record)) {
      const id = `${claim.zone} ${claim.name} ${claim.type}`;
      const others = earlier.get(id) ?? [];
      const found = others.map((other) => conflict(claim, other)).find((finding) => finding !== null);
      if (found && findings.length === 0) findings.push(found);
      earlier.set(id, [...others, claim]);
    }
    return findings;
  });
};

const conflict = (claim: RecordClaim, other: RecordClaim): Finding | null => {
  const { record, name, type, routing, set, place } = claim;
  const { path } = record;
  const where = `${shown(name)} ${type} in the zone ${shown(claim.zone)}`;
  const both =
    other.record.service === record.service
      ? `${shown(record.service)} twice`
      : `${shown(other.record.service)} and ${shown(record.service)}`;
  if (claim.isRegional && other.isRegional) {
    const message = `${shown(name)} in the zone ${shown(claim.zone)} is the regionalName of ${both}`;
    const fix = "give one of them another regionalName";
    return { code: "same-record", path: [...path, "regionalName"], message, fix };
  }
  if (routing !== other.routing) {
    const message = `${where} is ${other.routing} for ${shown(other.record.service)} and ${routing} for ${shown(record.service)}`;
    const fix = "give all records of one name one kind, or another name to one of them";
    return { code: "routing-mixed", path, message, fix };
  }
  if (routing === "simple" || routing === "multivalue") {
    const fix = "give one of them another name, or make both kind: weighted with their own setIdentifier";
    return { code: "same-record", path, message: `${where} is published by ${both}`, fix };
  }
  if (set === other.set) {
    const message = `${where} is published by ${both} with the setIdentifier ${shown(set)}`;
    return { code: "same-record", path, message, fix: "give one of them another setIdentifier" };
  }
  if (place === null || place !== other.place) return null;
  const message = `${where} is published by ${both} for ${place}`;
  return { code: "same-record", path, message, fix: `keep one of them for ${place}` };
};
