import { order } from "../estate/estate-names.ts";
import { addressesOf, readDesired, readRunning } from "../estate/read-ecs.ts";
import { readRecord } from "../estate/read-records.ts";
import { expectEqual } from "../expect-equal.ts";
import { requireRouted } from "../routed-wake-ups.ts";
import { region } from "../start-emulators.ts";
import type { Step } from "../step.ts";

const name = "order.shop.internal";

/** Events of the tasks that ECS has started: through the router and `records` to Route 53. */
export const records: Step = {
  name: "records",
  run: async (cloud) => {
    const { clients, estate, wait } = cloud;
    const desired = await readDesired(clients, order);
    const tasks = await wait(
      `${desired} tasks of order`,
      () => readRunning(clients, order),
      (running) => running.length === desired,
    );
    const addresses = addressesOf(tasks);
    expectEqual("how many addresses they have", new Set(addresses).size, desired);
    await requireRouted(cloud, `zone/${estate.hostedZoneId}`, "task-state", cloud.startedMs);
    const published = await wait(
      `${name} to be ${addresses.join(", ")}`,
      () => readRecord(clients, estate.hostedZoneId, "A", name),
      (values) => values.join() === addresses.join(),
    );
    expectEqual("the owner", await readRecord(clients, estate.hostedZoneId, "TXT", `_headgate.a-all.${name}`), [
      `"heritage=headgate,headgate/stack=cloud-test@${region},headgate/service=order"`,
    ]);
    return [`${name} has the ${published.length} addresses of order's tasks, and says whose it is`];
  },
};
