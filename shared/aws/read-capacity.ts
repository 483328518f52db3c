import { DescribeCapacityProvidersCommand, type Service } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type {
  CapacityReading,
  ClusterReading,
  FargateReading,
  Placement,
  ProviderReading,
  TaskNeeds,
} from "../plan/readings/capacity-reading.ts";
import type { Reading } from "../reading.ts";
import type { Ecs } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";
import { readContainerInstances } from "./read-container-instances.ts";
import { readTaskDefinitions } from "./read-task-definitions.ts";

/** DescribeCapacityProviders answers up to 10 in a page. */
const providersPerCall = 10;

/**
 * Reads what the domain's tasks are placed on: the instances of its EC2 clusters, and what a task of each service takes.
 *
 * @param described the services as ECS describes them, by service name
 * @param fargate the account's quota and its use; `null`: no quota is known, so no Fargate task is priced
 * @returns `undefined`: nothing was to be read
 * @throws never
 */
export const readCapacity = async (
  ecs: Ecs,
  services: readonly ServiceConfig[],
  described: ReadonlyMap<string, Reading<Service>>,
  fargate: FargateReading | null,
): Promise<CapacityReading | undefined> => {
  const onEc2 = services.filter(({ capacity }) => capacity.kind === "ec2");
  const quotaKnown = fargate !== null && fargate.quotaVcpu.kind === "known";
  const placed = quotaKnown ? services : onEc2;
  if (placed.length === 0) return fargate === null ? undefined : { clusters: [], placements: {}, fargate };
  const clusters = [...new Set(onEc2.map(({ cluster }) => cluster))].sort();
  const [needs, readings] = await Promise.all([
    readTaskDefinitions(
      ecs,
      placed.flatMap((service) => definitionOf(described.get(service.name)) ?? []),
    ),
    inParallel(clusters, (cluster) => readCluster(ecs, cluster, providersOn(cluster, onEc2, described))),
  ]);
  const placements = placed.map((service): [string, Reading<Placement>] => [
    service.name,
    placementReading(described.get(service.name), needs),
  ]);
  return { clusters: readings, placements: Object.fromEntries(placements), fargate };
};

const definitionOf = (reading: Reading<Service> | undefined): string | undefined =>
  reading?.kind === "known" ? reading.value.taskDefinition : undefined;

const placementReading = (
  described: Reading<Service> | undefined,
  needs: ReadonlyMap<string, Reading<TaskNeeds>>,
): Reading<Placement> => {
  if (described === undefined) return { kind: "unknown", because: "failed", detail: "not answered by ECS" };
  if (described.kind === "unknown") return described;
  const service = described.value;
  const definition = needs.get(service.taskDefinition ?? "");
  // CODE_DEPLOY and EXTERNAL services have their definition in the task sets.
  if (definition === undefined) return { kind: "unknown", because: "no-data", detail: "ECS names no task definition" };
  if (definition.kind === "unknown") return definition;
  const constraints = service.placementConstraints ?? [];
  const expressions = constraints.flatMap(({ type, expression }) => (type === "memberOf" ? (expression ?? []) : []));
  return {
    kind: "known",
    value: {
      ...definition.value,
      expressions: [...new Set([...definition.value.expressions, ...expressions])].sort(),
      providers: providersOf(service),
      distinctInstances: constraints.some(({ type }) => type === "distinctInstance"),
      strategy: strategyOf(service),
    },
  };
};

/** A strategy's providers; a plain launch type has none on EC2, and is its own provider on Fargate. */
const providersOf = ({ capacityProviderStrategy, launchType }: Service): readonly string[] => {
  const named = (capacityProviderStrategy ?? []).flatMap(({ capacityProvider }) => capacityProvider ?? []);
  if (named.length === 0 && launchType === "FARGATE") return ["FARGATE"];
  return [...new Set(named)].sort();
};

/** The first packing of the strategy: what comes after it only breaks ties. */
const strategyOf = ({ placementStrategy }: Service): Placement["strategy"] => {
  const packing = placementStrategy?.find(({ type }) => type === "binpack");
  if (packing === undefined || placementStrategy?.[0]?.type === "random") return "spread";
  return packing.field?.toLowerCase() === "cpu" ? "binpack-cpu" : "binpack-memory";
};

const providersOn = (
  cluster: string,
  services: readonly ServiceConfig[],
  described: ReadonlyMap<string, Reading<Service>>,
): readonly string[] => {
  const named = services
    .filter((service) => service.cluster === cluster)
    .flatMap(({ name }) => {
      const reading = described.get(name);
      return reading?.kind === "known" ? providersOf(reading.value) : [];
    });
  return [...new Set(named)].filter((provider) => !provider.startsWith("FARGATE")).sort();
};

const readCluster = async (ecs: Ecs, cluster: string, providers: readonly string[]): Promise<ClusterReading> => {
  const [instances, read] = await Promise.all([readContainerInstances(ecs, cluster), readProviders(ecs, providers)]);
  return { cluster, instances, providers: read };
};

const readProviders = async (ecs: Ecs, names: readonly string[]): Promise<Reading<readonly ProviderReading[]>> => {
  try {
    const pages = await inParallel(chunksOf(names, providersPerCall), async (capacityProviders) => {
      const answer = await ecs.send(
        new DescribeCapacityProvidersCommand({ capacityProviders: [...capacityProviders] }),
      );
      return answer.capacityProviders ?? [];
    });
    const value = pages.flat().map(({ name, autoScalingGroupProvider }) => ({
      name: name ?? "",
      managedScaling: autoScalingGroupProvider?.managedScaling?.status === "ENABLED",
    }));
    return { kind: "known", value: value.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  } catch (error) {
    return unknownBecause(`ecs:DescribeCapacityProviders ${names.join(",")}`, error);
  }
};
