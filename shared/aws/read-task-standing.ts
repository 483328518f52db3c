import { GetTaskProtectionCommand, type Task } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../config/service-config.ts";
import type { TaskStanding } from "../plan/readings/front-reading.ts";
import type { Reading } from "../reading.ts";
import type { Ecs } from "./clients.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";
import { describeTasks, listTasks, unknownButThere } from "./read-tasks.ts";

/** @see AWS ECS API reference, GetTaskProtection */
const tasksPerCall = 100;

/**
 * Reads the tasks of a service that are to run one by one, with their scale-in protection. Three calls per 100 tasks.
 *
 * @returns whole or unknown: a call that fails, or a task whose protection is not told, makes it unknown
 * @throws never
 */
export const readTaskStanding = async (ecs: Ecs, service: ServiceConfig): Promise<Reading<readonly TaskStanding[]>> => {
  let call = "ecs:ListTasks";
  try {
    const arns = await listTasks(ecs, service, "RUNNING");
    call = "ecs:DescribeTasks";
    const tasks = await describeTasks(ecs, service, arns);
    call = "ecs:GetTaskProtection";
    const protections = await readProtections(ecs, service, tasks.map(arnOf));
    const value = tasks
      .filter((task) => protections.has(arnOf(task)))
      .map((task) => standingOf(task, protections.get(arnOf(task))!));
    return { kind: "known", value };
  } catch (error) {
    return unknownButThere(`${call} ${service.cluster}/${service.ecsService}`, error);
  }
};

type Protection = { readonly untilMs: number | null };

/** @returns by ARN; a task that has gone meanwhile (MISSING) is not in it. @throws what ECS answers, of the call or of one task */
const readProtections = async (
  ecs: Ecs,
  { cluster }: ServiceConfig,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Protection>> => {
  const pages = await inParallel(chunksOf(arns, tasksPerCall), async (tasks) => {
    const answer = await ecs.send(new GetTaskProtectionCommand({ cluster, tasks: [...tasks] }));
    const failures = answer.failures ?? [];
    const failure = failures.find(({ reason }) => reason !== "MISSING");
    if (failure !== undefined) throw new Error(`${failure.arn}: ${failure.reason} ${failure.detail ?? ""}`.trim());
    const told = (answer.protectedTasks ?? []).map(({ taskArn, protectionEnabled, expirationDate }) => {
      const untilMs = protectionEnabled === true ? (expirationDate?.getTime() ?? Number.MAX_SAFE_INTEGER) : null;
      return [taskArn ?? "", { untilMs }] as const;
    });
    if (told.length + failures.length < tasks.length)
      throw new Error(`${tasks.length - told.length} tasks not told of`);
    return told;
  });
  return new Map(pages.flat());
};

const arnOf = ({ taskArn }: Task): string => taskArn ?? "";

const standingOf = (task: Task, protection: Protection): TaskStanding => ({
  taskId: arnOf(task).split("/").at(-1) ?? "",
  desiredStatus: task.desiredStatus === "STOPPED" ? "STOPPED" : "RUNNING",
  lastStatus: task.lastStatus ?? "UNKNOWN",
  health: task.healthStatus ?? "UNKNOWN",
  availabilityZone: task.availabilityZone ?? null,
  createdAtMs: task.createdAt?.getTime() ?? null,
  protectedUntilMs: protection.untilMs,
});
