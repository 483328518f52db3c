import { StopTaskCommand } from "@aws-sdk/client-ecs";
import { startTicking, stopTicking } from "../deployed-schedule.ts";
import { order } from "../estate/estate-names.ts";
import { addressesOf, readDesired, readRunning } from "../estate/read-ecs.ts";
import { readRecord } from "../estate/read-records.ts";
import { requireRouted } from "../routed-wake-ups.ts";
import type { Step } from "../step.ts";

/** A task is replaced and its events are lost: the deployed schedule brings the tick that finds it. */
export const schedule: Step = {
  name: "schedule",
  run: async (cloud) => {
    const { clients, estate, scheduler, wait } = cloud;
    const desired = await readDesired(clients, order);
    scheduler.loseEvents(true);
    const [victim] = await readRunning(clients, order);
    await clients.ecs.send(new StopTaskCommand({ cluster: order.cluster, task: victim!.taskArn }));
    const replaced = await wait(
      "the replacement",
      () => readRunning(clients, order),
      (running) => running.length === desired && running.every(({ taskArn }) => taskArn !== victim!.taskArn),
    );
    scheduler.loseEvents(false);
    const sinceMs = Date.now();
    await startTicking(clients);
    await requireRouted(cloud, `zone/${estate.hostedZoneId}`, "tick", sinceMs);
    const addresses = addressesOf(replaced);
    await wait(
      `order.shop.internal to be ${addresses.join(", ")}`,
      () => readRecord(clients, estate.hostedZoneId, "A", "order.shop.internal"),
      (values) => values.join() === addresses.join(),
    );
    await stopTicking(clients);
    return ["a task was replaced unseen; after the schedule's tick its address is gone and the new one is there"];
  },
};
