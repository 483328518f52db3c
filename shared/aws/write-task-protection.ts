import { type Failure, UpdateTaskProtectionCommand } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { Ecs } from "./clients.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** @see AWS ECS API reference, UpdateTaskProtection */
const tasksPerCall = 10;

/** @param minutes `null`: their protection is taken away. @throws what ECS answers, of the call or of one task */
export const writeTaskProtection = async (
  ecs: Ecs,
  { cluster }: ServiceConfig,
  taskIds: readonly string[],
  minutes: number | null,
): Promise<void> => {
  const failures = await inParallel(chunksOf(taskIds, tasksPerCall), async (tasks) => {
    const protection =
      minutes === null ? { protectionEnabled: false } : { protectionEnabled: true, expiresInMinutes: minutes };
    const answer = await ecs.send(new UpdateTaskProtectionCommand({ cluster, tasks: [...tasks], ...protection }));
    return (answer.failures ?? []).filter((failure) => !hasGone(failure));
  });
  const [first] = failures.flat();
  if (first !== undefined) throw new Error(`${first.arn}: ${first.reason} ${first.detail ?? ""}`.trim());
};

/** One that has stopped meanwhile needs nothing. */
const hasGone = ({ reason }: Failure): boolean => reason === "MISSING" || reason === "TASK_NOT_VALID";
