import type { Config } from "../shared/config/config.ts";
import type { NginxFleetConfig, UpstreamConfig } from "../shared/config/publication.ts";

export type FleetUpstream = { readonly service: Config["services"][number]; readonly upstream: UpstreamConfig };

export type FleetChoice =
  | { readonly kind: "found"; readonly fleet: NginxFleetConfig; readonly upstreams: readonly FleetUpstream[] }
  | { readonly kind: "refused"; readonly message: string };

/** The fleet that is named, or the only one, with the upstreams that services have in it. */
export const chooseFleet = (config: Config, name: string | undefined, file: string): FleetChoice => {
  const { nginxFleets: fleets } = config;
  const known = fleets.map((fleet) => fleet.name).join(", ");
  if (fleets.length === 0)
    return refused(`${file} has no fleet of nginx instances.\n  fix: add one under nginx, as docs/nginx.md shows`);
  const fleet = name === undefined && fleets.length === 1 ? fleets[0] : fleets.find((entry) => entry.name === name);
  if (fleet === undefined && name === undefined)
    return refused(`Which fleet?\n  fix: add --fleet with one of ${known}`);
  if (fleet === undefined)
    return refused(`--fleet names ${name}, which ${file} has not.\n  fix: write one of ${known}`);
  const upstreams = config.services.flatMap((service) =>
    service.publish.upstreams
      .filter((upstream) => upstream.fleet === fleet.name)
      .map((upstream) => ({ service, upstream })),
  );
  if (upstreams.length > 0) return { kind: "found", fleet, upstreams };
  return refused(
    `No service has an upstream in the fleet ${fleet.name}.\n  fix: give one under nginx: { ${fleet.name}: ... } of a service`,
  );
};

const refused = (message: string): FleetChoice => ({ kind: "refused", message });
