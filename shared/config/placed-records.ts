import { byName, compareText } from "./by-name.ts";
import { isWithinDomain, normalDnsName } from "./dns-name.ts";
import { oneOrMore, type Placed } from "./one-or-more.ts";
import type { ZoneConfig } from "./publication.ts";
import type { RecordForm } from "./schema-records.ts";
import type { ServiceForm } from "./schema-service.ts";

/** A record of the file: whose it is, where it stands, and which zone it is in. */
export type PlacedRecord = Placed<RecordForm> & {
  readonly service: string;
  /** As it is written. */
  readonly written: string;
  /** Lower case, no dot at the end. */
  readonly name: string;
  readonly zone: ZoneOfRecord;
};

export type ZoneOfRecord =
  | { readonly kind: "zone"; readonly zone: ZoneConfig }
  /** Named in the record, and not there. */
  | { readonly kind: "unknown"; readonly zone: string }
  /** Left out, and no zone's domain fits. */
  | { readonly kind: "none" }
  /** Left out, and the longest domain that fits is that of several zones. Sorted. */
  | { readonly kind: "several"; readonly zones: readonly string[] };

/** Every record of a service, in the order of the names. */
export const placeRecords = (
  service: string,
  form: Pick<ServiceForm, "records">,
  zones: readonly ZoneConfig[],
): readonly PlacedRecord[] =>
  Object.entries(form.records ?? {})
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([written, value]) =>
      oneOrMore(["services", service, "records", written], value).map(({ path, form: record }) => {
        const name = normalDnsName(written);
        return { path, form: record, service, written, name, zone: zoneOf(name, record.zone, zones) };
      }),
    );

const zoneOf = (name: string, written: string | undefined, zones: readonly ZoneConfig[]): ZoneOfRecord => {
  if (written !== undefined) {
    const zone = zones.find((other) => other.name === written);
    return zone === undefined ? { kind: "unknown", zone: written } : { kind: "zone", zone };
  }
  const around = zones.filter(({ domain }) => isWithinDomain(name, domain));
  const longest = Math.max(0, ...around.map(({ domain }) => domain.length));
  const [first, ...others] = around.filter(({ domain }) => domain.length === longest).sort(byName);
  if (first === undefined) return { kind: "none" };
  if (others.length > 0) return { kind: "several", zones: [first, ...others].map((zone) => zone.name) };
  return { kind: "zone", zone: first };
};
