import { ListClustersCommand } from "@aws-sdk/client-ecs";
import type { AuditReading, EcsCluster } from "../../checklist/account-reading.ts";
import { inParallel } from "../in-parallel.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";
import { readClusterInstances } from "./read-cluster-instances.ts";
import { readClusterServices } from "./read-cluster-services.ts";

/** All ECS clusters of the region; one that can't be read doesn't take the others along. */
export const readClusters = async (
  clients: Pick<AuditClients, "ecs">,
): Promise<AuditReading<readonly EcsCluster[]>> => {
  const arns = await ask("ListClusters", "", () =>
    allPages(async (nextToken) => {
      const page = await clients.ecs.send(new ListClustersCommand({ maxResults: 100, nextToken }));
      return { items: page.clusterArns, next: page.nextToken };
    }),
  );
  if (arns.kind === "unknown") return arns;
  const clusters = arns.value.map(nameOfArn).sort();
  const value = await inParallel(clusters, async (cluster) => {
    const [services, instances] = await Promise.all([
      readClusterServices(clients, cluster),
      readClusterInstances(clients, cluster),
    ]);
    return { cluster, services, instances };
  });
  return { kind: "known", value };
};

/** "arn:aws:ecs:eu-central-1:123456789012:cluster/shop" → "shop". */
export const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
