import type { CloudMapConfig } from "../../config/publication.ts";
import type { ServiceEndpoints } from "../endpoint.ts";
import { type EndpointNeeds, endpointsOf } from "../endpoints-of.ts";
import type { TaskListing } from "../task-listing.ts";

/**
 * What a listing says for a Cloud Map service: private addresses, and a port where there is one to tell.
 *
 * Only SRV records need a port. So without `containerPort` a task that has none, or several, is registered without;
 * with it, a task that does not have that port is left out.
 *
 * @throws never
 */
export const cloudMapEndpoints = (
  listing: TaskListing,
  withdrawn: readonly string[],
  { family, containerPort }: CloudMapConfig,
): ServiceEndpoints => {
  const needs: EndpointNeeds = { address: "private", family, port: "only-or-named", containerPort, protocol: "tcp" };
  const withPort = endpointsOf(listing, withdrawn, needs);
  if (containerPort !== null) return withPort;
  const all = endpointsOf(listing, withdrawn, { ...needs, port: "none" });
  const ports = new Map(withPort.endpoints.map(({ taskId, port }) => [taskId, port]));
  return {
    ...all,
    endpoints: all.endpoints.map((endpoint) => ({ ...endpoint, port: ports.get(endpoint.taskId) ?? null })),
  };
};
