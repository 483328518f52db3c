import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListContainerInstancesCommand,
} from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import { portBoundsOf } from "../records/ports/port-bounds.ts";
import type { PortsReading, ServicePorts } from "../records/ports/port-mapping.ts";
import { readDefinitionPorts } from "../records/ports/read-definition-ports.ts";
import type { Ecs } from "./clients.ts";
import { nameAndMessage } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";

/**
 * Reads the ports of the services as they are deployed, and how many instances their clusters have.
 *
 * A service that can't be read doesn't keep the others from it; the number of instances is only left out.
 *
 * @throws never
 */
export const readServicePorts = async (ecs: Ecs, services: readonly ServiceConfig[]): Promise<PortsReading> => {
  const clusters = [...new Set(services.map(({ cluster }) => cluster))];
  const counts = new Map(
    await inParallel(clusters, async (cluster) => [cluster, await countInstances(ecs, cluster)] as const),
  );
  const readings = await inParallel(services, (service) =>
    readService(ecs, service, counts.get(service.cluster) ?? null),
  );
  return {
    services: readings.flatMap((reading) => (typeof reading === "string" ? [] : [reading])),
    unread: readings.filter((reading) => typeof reading === "string"),
  };
};

const readService = async (
  ecs: Ecs,
  service: ServiceConfig,
  instances: number | null,
): Promise<ServicePorts | string> => {
  try {
    const { cluster, ecsService } = service;
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [ecsService] }));
    const found = services?.find(({ status }) => status !== "INACTIVE");
    if (found?.taskDefinition === undefined)
      return `${service.name}: ${ecsService} is not in the cluster ${cluster}, or has no task definition of its own`;
    const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: found.taskDefinition }));
    const reading = readDefinitionPorts(answer);
    if (reading.kind === "refused") return `${service.name}: ${reading.place} ${reading.message}`;
    const bounds = portBoundsOf(service, service.name);
    const minimumHealthyPercent = found.deploymentConfiguration?.minimumHealthyPercent ?? bounds.minimumHealthyPercent;
    return { ...reading.ports, ...bounds, minimumHealthyPercent, instances };
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    return `${service.name}: ${name}: ${message}`;
  }
};

/** @returns `null` where it can't be read, or where the cluster has none: its tasks are on Fargate */
const countInstances = async (ecs: Ecs, cluster: string): Promise<number | null> => {
  let count = 0;
  let nextToken: string | undefined;
  try {
    do {
      const page = await ecs.send(new ListContainerInstancesCommand({ cluster, status: "ACTIVE", nextToken }));
      count += page.containerInstanceArns?.length ?? 0;
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  } catch {
    return null;
  }
  return count === 0 ? null : count;
};
