import { compileRegional, kindOf } from "./compile-records.ts";
import type { PlacedRecord } from "./placed-records.ts";
import type { RecordConfig, RegionalConfig } from "./publication.ts";

/** A place among the record sets of a zone that a record of the file takes. */
export type RecordClaim = {
  readonly record: PlacedRecord;
  readonly zone: string;
  readonly name: string;
  readonly type: "A" | "AAAA" | "SRV";
  readonly routing: "simple" | "multivalue" | "weighted" | "latency" | "geolocation";
  /** Tells the sets of one name and type apart; `null` where there is only one, or one per task. */
  readonly set: string | null;
  /** At the regionalName: there one record answers for one region. */
  readonly isRegional: boolean;
  /** Region or location, of which there is one among the sets; `null` where there is none. */
  readonly place: string | null;
};

/**
 * Every claim of a record: of each type, at its name, and at its region's name.
 *
 * @returns none for a record without a zone, or whose two names are one: both are refused by themselves
 */
export const claimsOf = (record: PlacedRecord): readonly RecordClaim[] => {
  const { form, name, zone } = record;
  if (zone.kind !== "zone") return [];
  const kind = kindOf(form);
  const regional = compileRegional(form);
  const set = { routing: kind === "srv" ? ("simple" as const) : kind, set: form.setIdentifier ?? null, place: null };
  return typesOf(kind, form.family).flatMap((type): readonly RecordClaim[] => {
    const at = { record, zone: zone.zone.name, type, isRegional: false };
    if (regional === null) return [{ ...at, name, ...set }];
    const { regionalName, setIdentifier, by } = regional;
    if (regionalName === name) return [];
    const alias = { routing: by.kind, set: setIdentifier, place: placeOf(by) };
    return [
      { ...at, name, ...alias },
      { ...at, name: regionalName, ...set, isRegional: true },
    ];
  });
};

const typesOf = (kind: RecordConfig["kind"], family = "ipv4"): readonly RecordClaim["type"][] => {
  if (kind === "srv") return ["SRV"];
  return family === "dual" ? ["A", "AAAA"] : [family === "ipv6" ? "AAAA" : "A"];
};

const placeOf = (by: RegionalConfig["by"]): string => {
  if (by.kind === "latency") return by.region;
  if ("continent" in by) return `continent ${by.continent}`;
  return by.subdivision === null ? `country ${by.country}` : `${by.country}-${by.subdivision}`;
};
