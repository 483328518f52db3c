import { isIP } from "node:net";
import type { NginxServer } from "../shared/records/nginx/nginx-render.ts";
import type { FleetUpstream } from "./nginx-fleet.ts";

export type ServersReading =
  /** By upstream, for each of the fleet's. */
  | {
      readonly kind: "read";
      readonly servers: ReadonlyMap<string, readonly NginxServer[]>;
      readonly notes: readonly string[];
    }
  | { readonly kind: "refused"; readonly message: string };

/**
 * Reads `{ "order": [{ "address": "10.0.0.7", "port": 32768 }] }`: what is behind each upstream, by service or upstream.
 *
 * Every upstream of the fleet must be named, one without tasks by an empty list: a name that is forgotten is not a
 * service without tasks.
 *
 * @param text JSON
 * @throws never
 */
export const parseEndpoints = (text: string, file: string, upstreams: readonly FleetUpstream[]): ServersReading => {
  const refused = (place: string, message: string, fix: string): ServersReading => ({
    kind: "refused",
    message: `${file}: ${place} ${message}\n  fix: ${fix}`,
  });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return refused("the file", `is not JSON: ${(error as Error).message}`, `write ${example}`);
  }
  if (!isRecord(document)) return refused("the file", "is not an object", `write ${example}`);
  const names = new Set(upstreams.flatMap(({ service, upstream }) => [service.name, upstream.upstream]));
  const stranger = Object.keys(document).find((name) => !names.has(name));
  if (stranger !== undefined)
    return refused(stranger, "has no upstream in the fleet", `write one of ${[...names].sort().join(", ")}`);
  const servers = new Map<string, readonly NginxServer[]>();
  for (const { service, upstream } of upstreams) {
    const name = upstream.upstream in document ? upstream.upstream : service.name;
    const list = document[name];
    if (list === undefined) return refused(name, "is missing", `add it, or "${name}": [] if it has no task`);
    if (!Array.isArray(list)) return refused(name, "is not a list", `write ${example}`);
    const odd = list.findIndex((entry) => !isServer(entry));
    if (odd !== -1)
      return refused(
        `${name}[${odd}]`,
        "is not an IP address and a port",
        'write { "address": "10.0.0.7", "port": 32768 }',
      );
    servers.set(upstream.upstream, list as NginxServer[]);
  }
  return { kind: "read", servers, notes: [] };
};

const example = '{ "SERVICE": [{ "address": "10.0.0.7", "port": 32768 }] }';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isServer = (value: unknown): value is NginxServer => {
  if (!isRecord(value) || Object.keys(value).sort().join() !== "address,port") return false;
  const { address, port } = value;
  return (
    typeof address === "string" &&
    isIP(address) !== 0 &&
    Number.isInteger(port) &&
    Number(port) > 0 &&
    Number(port) < 65_536
  );
};
