import {
  type ContainerInstance,
  DescribeContainerInstancesCommand,
  ListContainerInstancesCommand,
} from "@aws-sdk/client-ecs";
import type { AuditReading, ClusterInstance } from "../../checklist/account-reading.ts";
import { chunksOf, inParallel } from "../in-parallel.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

/** DescribeContainerInstances' most, and ListContainerInstances' page. */
const instancesPerCall = 100;

/** The EC2 instances of a cluster; none on Fargate. Those that have left it are not listed. */
export const readClusterInstances = async (
  { ecs }: Pick<AuditClients, "ecs">,
  cluster: string,
): Promise<AuditReading<readonly ClusterInstance[]>> => {
  const arns = await ask("ListContainerInstances", cluster, () =>
    allPages(async (nextToken) => {
      const page = await ecs.send(
        new ListContainerInstancesCommand({ cluster, maxResults: instancesPerCall, nextToken }),
      );
      return { items: page.containerInstanceArns, next: page.nextToken };
    }),
  );
  if (arns.kind === "unknown") return arns;
  return ask("DescribeContainerInstances", cluster, async () => {
    const answers = await inParallel(chunksOf(arns.value, instancesPerCall), (containerInstances) =>
      ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances: [...containerInstances] })),
    );
    return answers.flatMap(({ containerInstances }) => containerInstances ?? []).map(instanceOf);
  });
};

/** ECS's agent registers the zone as an attribute, so that EC2 need not be asked. */
const instanceOf = ({ ec2InstanceId, attributes }: ContainerInstance): ClusterInstance => ({
  id: ec2InstanceId ?? "",
  zone: attributes?.find(({ name }) => name === "ecs.availability-zone")?.value ?? null,
});
