import type { Config } from "./config.ts";
import { type Finding, shown } from "./problems.ts";

/** A zone or a fleet that nobody uses is usually a service that was forgotten. */
export const checkUnusedDestinations = ({ services, zones, nginxFleets }: Config): readonly Finding[] => {
  const usedZones = new Set(services.flatMap(({ publish }) => publish.records.map(({ zone }) => zone)));
  const usedFleets = new Set(services.flatMap(({ publish }) => publish.upstreams.map(({ fleet }) => fleet)));
  return [
    ...zones
      .filter(({ name }) => !usedZones.has(name))
      .map(
        ({ name, domain }): Finding => ({
          code: "zone-unused",
          path: ["zones", name],
          message: `no service has a record in the zone ${shown(name)}`,
          fix: `add records to a service, with names that end with .${domain}, or remove it`,
        }),
      ),
    ...nginxFleets
      .filter(({ name }) => !usedFleets.has(name))
      .map(
        ({ name }): Finding => ({
          code: "fleet-unused",
          path: ["nginx", name],
          message: `no service has an upstream in the nginx fleet ${shown(name)}`,
          fix: `add nginx: { ${name}: {} } to the services behind it, or remove it`,
        }),
      ),
  ];
};
