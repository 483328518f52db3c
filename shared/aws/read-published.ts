import type { ServiceConfig } from "../config/service-config.ts";
import type { Reading } from "../reading.ts";
import { type Destination, destinationsOf } from "../records/destination.ts";
import type { NginxMemory } from "../records/nginx/nginx-memory.ts";
import type { RunTools } from "../runbooks/run-tools.ts";
import { unknownBecause } from "./failure.ts";
import { readZone } from "./read-zone.ts";
import { makeRecordsTable } from "./records-table.ts";

/** Addresses that a destination shows now: a zone by its own records, a fleet by the last list that was sent to it. */
export type PublishedAddresses = { readonly destination: string; readonly addresses: Reading<readonly string[]> };

/** Zones and fleets that a service is published in; a Cloud Map service doesn't tell without a call per instance. */
export const watchedDestinations = (tools: Pick<RunTools, "config">, service: ServiceConfig): readonly Destination[] =>
  destinationsOf(tools.config).filter(
    ({ kind, services }) => kind !== "cloud-map" && services.some((one) => one.service.name === service.name),
  );

/** @throws never */
export const readPublished = (service: ServiceConfig, tools: RunTools): Promise<readonly PublishedAddresses[]> =>
  Promise.all(
    watchedDestinations(tools, service).map(async (destination) => ({
      destination: destination.id,
      addresses: await addressesIn(destination, service, tools),
    })),
  );

const addressesIn = async (
  destination: Destination,
  service: ServiceConfig,
  { clients, stack }: RunTools,
): Promise<Reading<readonly string[]>> => {
  if (destination.kind === "zone") {
    const zone = await readZone(clients.route53, destination.zone.hostedZoneId, "", false);
    if (zone.kind === "unknown") return zone;
    const sets = zone.value.recordSets.filter(({ type }) => type === "A" || type === "AAAA");
    return { kind: "known", value: sets.flatMap(({ values }) => values) };
  }
  try {
    const { state } = await makeRecordsTable(clients.dynamoDb, stack.tableName).read(destination.id);
    const published = (state.memory as NginxMemory | null)?.published ?? {};
    const upstreams = service.publish.upstreams.map(({ upstream }) => upstream);
    const found = upstreams.flatMap((upstream) => published[upstream] ?? []);
    return { kind: "known", value: found.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6].filter((one) => one !== null)) };
  } catch (error) {
    return unknownBecause(`dynamodb: what is known of ${destination.id}`, error);
  }
};
