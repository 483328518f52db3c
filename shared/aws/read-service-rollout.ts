import { DescribeServicesCommand, type Service } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { Ecs } from "./clients.ts";

/** A service with its deployments, as ECS tells of them now. */
export type ServiceRollout = {
  readonly clusterArn: string;
  /** How tasks are replaced: by ECS itself, or by what is named. */
  readonly controller: "ECS" | "CODE_DEPLOY" | "EXTERNAL";
  /** ECS's own: ROLLING, BLUE_GREEN, LINEAR or CANARY. */
  readonly strategy: string;
  readonly taskDefinition: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** It has what ECS needs to shift traffic: a second target group with its rule, or Service Connect. */
  readonly shiftsTraffic: boolean;
  /** The primary one first. */
  readonly deployments: readonly RolloutView[];
};

export type RolloutView = {
  readonly id: string;
  /** PRIMARY, ACTIVE or INACTIVE. */
  readonly status: string;
  readonly taskDefinition: string;
  /** COMPLETED, FAILED or IN_PROGRESS; `null`: ECS doesn't say, as behind a Classic Load Balancer. */
  readonly rolloutState: string | null;
  readonly reason: string;
  readonly desired: number;
  readonly running: number;
  readonly failedTasks: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};

/** @returns `null`: ECS has no active service of this name @throws what ECS answers */
export const readServiceRollout = async (
  ecs: Ecs,
  { cluster, ecsService }: Pick<ServiceConfig, "cluster" | "ecsService">,
): Promise<ServiceRollout | null> => {
  const { services = [], failures = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster, services: [ecsService] }),
  );
  const [service] = services;
  if (service !== undefined) return service.status === "ACTIVE" ? rolloutOf(service) : null;
  const failure = failures[0]?.reason;
  if (failure === "MISSING") return null;
  throw new Error(`ecs:DescribeServices ${cluster}/${ecsService}: ${failure ?? "not answered"}`);
};

const rolloutOf = (service: Service): ServiceRollout => ({
  clusterArn: service.clusterArn ?? "",
  controller: service.deploymentController?.type ?? "ECS",
  strategy: service.deploymentConfiguration?.strategy ?? "ROLLING",
  taskDefinition: service.taskDefinition ?? "",
  desired: service.desiredCount ?? 0,
  running: service.runningCount ?? 0,
  pending: service.pendingCount ?? 0,
  shiftsTraffic:
    (service.loadBalancers ?? []).some(
      ({ advancedConfiguration }) => advancedConfiguration?.alternateTargetGroupArn !== undefined,
    ) || (service.deployments ?? []).some((deployment) => deployment.serviceConnectConfiguration?.enabled === true),
  deployments: (service.deployments ?? [])
    .map((deployment) => ({
      id: deployment.id ?? "",
      status: deployment.status ?? "",
      taskDefinition: deployment.taskDefinition ?? "",
      rolloutState: deployment.rolloutState ?? null,
      reason: deployment.rolloutStateReason ?? "",
      desired: deployment.desiredCount ?? 0,
      running: deployment.runningCount ?? 0,
      failedTasks: deployment.failedTasks ?? 0,
      createdAtMs: deployment.createdAt?.getTime() ?? 0,
      updatedAtMs: deployment.updatedAt?.getTime() ?? 0,
    }))
    .sort((a, b) => Number(b.status === "PRIMARY") - Number(a.status === "PRIMARY") || b.createdAtMs - a.createdAtMs),
});
