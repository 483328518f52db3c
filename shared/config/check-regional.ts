import { checkName } from "./check-record-names.ts";
import { isWithinDomain, normalDnsName } from "./dns-name.ts";
import type { PlacedRecord } from "./placed-records.ts";
import { type Finding, type KeyPath, shown } from "./problems.ts";

/** A region's entry says where its clients are, in one way, and where its tasks are: at another name of the same zone. */
export const checkRegional = (record: PlacedRecord): readonly Finding[] => {
  const { path, written, form } = record;
  const { latency, geolocation, regionalName } = form;
  if (latency !== undefined && geolocation !== undefined) {
    const message = `${shown(written)} is answered by latency and by geolocation`;
    return [contradiction([...path, "geolocation"], message, "keep one of latency and geolocation")];
  }
  const by = latency === undefined ? (geolocation === undefined ? null : "geolocation") : "latency";
  if (by === null) {
    if (regionalName === undefined) return [];
    const message = `${shown(written)} has a regionalName, and says neither latency nor geolocation`;
    return [contradiction([...path, "regionalName"], message, "add latency or geolocation, or remove regionalName")];
  }
  const place = geolocation === undefined ? [] : checkPlace([...path, "geolocation"], written, geolocation);
  if (regionalName === undefined) {
    const message = `${shown(written)} is answered by ${by}, and its tasks have no name of their own`;
    const fix = `add regionalName: eu.${shown(record.name)}, or another name in the zone`;
    return [...place, { code: "missing-key", path: [...path, "regionalName"], message, fix }];
  }
  return [...place, ...checkRegionalName(record, regionalName)];
};

const contradiction = (path: KeyPath, message: string, fix: string): Finding => ({
  code: "record-contradiction",
  path,
  message,
  fix,
});

type GeolocationForm = NonNullable<PlacedRecord["form"]["geolocation"]>;

const checkPlace = (path: KeyPath, written: string, form: GeolocationForm): readonly Finding[] => {
  const { continent, country, subdivision } = form;
  if (continent === undefined && country === undefined) {
    const message = `${shown(written)} is answered by geolocation, and says no place`;
    return [
      {
        code: "missing-key",
        path,
        message,
        fix: 'add continent: EU, country: DE, or country: "*" for everywhere else',
      },
    ];
  }
  if (continent !== undefined && country !== undefined) {
    const message = `${shown(written)} has a continent and a country`;
    return [contradiction([...path, "continent"], message, "keep one of continent and country")];
  }
  if (subdivision === undefined || country === "US") return [];
  const message = `${shown(written)} has a subdivision of ${shown(country ?? continent)}, and Route 53 divides the US only`;
  return [contradiction([...path, "subdivision"], message, "remove subdivision, or write country: US")];
};

const checkRegionalName = ({ path, name, zone }: PlacedRecord, written: string): readonly Finding[] => {
  const at = [...path, "regionalName"];
  const illegal = checkName(at, written);
  if (illegal.length > 0) return illegal;
  const regionalName = normalDnsName(written);
  if (regionalName === name) {
    const message = `the regionalName ${shown(written)} is the name that it stands under, which would answer with itself`;
    return [contradiction(at, message, `write another name, such as eu.${shown(name)}`)];
  }
  if (regionalName.startsWith("*")) {
    const message = `the regionalName ${shown(written)} is a wildcard, and it is one name that is answered with`;
    return [contradiction(at, message, `write a plain name, such as ${shown(regionalName.replace("*.", ""))}`)];
  }
  if (zone.kind !== "zone" || isWithinDomain(regionalName, zone.zone.domain)) return [];
  const message = `the regionalName ${shown(written)} is not in the zone ${zone.zone.name}, whose domain is ${zone.zone.domain}`;
  return [{ code: "outside-zone", path: at, message, fix: `write a name that ends with .${zone.zone.domain}` }];
};
