import { compareText } from "./by-name.ts";
import { checkCloudMap } from "./check-cloud-map.ts";
import { checkGates } from "./check-gates.ts";
import { checkRecordKeys } from "./check-record-keys.ts";
import { checkRecordName, type KnownZones } from "./check-record-names.ts";
import { checkRegional } from "./check-regional.ts";
import { checkSameRecords } from "./check-same-records.ts";
import { checkSrvHosts } from "./check-srv-hosts.ts";
import { checkUpstreams } from "./check-upstreams.ts";
import { placeUpstreams } from "./compile-upstreams.ts";
import { placeRecords } from "./placed-records.ts";
import type { Finding } from "./problems.ts";
import type { ServiceForm } from "./schema-service.ts";

/**
 * Everything that services publish: records, registrations and upstreams, each by itself and beside the others.
 *
 * @param services those that can be read, whatever else is wrong with them
 * @param fleetNames all of the file, those that can't be read included
 */
export const checkPublication = (
  services: ReadonlyMap<string, ServiceForm>,
  zones: KnownZones,
  fleetNames: readonly string[],
): readonly Finding[] => {
  const byName = new Map([...services].sort(([a], [b]) => compareText(a, b)));
  const records = [...byName].flatMap(([name, form]) => placeRecords(name, form, zones.zones));
  const upstreams = [...byName].flatMap(([name, form]) => placeUpstreams(name, form));
  return [
    ...records.flatMap((record) => [
      ...checkRecordName(record, zones),
      ...checkRecordKeys(record),
      ...checkRegional(record),
    ]),
    ...checkSameRecords(records),
    ...checkSrvHosts(records),
    ...checkCloudMap(byName),
    ...checkUpstreams(upstreams, fleetNames),
    ...checkGates(upstreams),
  ];
};
