import type { GetTaskProtectionRequest, UpdateTaskProtectionRequest } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { World } from "../world/world.ts";
import { AwsError } from "./aws-error.ts";
import type { Task } from "./ecs-task.ts";

const tasksPerUpdate = 10;
const tasksPerGet = 100;
const defaultMinutes = 120;
const mostMinutes = 2_880;

export type FoundTask = { readonly arn: string; readonly task: Task; readonly config: ServiceConfig };

/** @param named a task's id or ARN @returns `undefined` where ECS knows no such task */
export type FindTask = (named: string) => FoundTask | undefined;

/**
 * UpdateTaskProtection: also where a task is protected already, whose time begins again.
 *
 * What ECS answers about a task that is stopping is not published; here it is a failure like that of a task of no
 * service.
 *
 * @throws AwsError InvalidParameterException
 * @see Amazon ECS API reference, UpdateTaskProtection; developer guide, API failure reasons
 */
export const updateTaskProtection = (world: World, find: FindTask, input: UpdateTaskProtectionRequest): object => {
  const named = checkedTasks(input.tasks, tasksPerUpdate);
  const { protectionEnabled, expiresInMinutes = defaultMinutes } = input;
  if (protectionEnabled === undefined) throw invalid("protectionEnabled is required");
  if (!Number.isInteger(expiresInMinutes) || expiresInMinutes < 1 || expiresInMinutes > mostMinutes)
    throw invalid(`expiresInMinutes must be between 1 and ${mostMinutes}`);
  const untilMs = protectionEnabled ? world.nowMs + expiresInMinutes * 60_000 : null;
  const { found, failures } = findAll(named, find);
  const stopping = found.filter(({ task }) => task.desiredStatus === "STOPPED");
  const running = found.filter(({ task }) => task.desiredStatus === "RUNNING");
  for (const [service, tasks] of Map.groupBy(running, ({ config }) => config.name)) {
    const ids = tasks.map(({ task }) => task.taskId);
    world.protectTasks(service, ids, untilMs);
  }
  return {
    protectedTasks: running.map(({ arn }) => protectedTask(arn, untilMs)),
    failures: [
      ...failures,
      ...stopping.map(({ arn }) => ({ arn, reason: "TASK_NOT_VALID", detail: "The task is stopping or stopped." })),
    ],
  };
};

/** @throws AwsError InvalidParameterException */
export const getTaskProtection = (find: FindTask, input: GetTaskProtectionRequest): object => {
  const { found, failures } = findAll(checkedTasks(input.tasks, tasksPerGet), find);
  return { protectedTasks: found.map(({ arn, task }) => protectedTask(arn, task.protectedUntilMs)), failures };
};

const protectedTask = (taskArn: string, untilMs: number | null): object => ({
  taskArn,
  protectionEnabled: untilMs !== null,
  ...(untilMs === null ? {} : { expirationDate: new Date(untilMs) }),
});

const findAll = (named: readonly string[], find: FindTask) => {
  const found = named.flatMap((name) => find(name) ?? []);
  const failures = named.filter((name) => find(name) === undefined).map((arn) => ({ arn, reason: "MISSING" }));
  return { found, failures };
};

const checkedTasks = (tasks: readonly string[] | undefined, most: number): readonly string[] => {
  const named = [...new Set(tasks ?? [])];
  if (named.length === 0 || named.length > most) throw invalid(`Tasks cannot be empty or over ${most}.`);
  return named;
};

const invalid = (message: string): AwsError => new AwsError("InvalidParameterException", message);
