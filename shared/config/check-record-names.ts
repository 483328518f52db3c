import { kindOf } from "./compile-records.ts";
import { dnsNameProblem, isServiceName, isWithinDomain, normalDnsName, OWNERSHIP_LABEL } from "./dns-name.ts";
import { suggestName } from "./nearest-name.ts";
import type { PlacedRecord } from "./placed-records.ts";
import { type Finding, type KeyPath, shown } from "./problems.ts";
import type { ZoneConfig } from "./publication.ts";

/** The zones of the file: all by name, and those that can be read. */
export type KnownZones = { readonly names: readonly string[]; readonly zones: readonly ZoneConfig[] };

/** A record's name must be one, belong to its kind, and lie in its zone. The first thing that is wrong is reported. */
export const checkRecordName = (record: PlacedRecord, known: KnownZones): readonly Finding[] => {
  const { path, written, name, form } = record;
  const illegal = checkName(path, written);
  if (illegal.length > 0) return illegal;
  if (kindOf(form) === "srv" && !isServiceName(name)) {
    const message = `${shown(written)} is an srv record, and its name begins with no _service._tcp or _service._udp`;
    const fix = `write _http._tcp.${shown(name.replace(/^(?:_[^.]+\.)+/, ""))}, with the service's own word in place of http`;
    return [{ code: "record-contradiction", path, at: "key", message, fix }];
  }
  return checkZoneOf(record, known);
};

/** @param path of the key or the value that is the name */
export const checkName = (path: KeyPath, written: string): readonly Finding[] => {
  const problem = dnsNameProblem(written);
  if (problem !== null) {
    const message = `${shown(written)} is not a legal name: ${problem.rule}`;
    return [{ code: "illegal-name", path, message, fix: problem.fix }];
  }
  if (!normalDnsName(written).startsWith(`${OWNERSHIP_LABEL}.`)) return [];
  const message = `${shown(written)} begins with ${OWNERSHIP_LABEL}, where the ownership records are`;
  return [{ code: "name-reserved", path, message, fix: "choose another name" }];
};

const checkZoneOf = ({ path, written, name, zone }: PlacedRecord, known: KnownZones): readonly Finding[] => {
  switch (zone.kind) {
    case "zone": {
      const { name: zoneName, domain } = zone.zone;
      if (isWithinDomain(name, domain)) return [];
      const fitting = known.zones.find((other) => isWithinDomain(name, other.domain));
      const fix = fitting === undefined ? `write a name that ends with .${domain}` : `write zone: ${fitting.name}`;
      const message = `${shown(written)} is not in the zone ${shown(zoneName)}, whose domain is ${domain}`;
      return [{ code: "outside-zone", path: [...path, "zone"], message, fix }];
    }
    case "unknown": {
      // A zone that is there and can't be read has been reported.
      if (known.names.includes(zone.zone)) return [];
      const message = `${shown(written)} is in the zone ${shown(zone.zone)}, which is not under zones`;
      const fix =
        known.names.length === 0 ? `add ${shown(zone.zone)} under zones` : suggestName(zone.zone, known.names);
      return [{ code: "unknown-zone", path: [...path, "zone"], message, fix }];
    }
    case "none": {
      if (known.names.length > known.zones.length) return [];
      const message = `no zone's domain is at the end of ${shown(written)}`;
      const domains = known.zones.map(({ domain }) => `.${domain}`).join(" or ");
      const others = domains === "" ? "" : `, or write a name that ends with ${shown(domains)}`;
      return [{ code: "unknown-zone", path, message, fix: `add its hosted zone under zones${others}` }];
    }
    case "several": {
      const message = `${shown(written)} says no zone, and the zones ${zone.zones.map(shown).join(" and ")} have the same domain`;
      const fix = `write ${zone.zones.map((other) => `zone: ${shown(other)}`).join(" or ")}, or a list with a record for each`;
      return [{ code: "zone-ambiguous", path, message, fix }];
    }
  }
};
