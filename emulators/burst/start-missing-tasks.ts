import { randomUUID } from "node:crypto";
import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import type { Config } from "../../shared/config/config.ts";
import { initialTasks } from "../../tests/bursts/burst-estate.ts";
import { taskEvent } from "../../tests/bursts/burst-events.ts";
import type { Network } from "../estate/make-network.ts";
import type { BurstClients } from "./burst-clients.ts";
import { makeTasks } from "./make-tasks.ts";
import { sendEvents } from "./send-events.ts";

/** Plays ECS for desired counts that have grown. A call looks once, and starts and tells what is missing. */
export const startsMissingTasks = (
  clients: BurstClients,
  about: { readonly config: Config; readonly network: Network; readonly eventsUrl: string },
): (() => Promise<readonly string[]>) => {
  const started = new Map<string, number>();
  return async () => {
    const bodies: string[] = [];
    for (const service of about.config.services) {
      const { cluster, ecsService } = service;
      const { services = [] } = await clients.ecs.send(
        new DescribeServicesCommand({ cluster, services: [ecsService] }),
      );
      const missing = services[0]!.desiredCount! - (started.get(ecsService) ?? initialTasks);
      if (missing <= 0) continue;
      for (const { taskArn } of await makeTasks(clients, service, about.network, missing)) {
        const taskId = taskArn!.split("/").at(-1)!;
        const status = { lastStatus: "RUNNING", desiredStatus: "RUNNING" };
        bodies.push(taskEvent({ id: randomUUID(), atMs: Date.now(), cluster, ecsService, taskId, ...status }));
      }
      started.set(ecsService, services[0]!.desiredCount!);
    }
    return sendEvents(clients, about.eventsUrl, bodies);
  };
};
