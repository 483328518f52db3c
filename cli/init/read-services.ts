import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  type Service,
} from "@aws-sdk/client-ecs";
import { chunksOf, inParallel } from "../../shared/aws/in-parallel.ts";
import type { FoundDefinition, FoundService } from "../../shared/discovery/account-readings.ts";
import { foundDefinition } from "./found-definition.ts";
import { everyPage, type Gaps } from "./gaps.ts";

/** ListServices answers ten to a page unless asked for more; DescribeServices takes ten. */
const servicesPerPage = 100;
const servicesPerCall = 10;

/**
 * The services of an account, or of the clusters that are named, each with its task definition.
 *
 * @param named cluster names; empty: all clusters
 * @throws never
 */
export const readServices = async (
  ecs: ECSClient,
  named: readonly string[],
  gaps: Gaps,
): Promise<readonly FoundService[]> => {
  const clusters = named.length > 0 ? named : await listClusters(ecs, gaps);
  const described = (await inParallel(clusters, (cluster) => describeCluster(ecs, cluster, gaps))).flat();
  const active = described.filter(({ service }) => service.status !== "INACTIVE");
  const arns = [...new Set(active.flatMap(({ service }) => service.taskDefinition ?? []))];
  const definitions = new Map(
    await inParallel(arns, async (arn) => [arn, await readDefinition(ecs, arn, gaps)] as const),
  );
  return active.map(({ cluster, service }) => {
    return foundService(cluster, service, definitions.get(service.taskDefinition ?? "") ?? null);
  });
};

const listClusters = async (ecs: ECSClient, gaps: Gaps): Promise<readonly string[]> => {
  const arns = await everyPage(gaps, "ecs:ListClusters", "The list of clusters", async (nextToken) => {
    const page = await ecs.send(new ListClustersCommand({ nextToken }));
    return { items: page.clusterArns ?? [], next: page.nextToken };
  });
  return arns.map(lastPart);
};

type Described = { readonly cluster: string; readonly service: Service };

const describeCluster = async (ecs: ECSClient, cluster: string, gaps: Gaps): Promise<readonly Described[]> => {
  const about = `The list of services of ${cluster}`;
  const arns = await everyPage(gaps, "ecs:ListServices", about, async (nextToken) => {
    const page = await ecs.send(new ListServicesCommand({ cluster, nextToken, maxResults: servicesPerPage }));
    return { items: page.serviceArns ?? [], next: page.nextToken };
  });
  const answers = await inParallel(chunksOf(arns, servicesPerCall), async (services) => {
    try {
      return (await ecs.send(new DescribeServicesCommand({ cluster, services: [...services] }))).services ?? [];
    } catch (error) {
      gaps.note("ecs:DescribeServices", `Services of ${cluster}`, error);
      return [];
    }
  });
  return answers.flat().map((service) => ({ cluster, service }));
};

const readDefinition = async (ecs: ECSClient, arn: string, gaps: Gaps): Promise<FoundDefinition | null> => {
  try {
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
    return taskDefinition === undefined ? null : foundDefinition(taskDefinition);
  } catch (error) {
    gaps.note("ecs:DescribeTaskDefinition", `The task definition ${lastPart(arn)}`, error);
    return null;
  }
};

const foundService = (cluster: string, service: Service, definition: FoundDefinition | null): FoundService => ({
  cluster,
  service: service.serviceName ?? lastPart(service.serviceArn ?? ""),
  scheduling: service.schedulingStrategy === "DAEMON" ? "DAEMON" : "REPLICA",
  controller: service.deploymentController?.type ?? "ECS",
  desiredTasks: service.desiredCount ?? 0,
  runsOn: runsOn(service),
  maximumPercent: service.deploymentConfiguration?.maximumPercent ?? null,
  minimumHealthyPercent: service.deploymentConfiguration?.minimumHealthyPercent ?? null,
  healthCheckGraceSeconds: service.healthCheckGracePeriodSeconds ?? null,
  targetGroupArns: (service.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
  definition,
});

/** A service has a launch type, or a strategy of capacity providers; all but Fargate's own two are of EC2. */
const runsOn = ({ launchType, capacityProviderStrategy }: Service): FoundService["runsOn"] => {
  if (launchType === "EXTERNAL") return "external";
  const providers = (capacityProviderStrategy ?? []).flatMap(({ capacityProvider }) => capacityProvider ?? []);
  if (providers.length > 0) return providers.every((name) => /^FARGATE(?:_SPOT)?$/.test(name)) ? "fargate" : "ec2";
  return launchType === "EC2" ? "ec2" : "fargate";
};

const lastPart = (arn: string): string => arn.split("/").at(-1) ?? arn;
