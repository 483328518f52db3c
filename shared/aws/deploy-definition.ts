import { UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { Ecs } from "./clients.ts";
import { readServiceRollout } from "./read-service-rollout.ts";

/**
 * Deploys a task definition and changes nothing else of the service, unless its newest deployment is of it already.
 *
 * @returns whether a deployment was started by this call
 * @throws what ECS answers
 */
export const deployDefinition = async (
  ecs: Ecs,
  service: Pick<ServiceConfig, "cluster" | "ecsService">,
  taskDefinition: string,
): Promise<boolean> => {
  const now = await readServiceRollout(ecs, service);
  if (now?.deployments[0]?.taskDefinition === taskDefinition) return false;
  await ecs.send(new UpdateServiceCommand({ cluster: service.cluster, service: service.ecsService, taskDefinition }));
  return true;
};
