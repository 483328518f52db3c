import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { readSchedule } from "../deployed-schedule.ts";
import { arnOf, mailer } from "../estate/estate-names.ts";
import { readDesired } from "../estate/read-ecs.ts";
import { setAlarm } from "../estate/set-alarm.ts";
import { expectEqual } from "../expect-equal.ts";
import { urlOfQueue } from "../queues.ts";
import { requireRouted } from "../routed-wake-ups.ts";
import { stackName } from "../serverless-command.ts";
import type { Step } from "../step.ts";

/** An alarm that nobody was told of: the event is lost, and the tick finds it. */
export const tick: Step = {
  name: "tick",
  run: async (cloud) => {
    const { clients, wait } = cloud;
    const sinceMs = Date.now();
    await setAlarm(clients, "shop-mailer-waiting", "ALARM");
    const { targetArn, input } = await readSchedule(clients, "tick");
    expectEqual("the tick's target", targetArn, arnOf("sqs", `${stackName}-events`));
    await clients.sqs.send(
      new SendMessageCommand({ QueueUrl: await urlOfQueue(clients, "events"), MessageBody: input }),
    );
    await requireRouted(cloud, "mailer", "tick", sinceMs);
    const desired = await wait(
      "a third task of mailer",
      () => readDesired(clients, mailer),
      (count) => count !== 2,
    );
    expectEqual("mailer's desired count", desired, 3);
    return ["mailer: 2 -> 3, by an alarm whose event was lost"];
  },
};
