import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { stopTicking } from "../deployed-schedule.ts";
import { laterAlarm, order } from "../estate/estate-names.ts";
import { readDesired } from "../estate/read-ecs.ts";
import { setAlarm, tellAlarm } from "../estate/set-alarm.ts";
import { expectEqual } from "../expect-equal.ts";
import { requireRouted } from "../routed-wake-ups.ts";
import { runServerless, stackName } from "../serverless-command.ts";
import type { Step } from "../step.ts";

/** Ten connections fewer are somebody else's, so that a seventh task has room; and another alarm asks for it. */
export const redeploy: Step = {
  name: "redeploy",
  run: async (cloud) => {
    const { clients, configure, emulators, signal, wait } = cloud;
    const configFile = await configure((yaml) =>
      yaml.replace("unmanagedConnections: 17", "unmanagedConnections: 7").replace("shop-order-latency", laterAlarm),
    );
    const before = await readDesired(clients, order);
    await runServerless("deploy", configFile, emulators, signal);
    await stopTicking(clients);

    const { Rules = [] } = await clients.eventBridge.send(
      new ListRulesCommand({ NamePrefix: `${stackName}-alarm-state` }),
    );
    expectEqual(
      "the alarms that the rule matches",
      Rules.map(({ EventPattern = "{}" }) => (JSON.parse(EventPattern) as AlarmPattern).detail.alarmName),
      [["shop-mailer-waiting", laterAlarm]],
    );
    const sinceMs = Date.now();
    await setAlarm(clients, laterAlarm, "ALARM");
    await tellAlarm(clients, laterAlarm, "ALARM");
    await requireRouted(cloud, "order", "alarm", sinceMs);
    const desired = await wait(
      "a task more of order",
      () => readDesired(clients, order),
      (count) => count !== before,
    );
    expectEqual("order's desired count", [before, desired], [6, 7]);
    return [`the rule matches ${laterAlarm} now; order: ${before} -> ${desired}, by the new budget`];
  },
};

type AlarmPattern = { readonly detail: { readonly alarmName: readonly string[] } };
