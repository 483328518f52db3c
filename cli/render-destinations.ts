import { WITHDRAWAL_SECONDS } from "../shared/config/check-ttl.ts";
import type { Config } from "../shared/config/config.ts";
import type { PublicationPolicy, RecordConfig, RegionalConfig } from "../shared/config/publication.ts";
import type { ServiceConfig } from "../shared/config/service-config.ts";
import { assertNever } from "../shared/plan/assert-never.ts";
import { type Destination, destinationsOf } from "../shared/records/destination.ts";
import { textTable } from "../shared/text-table.ts";

/**
 * Where the tasks are published: a table for each destination.
 *
 * @returns in the order of `destinationsOf`; none where the file names no destination
 */
export const renderDestinations = (config: Config): readonly string[] => {
  const destinations = destinationsOf(config);
  const tables = destinations.map(renderDestination);
  const isHeld = destinations.some(({ kind, services }) => kind !== "nginx" && services.length > 0);
  return isHeld ? [...tables, legend] : tables;
};

const legend = [
  `known: for how long resolvers may hand out a task that stops, its TTL and up to ${WITHDRAWAL_SECONDS} s until it is taken out.`,
  "drain: for how long it goes on serving; it should be as long. A scale-in of Headgate's own waits for known.",
].join("\n");

const renderDestination = (destination: Destination): string => {
  const { kind } = destination;
  switch (kind) {
    case "zone": {
      const { name, domain, hostedZoneId, policy } = destination.zone;
      const title = `zone ${name} (${domain}, ${hostedZoneId}): ${inWords[policy]}`;
      const rows = destination.services.flatMap(({ service, entries }) =>
        entries.map((record) => [record.name, service.name, ...times(record.ttlSeconds, service), describe(record)]),
      );
      return section(title, [["name", "service", "ttl", "known", "drain", "as"], ...rows], [0, 1, 5]);
    }
    case "cloud-map": {
      const rows = destination.services.flatMap(({ service, entries }) =>
        entries.map(({ policy, family, containerPort, ttlSeconds }) => [
          service.name,
          ...times(ttlSeconds, service),
          `${family}, ${portText(containerPort)}, ${inWords[policy]}`,
        ]),
      );
      return section(
        `Cloud Map ${destination.serviceId}`,
        [["service", "ttl", "known", "drain", "as"], ...rows],
        [0, 4],
      );
    }
    case "nginx": {
      const { name, tag, file, policy } = destination.fleet;
      const does = policy === "observe" ? inWords.observe : "install: the file is tested there, and replaced";
      const rows = destination.services.flatMap(({ service, entries }) =>
        entries.map(({ upstream, containerPort, gate }) => [
          upstream,
          service.name,
          portText(containerPort),
          gate === null ? "none" : gate.match.join(", "),
        ]),
      );
      const title = `nginx ${name} (tag ${tag.key}: ${tag.value}, ${file}): ${does}`;
      return section(title, [["upstream", "service", "port", "gate"], ...rows], [0, 1, 2, 3]);
    }
    default:
      return assertNever(kind);
  }
};

const inWords: Record<PublicationPolicy, string> = {
  observe: "observe: only told, nothing is written",
  "upsert-only": "upsert-only: written, never removed",
  sync: "sync: written, and removed with its task",
};

/** @param rows the head first */
const section = (title: string, rows: readonly (readonly string[])[], toLeft: readonly number[]): string =>
  [title, ...(rows.length === 1 ? ["  nothing is published here"] : textTable(rows, toLeft))].join("\n");

const times = (ttlSeconds: number, { drainSeconds }: ServiceConfig): readonly string[] =>
  [ttlSeconds, ttlSeconds + WITHDRAWAL_SECONDS, drainSeconds].map((seconds) => `${seconds} s`);

const portText = (containerPort: number | null): string =>
  containerPort === null ? "its only port" : `port ${containerPort}`;

const types = { ipv4: "A", ipv6: "AAAA", dual: "A and AAAA" } as const;

const describe = (record: RecordConfig): string => {
  const { kind, family, address, containerPort, weight, setIdentifier, regional, healthCheck } = record;
  const parts = [
    kind === "weighted" ? `weighted ${weight} (${setIdentifier})` : kind,
    ...(kind === "srv" ? [portText(containerPort)] : []),
    ...(address === "public" ? [`public ${types[family]}`] : [types[family]]),
    ...(regional === null ? [] : [describeRegional(regional)]),
    ...(healthCheck === null ? [] : [`checked ${healthCheck.type} ${healthCheck.port}`]),
  ];
  return parts.join(", ");
};

const describeRegional = ({ by, regionalName }: RegionalConfig): string => {
  if (by.kind === "latency") return `at ${regionalName} by latency ${by.region}`;
  const place = "continent" in by ? by.continent : [by.country, by.subdivision ?? []].flat().join("-");
  return `at ${regionalName} by place ${place}`;
};
