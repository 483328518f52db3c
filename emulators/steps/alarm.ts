import { order } from "../estate/estate-names.ts";
import { readDesired, readTarget } from "../estate/read-ecs.ts";
import { setAlarm, tellAlarm } from "../estate/set-alarm.ts";
import { expectEqual } from "../expect-equal.ts";
import { requireRouted } from "../routed-wake-ups.ts";
import type { Step } from "../step.ts";

/**
 * Asked for 8: twice its 4 tasks. Of 100 connections 8 are PostgreSQL's own, 5 are the margin, 5 what a replacement takes
 * beyond the margin, 17 somebody else's; of the other 65 there is room for 6 tasks of 10.
 */
const affordable = 6;

/** An alarm's event: through the rule, the router and `scale` to ECS, as far as the database can take. */
export const alarm: Step = {
  name: "alarm",
  run: async (cloud) => {
    const { clients, wait } = cloud;
    const sinceMs = Date.now();
    await setAlarm(clients, "shop-order-latency", "ALARM");
    await tellAlarm(clients, "shop-order-latency", "ALARM");
    await requireRouted(cloud, "order", "alarm", sinceMs);
    const desired = await wait(
      "more tasks of order",
      () => readDesired(clients, order),
      (count) => count !== 4,
    );
    expectEqual("order's desired count", desired, affordable);
    const { suspended, max } = await readTarget(clients, order);
    expectEqual("order's own autoscaling", suspended, {
      DynamicScalingInSuspended: true,
      DynamicScalingOutSuspended: true,
      ScheduledScalingSuspended: true,
    });
    expectEqual("order's MaxCapacity, which is the user's", max, 20);
    return [`order: 4 -> ${affordable} of the 8 that were asked for; its own autoscaling is suspended`];
  },
};
