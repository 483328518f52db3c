import { DescribeScalableTargetsCommand } from "@aws-sdk/client-application-auto-scaling";
import { DescribeServicesCommand, DescribeTasksCommand, ListTasksCommand, type Task } from "@aws-sdk/client-ecs";
import type { TestClients } from "../clients.ts";
import { type EstateService, resourceIdOf } from "./estate-names.ts";

type Ecs = Pick<TestClients, "ecs">;

export const readDesired = async ({ ecs }: Ecs, { cluster, name }: EstateService): Promise<number> => {
  const answer = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
  return answer.services![0]!.desiredCount!;
};

/** Those that run and are to go on, the oldest id first. */
export const readRunning = async ({ ecs }: Ecs, { cluster }: EstateService): Promise<readonly Task[]> => {
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, desiredStatus: "RUNNING" }));
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks.filter(({ lastStatus }) => lastStatus === "RUNNING").sort((a, b) => (a.taskArn! < b.taskArn! ? -1 : 1));
};

/** Of the tasks' own interfaces, sorted. */
export const addressesOf = (tasks: readonly Task[]): readonly string[] =>
  tasks
    .flatMap(({ attachments = [] }) => attachments.flatMap(({ details = [] }) => details))
    .flatMap(({ name, value }) => (name === "privateIPv4Address" && value !== undefined ? [value] : []))
    .sort();

export const readTarget = async ({ applicationAutoScaling }: TestClients, service: EstateService) => {
  const answer = await applicationAutoScaling.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace: "ecs", ResourceIds: [resourceIdOf(service)] }),
  );
  const { MinCapacity, MaxCapacity, SuspendedState } = answer.ScalableTargets![0]!;
  return { min: MinCapacity!, max: MaxCapacity!, suspended: SuspendedState ?? {} };
};
