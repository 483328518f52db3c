import { compareText } from "../config/by-name.ts";
import type { Config } from "../config/config.ts";
import type {
  CloudMapConfig,
  NginxFleetConfig,
  RecordConfig,
  UpstreamConfig,
  ZoneConfig,
} from "../config/publication.ts";
import type { ServiceConfig } from "../config/service-config.ts";

/**
 * One thing that endpoints are published to, and that has one writer at a time: a hosted zone, a Cloud Map service, a
 * fleet of nginx instances.
 *
 * `id` is the message group of `records.fifo` and a key of the table: `zone/Z0...`, `cloud-map/srv-...`, `nginx/edge`.
 * No id of a domain has a slash in it.
 */
export type Destination =
  | {
      readonly kind: "zone";
      readonly id: string;
      /** One entry per configured zone of this hosted zone id: one, as validate sees to. */
      readonly zone: ZoneConfig;
      readonly services: readonly PublishedIn<RecordConfig>[];
    }
  | {
      readonly kind: "cloud-map";
      readonly id: string;
      readonly serviceId: string;
      readonly services: readonly PublishedIn<CloudMapConfig>[];
    }
  | {
      readonly kind: "nginx";
      readonly id: string;
      readonly fleet: NginxFleetConfig;
      readonly services: readonly PublishedIn<UpstreamConfig>[];
    };

/** A service with what it publishes at one destination, at least one entry. */
export type PublishedIn<Entry> = { readonly service: ServiceConfig; readonly entries: readonly Entry[] };

/** Every destination of the configuration, used or not, sorted by id; services sorted by name. */
export const destinationsOf = (config: Config): readonly Destination[] => {
  const zones = config.zones.map(
    (zone): Destination => ({
      kind: "zone",
      id: `zone/${zone.hostedZoneId}`,
      zone,
      services: publishedIn(config, ({ records }) => records.filter((record) => record.zone === zone.name)),
    }),
  );
  const fleets = config.nginxFleets.map(
    (fleet): Destination => ({
      kind: "nginx",
      id: nginxFleetId(fleet.name),
      fleet,
      services: publishedIn(config, ({ upstreams }) => upstreams.filter((upstream) => upstream.fleet === fleet.name)),
    }),
  );
  const serviceIds = new Set(
    config.services.flatMap(({ publish }) => publish.cloudMap.map((entry) => entry.serviceId)),
  );
  const cloudMaps = [...serviceIds].map(
    (serviceId): Destination => ({
      kind: "cloud-map",
      id: `cloud-map/${serviceId}`,
      serviceId,
      services: publishedIn(config, ({ cloudMap }) => cloudMap.filter((entry) => entry.serviceId === serviceId)),
    }),
  );
  return [...zones, ...fleets, ...cloudMaps].sort((a, b) => compareText(a.id, b.id));
};

export const nginxFleetId = (fleet: string): string => `nginx/${fleet}`;

/** True where the stack has a bucket of renders and a command document that installs them. */
export const installsNginx = (config: Config): boolean =>
  destinationsOf(config).some((destination) => destination.kind === "nginx" && isWritten(destination));

/** False: everything about it is only told. This is the one place that reads a destination's policy as a right to write. */
export const isWritten = (destination: Destination): boolean => {
  switch (destination.kind) {
    case "zone":
      return destination.zone.policy !== "observe";
    case "nginx":
      return destination.fleet.policy !== "observe";
    case "cloud-map":
      return destination.services.some(({ entries }) => entries.some(({ policy }) => policy !== "observe"));
  }
};

/** The longest time that somebody may go on sending requests to an address that was taken out, without the margin. */
export const longestTtlSeconds = ({ publish }: ServiceConfig): number =>
  Math.max(
    0,
    ...publish.records.map(({ ttlSeconds }) => ttlSeconds),
    ...publish.cloudMap.map(({ ttlSeconds }) => ttlSeconds),
  );

const publishedIn = <Entry>(
  config: Config,
  entriesOf: (publish: ServiceConfig["publish"]) => readonly Entry[],
): readonly PublishedIn<Entry>[] =>
  config.services
    .map((service) => ({ service, entries: entriesOf(service.publish) }))
    .filter(({ entries }) => entries.length > 0);
