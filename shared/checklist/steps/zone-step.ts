import { serviceLabel, servicesOf } from "../account-parts.ts";
import type { AccountReading } from "../account-reading.ts";
import { possibleZones, secondZone } from "../checks/service-zones.ts";
import type { PriceOf } from "../price.ts";
import { awsCommand } from "../shell-command.ts";
import { busiest, type NextStep } from "./next-step.ts";

export const zoneStep = (reading: AccountReading, priceOf: PriceOf): NextStep | null => {
  const single = (reading.databases.kind === "known" ? reading.databases.value : [])
    .filter(({ cluster, isReplica, multiAz }) => cluster === null && !isReplica && !multiAz)
    .map((database) => ({ database, name: database.id, weight: 0 }));
  const most = busiest(single);
  if (most !== null) {
    const { database, name } = most;
    return {
      code: "second-zone",
      what: `Give ${name} a standby in a second zone.`,
      because: `${name} is in ${database.zone ?? "one zone"} only, and everything behind it with it.`,
      numbers: { zones: 1 },
      price: priceOf({
        kind: "database-instance",
        engine: database.engine,
        instanceClass: database.instanceClass,
        multiAz: false,
      }),
      command: awsCommand("rds modify-db-instance", { "db-instance-identifier": name, "multi-az": null }),
    };
  }
  const inOneZone = servicesOf(reading).services.flatMap((service) => {
    const zones = possibleZones(service, reading);
    const [zone = null, ...others] = zones.kind === "known" ? zones.value : [];
    const isSingle = zone !== null && others.length === 0 && service.desired >= 2;
    return isSingle ? [{ service, zone, name: serviceLabel(service), weight: 0 }] : [];
  });
  const service = busiest(inOneZone);
  if (service === null) return null;
  return {
    code: "second-zone",
    what: `Let ${service.name} run in a second zone.`,
    because: `All of its ${service.service.desired} tasks may run in ${service.zone} only.`,
    numbers: { zones: 1, desiredTasks: service.service.desired },
    price: null,
    command: secondZone(service.service),
  };
};
