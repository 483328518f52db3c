import { DescribeTaskDefinitionCommand, type TaskDefinition } from "@aws-sdk/client-ecs";
import type { Ecs } from "./clients.ts";

/** ECS answers both of a definition that it doesn't have. */
const missing: ReadonlySet<string> = new Set(["ClientException", "InvalidParameterException"]);

/** A task definition as it stands, deregistered ones included. @returns `null`: ECS has none @throws what ECS answers */
export const readDefinitionOf = async (ecs: Ecs, taskDefinition: string): Promise<TaskDefinition | null> => {
  try {
    return (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition ?? null;
  } catch (error) {
    if (error instanceof Error && missing.has(error.name)) return null;
    throw error;
  }
};
