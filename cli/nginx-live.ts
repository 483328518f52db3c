import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import type { RecordsClients } from "../shared/aws/clients.ts";
import { readTaskListings } from "../shared/aws/read-task-listings.ts";
import { awsHint } from "../shared/notices/aws-hint.ts";
import { endpointsOf } from "../shared/records/endpoints-of.ts";
import type { NginxServer } from "../shared/records/nginx/nginx-render.ts";
import { nginxServers } from "../shared/records/nginx/nginx-servers.ts";
import type { ServersReading } from "./nginx-endpoints.ts";
import type { FleetUpstream } from "./nginx-fleet.ts";

export type LiveClients = Pick<RecordsClients, "ecs" | "ec2">;

/** The user's own credentials, as every AWS tool finds them. */
export const liveClients = (region: string | undefined): LiveClients => {
  const settings = region === undefined ? {} : { region };
  return { ecs: new ECSClient(settings), ec2: new EC2Client(settings) };
};

/**
 * Reads the tasks behind each upstream. A listing that is not whole, or has no task at all, renders nothing: nobody
 * should lose a site to a permission or a mistyped cluster.
 *
 * @throws never
 */
export const readServers = async (
  clients: LiveClients,
  upstreams: readonly FleetUpstream[],
): Promise<ServersReading> => {
  const services = [...new Set(upstreams.map(({ service }) => service))];
  const publicServices = new Set(
    upstreams.filter(({ upstream }) => upstream.address === "public").map(({ service }) => service.name),
  );
  const listings = await readTaskListings(clients, services, ({ name }) => {
    return { publicAddresses: publicServices.has(name), ports: true };
  });
  const servers = new Map<string, readonly NginxServer[]>();
  const notes: string[] = [];
  for (const { service, upstream } of upstreams) {
    const listing = listings.get(service.name);
    if (listing?.kind !== "known") {
      const message = `The tasks of ${service.name} can't be read: ${listing?.detail ?? "no answer"}`;
      const hint = awsHint(message);
      return { kind: "refused", message: hint === null ? message : `${message}\n  fix: ${hint}` };
    }
    const { address, containerPort } = upstream;
    const found = endpointsOf(listing.value, [], {
      address,
      family: "dual",
      port: "only-or-named",
      containerPort,
      protocol: "tcp",
    });
    if (found.nothingListed) {
      const where = `${service.ecsService} in the cluster ${service.cluster}`;
      const fix = "check both names; if it is so, say it with --endpoints and an empty list";
      return { kind: "refused", message: `ECS lists no task of ${where}, running or stopped.\n  fix: ${fix}` };
    }
    servers.set(upstream.upstream, nginxServers(found.endpoints));
    if (found.waiting.length > 0) notes.push(`${service.name}: ${found.waiting.length} not ready yet, left out`);
    for (const { taskId, why } of found.leftOut) notes.push(`${service.name}: task ${taskId} is left out: ${why}`);
  }
  return { kind: "read", servers, notes };
};
