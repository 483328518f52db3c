import type { Config } from "../../shared/config/config.ts";

/** By the zone's name. */
export type HostedZoneIds = Readonly<Record<string, string>>;

/**
 * The burst's estate as the emulators can hold it: a cluster for each service, because moto lists the tasks of a whole
 * cluster, and no nginx, because nobody runs a command there.
 */
export const emulatedConfig =
  (hostedZoneIds: HostedZoneIds = {}) =>
  (config: Config): Config => ({
    ...config,
    nginxFleets: [],
    zones: config.zones.map((zone) => ({ ...zone, hostedZoneId: hostedZoneIds[zone.name] ?? zone.hostedZoneId })),
    services: config.services.map((service) => ({
      ...service,
      cluster: `${service.name}-cluster`,
      publish: { ...service.publish, upstreams: [] },
    })),
  });
