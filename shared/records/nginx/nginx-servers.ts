import { compareText } from "../../config/by-name.ts";
import type { Published } from "../endpoint.ts";
import type { NginxServer } from "./nginx-render.ts";

/**
 * Where nginx connects to: one server per endpoint, by IPv4 where it has both addresses.
 *
 * @param endpoints those without a port or without an address are left out: there is nothing to write
 * @returns sorted, each place once
 * @throws never
 */
export const nginxServers = (
  endpoints: readonly Pick<Published, "ipv4" | "ipv6" | "port">[],
): readonly NginxServer[] => {
  const byPlace = new Map<string, NginxServer>();
  for (const { ipv4, ipv6, port } of endpoints) {
    const address = ipv4 ?? ipv6;
    if (address !== null && port !== null) byPlace.set(serverText({ address, port }), { address, port });
  }
  return [...byPlace].sort(([a], [b]) => compareText(a, b)).map(([, server]) => server);
};

/** As a `server` line has it. */
export const serverText = ({ address, port }: NginxServer): string =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
