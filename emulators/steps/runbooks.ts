import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { mailer } from "../estate/estate-names.ts";
import { readDesired } from "../estate/read-ecs.ts";
import { expectEqual } from "../expect-equal.ts";
import { answerOf, invoke } from "../invoke.ts";
import { stackName } from "../serverless-command.ts";
import type { Step } from "../step.ts";
import type { CloudTest } from "../cloud-test.ts";

/** One that reads, one that is refused, one of Headgate's own and one that changes the account: each by an invocation. */
export const runbooks: Step = {
  name: "runbooks",
  run: async (cloud) => [
    await headroom(cloud),
    await unknownRunbook(cloud),
    await scaleMailer(cloud),
    await makeAlarms(cloud),
  ],
};

const headroom = async ({ clients }: CloudTest): Promise<string> => {
  const { kind, text } = await answerOf(clients, "runbook", { runbook: "headroom", params: { database: "order-db" } });
  expectEqual("headroom's answer", [kind, String(text)], ["run", ""]);
  return "headroom: ";
};

const unknownRunbook = async ({ clients }: CloudTest): Promise<string> => {
  const refused = await invoke(clients, "runbook", { runbook: "headrom", params: {} });
  if (refused.kind !== "failed") throw new Error(`a runbook that is not there answered ${JSON.stringify(refused)}`);
  return `headrom: ${refused.errorMessage}`;
};

const scaleMailer = async ({ clients, wait }: CloudTest): Promise<string> => {
  const before = await readDesired(clients, mailer);
  const to = before + 1;
  const request = { runbook: "scale", params: { service: "mailer", to } };
  const { kind, changes } = await answerOf(clients, "runbook", request);
  expectEqual("scale without confirm", { kind, changes }, {
    kind: "dry-run",
    changes: [{ about: "mailer", what: "desired count", from: before, to }],
  });
  expectEqual("mailer's desired count after the dry run", await readDesired(clients, mailer), before);
  const requestId = `cloud-test-scale-${to}`;
  await answerOf(clients, "runbook", { ...request, confirm: true, requestId });
  const desired = await wait(
    `${to} tasks of mailer`,
    40,
    () => readDesired(clients, mailer),
    (count) => count !== before,
  );
  expectEqual("mailer's desired count", desired, to);
  await wait(
    "the end of the run",
    60,
    async () => (await answerOf(clients, "runbook", { run: requestId, command: "status" }))["run"] as { phase: string },
    ({ phase }) => phase === "done",
  );
  return `scale: mailer ${before} -> ${to}, after a dry run that changed nothing`;
};

const makeAlarms = async ({ clients, wait }: CloudTest): Promise<string> => {
  const requestId = "cloud-test-alarms";
  const request = { runbook: "alarms", params: { services: ["order"] } };
  await answerOf(clients, "runbook", { ...request, confirm: true, requestId });
  await wait(
    "the end of the run",
    60,
    async () => (await answerOf(clients, "runbook", { run: requestId, command: "status" }))["run"] as { phase: string },
    ({ phase }) => phase === "done",
  );
  const { MetricAlarms = [] } = await clients.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: `${stackName}-svc-` }),
  );
  return `alarms: ${MetricAlarms.map(({ AlarmName }) => AlarmName).join(", ")}`;
};
