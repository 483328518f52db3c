import type { ZoneEntry } from "./zone-entry.ts";

/**
 * The tasks that the listing shows at an address: those that may be published first, else any, also those that stop.
 *
 * @param port a host port of an SRV record's; `null` of any other record: whatever the port
 * @returns sorted task ids; none where the listing is unknown
 */
export const tasksAt = (entry: ZoneEntry, address: string, port: number | null): readonly string[] => {
  if (entry.listed.kind === "unknown" || entry.listing.kind === "unknown") return [];
  const ready = entry.listed.value.endpoints.filter(
    (endpoint) => (endpoint.ipv4 === address || endpoint.ipv6 === address) && endpoint.port === port,
  );
  if (ready.length > 0) return ready.map(({ taskId }) => taskId);
  return entry.listing.value.tasks
    .filter(
      ({ addresses, ports }) =>
        addressesOf(addresses, entry).includes(address) &&
        (port === null || ports.some(({ hostPort }) => hostPort === port)),
    )
    .map(({ taskId }) => taskId)
    .sort();
};

/** Of one task: the address of the entry's kind, and IPv6, which is both. */
const addressesOf = (
  {
    privateIpv4,
    publicIpv4,
    ipv6,
  }: { readonly privateIpv4: string | null; readonly publicIpv4: string | null; readonly ipv6: string | null },
  { record }: Pick<ZoneEntry, "record">,
): readonly (string | null)[] => [record.address === "private" ? privateIpv4 : publicIpv4, ipv6];
