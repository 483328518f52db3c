import { DescribeTasksCommand, ListTasksCommand, RunTaskCommand, type Task } from "@aws-sdk/client-ecs";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { type Network, networkConfiguration } from "../estate/make-network.ts";
import type { BurstClients } from "./burst-clients.ts";

type Ecs = Pick<BurstClients, "ecs">;

/** RunTask starts ten at most. */
const mostAtOnce = 10;

/** Tasks of a service, as its scheduler would start them. @returns those that run now */
export const makeTasks = async (
  { ecs }: Ecs,
  { cluster, ecsService }: ServiceConfig,
  network: Network,
  count: number,
): Promise<readonly Task[]> => {
  const made: Task[] = [];
  while (made.length < count) {
    const { tasks = [] } = await ecs.send(
      new RunTaskCommand({
        cluster,
        taskDefinition: ecsService,
        count: Math.min(mostAtOnce, count - made.length),
        group: `service:${ecsService}`,
        startedBy: `ecs-svc/${ecsService}`,
        launchType: "FARGATE",
        networkConfiguration: networkConfiguration(network),
      }),
    );
    if (tasks.length === 0) throw new Error(`RunTask started nothing for ${ecsService}`);
    made.push(...tasks);
  }
  return made;
};

/** Those that run and are to go on. */
export const readRunning = async ({ ecs }: Ecs, { cluster }: ServiceConfig): Promise<readonly Task[]> => {
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, desiredStatus: "RUNNING" }));
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
};

/** Of the tasks' own interfaces, sorted, each once. */
export const addressesOf = (tasks: readonly Task[]): readonly string[] => {
  const details = tasks.flatMap(({ attachments = [] }) =>
    attachments.flatMap((attachment) => attachment.details ?? []),
  );
  const addresses = details.flatMap(({ name, value }) =>
    name === "privateIPv4Address" && value !== undefined ? [value] : [],
  );
  return [...new Set(addresses)].sort();
};
