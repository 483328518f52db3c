import { compareText } from "../../config/by-name.ts";
import type { UpstreamConfig } from "../../config/publication.ts";
import type { Reading } from "../../reading.ts";
import type { PublishedIn } from "../destination.ts";
import type { Published, ServiceEndpoints } from "../endpoint.ts";
import { endpointsOf } from "../endpoints-of.ts";
import { type Settled, settle } from "../settle-endpoints.ts";
import type { TaskListing } from "../task-listing.ts";
import type { NginxMemory } from "./nginx-memory.ts";

/** One upstream with what it shall list now, and what the listing says of its tasks. */
export type SettledUpstream = {
  readonly service: string;
  readonly upstream: UpstreamConfig;
  readonly listed: Reading<ServiceEndpoints>;
  readonly settled: Settled;
  /** Endpoints and what is kept beside them, sorted by task. */
  readonly entries: readonly Published[];
};

/**
 * What each upstream of a fleet shall list, by the guard that every destination has.
 *
 * @param withdrawals by service
 * @param memory what was rendered last stands for what is published; `null`: nothing is
 * @returns in the order of the services and their entries
 */
export const settleUpstreams = (
  services: readonly PublishedIn<UpstreamConfig>[],
  listings: ReadonlyMap<string, Reading<TaskListing>>,
  withdrawals: ReadonlyMap<string, readonly string[]>,
  memory: NginxMemory | null,
): readonly SettledUpstream[] =>
  services.flatMap(({ service, entries }) =>
    entries.map((upstream): SettledUpstream => {
      const listed = listedOf(listings.get(service.name), withdrawals.get(service.name) ?? [], upstream);
      const name = upstream.upstream;
      const settled = settle(listed, memory?.published[name] ?? [], memory?.held?.[name]);
      return {
        service: service.name,
        upstream,
        listed,
        settled,
        entries: [...settled.endpoints.map(asPublished), ...settled.kept].sort(byTask),
      };
    }),
  );

const listedOf = (
  listing: Reading<TaskListing> | undefined,
  withdrawn: readonly string[],
  { address, containerPort }: UpstreamConfig,
): Reading<ServiceEndpoints> => {
  if (listing === undefined) return { kind: "unknown", because: "no-data", detail: "its tasks were not read" };
  if (listing.kind === "unknown") return listing;
  const needs = { address, family: "dual", port: "only-or-named", containerPort, protocol: "tcp" } as const;
  return { kind: "known", value: endpointsOf(listing.value, withdrawn, needs) };
};

const asPublished = ({ taskId, ipv4, ipv6, port }: Published): Published => ({ taskId, ipv4, ipv6, port });

const byTask = (a: Published, b: Published): number => compareText(sortKey(a), sortKey(b));

const sortKey = ({ taskId, ipv4, ipv6, port }: Published): string => `${taskId} ${ipv4} ${ipv6} ${port}`;
