import { StopTaskCommand } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { Ecs } from "./clients.ts";

/** @param reason stays with the task in ECS @throws what ECS answers */
export const stopTask = async (ecs: Ecs, { cluster }: ServiceConfig, taskId: string, reason: string): Promise<void> => {
  await ecs.send(new StopTaskCommand({ cluster, task: taskId, reason }));
};
