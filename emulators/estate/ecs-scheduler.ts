import { setTimeout as pause } from "node:timers/promises";
import { RunTaskCommand, StopTaskCommand, type Task } from "@aws-sdk/client-ecs";
import type { TestClients } from "../clients.ts";
import { type EstateService, estateServices } from "./estate-names.ts";
import { type Network, networkConfiguration } from "./make-network.ts";
import { putEvent } from "./put-event.ts";
import { readDesired, readRunning } from "./read-ecs.ts";

export type EcsScheduler = {
  /** Nobody is told of what it starts and stops: the events are lost. */
  readonly loseEvents: (areLost: boolean) => void;
  /** @throws what an emulator answered it meanwhile, which has ended it */
  readonly requireAlive: () => void;
  /** Ends after what it is about. */
  readonly stop: () => Promise<void>;
};

/** How long it rests after a look at every service, in milliseconds. */
const restMs = 300;

/**
 * Plays the part of ECS that moto has not: brings the running tasks of each service to its desired count, and tells
 * EventBridge of each.
 */
export const startEcsScheduler = (clients: TestClients, network: Network): EcsScheduler => {
  let areLost = false;
  let isOver = false;
  let failure: Error | null = null;
  const tell = async (task: Task, service: EstateService): Promise<void> => {
    if (!areLost) await putEvent(clients, taskStateChange(task, service));
  };
  const settle = async (service: EstateService): Promise<void> => {
    const { name, cluster } = service;
    const [desired, running] = await Promise.all([readDesired(clients, service), readRunning(clients, service)]);
    for (let missing = desired - running.length; missing > 0; missing--) {
      const started = await clients.ecs.send(
        new RunTaskCommand({
          cluster,
          taskDefinition: name,
          group: `service:${name}`,
          startedBy: `ecs-svc/${name}`,
          launchType: "FARGATE",
          networkConfiguration: networkConfiguration(network),
        }),
      );
      for (const task of started.tasks ?? []) await tell(task, service);
    }
    for (const { taskArn } of running.slice(desired)) {
      const { task } = await clients.ecs.send(
        new StopTaskCommand({ cluster, task: taskArn, reason: "Scaling activity initiated by the deployment" }),
      );
      await tell(task!, service);
    }
  };
  const work = async (): Promise<void> => {
    while (!isOver) {
      for (const service of estateServices) await settle(service);
      await pause(restMs);
    }
  };
  const working = work().catch((error: unknown) => {
    failure = new Error("the scheduler of the tasks ended", { cause: error });
  });
  return {
    loseEvents: (are) => {
      areLost = are;
    },
    requireAlive: () => {
      if (failure !== null) throw failure;
    },
    stop: async () => {
      isOver = true;
      await working;
    },
  };
};

/** @see AWS ECS Developer Guide, "Amazon ECS task state change events" */
const taskStateChange = (task: Task, { name }: EstateService) =>
  ({
    source: "aws.ecs",
    detailType: "ECS Task State Change",
    resources: [task.taskArn!],
    detail: {
      taskArn: task.taskArn,
      clusterArn: task.clusterArn,
      taskDefinitionArn: task.taskDefinitionArn,
      group: `service:${name}`,
      startedBy: `ecs-svc/${name}`,
      launchType: "FARGATE",
      lastStatus: task.lastStatus,
      desiredStatus: task.desiredStatus,
      attachments: (task.attachments ?? []).map((attachment) => ({ ...attachment, type: "eni" })),
      containers: [],
      createdAt: new Date().toISOString(),
      updatedAt: new Date().toISOString(),
      version: 1,
    },
  }) as const;
