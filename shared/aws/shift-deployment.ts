import { StopServiceDeploymentCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { ShiftStrategy } from "../runbooks/canary/canary-types.ts";
import type { Ecs } from "./clients.ts";
import { readServiceRollout } from "./read-service-rollout.ts";

/**
 * Deploys a task definition with a traffic shift of ECS's own, unless its newest deployment is of it already.
 *
 * @param alarmNames that let ECS take it back by itself; none: only whoever stops it does
 * @returns whether a deployment was started by this call
 * @throws what ECS answers
 */
export const shiftDeployment = async (
  ecs: Ecs,
  { cluster, ecsService }: Pick<ServiceConfig, "cluster" | "ecsService">,
  taskDefinition: string,
  { kind, percent, stepMinutes }: ShiftStrategy,
  alarmNames: readonly string[],
): Promise<boolean> => {
  const now = await readServiceRollout(ecs, { cluster, ecsService });
  if (now?.deployments[0]?.taskDefinition === taskDefinition) return false;
  const shift =
    kind === "CANARY"
      ? { canaryConfiguration: { canaryPercent: percent, canaryBakeTimeInMinutes: stepMinutes } }
      : { linearConfiguration: { stepPercent: percent, stepBakeTimeInMinutes: stepMinutes } };
  const alarms =
    alarmNames.length === 0 ? {} : { alarms: { alarmNames: [...alarmNames], enable: true, rollback: true } };
  await ecs.send(
    new UpdateServiceCommand({
      cluster,
      service: ecsService,
      taskDefinition,
      deploymentConfiguration: { strategy: kind, bakeTimeInMinutes: stepMinutes, ...shift, ...alarms },
    }),
  );
  return true;
};

/** Lets ECS take a deployment back; one that is over or being taken back is left alone. @throws what ECS answers */
export const stopDeployment = async (ecs: Ecs, serviceDeploymentArn: string): Promise<boolean> => {
  try {
    await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: "ROLLBACK" }));
    return true;
  } catch (error) {
    if (error instanceof Error && settled.has(error.name)) return false;
    throw error;
  }
};

const settled: ReadonlySet<string> = new Set(["ConflictException", "ServiceDeploymentNotFoundException"]);
