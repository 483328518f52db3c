import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { isOver, type Run } from "../../shared/runbooks/run.ts";
import type { CloudTest } from "../cloud-test.ts";
import { mailer } from "../estate/estate-names.ts";
import { readDesired } from "../estate/read-ecs.ts";
import { expectEqual } from "../expect-equal.ts";
import { answerOf, invoke } from "../invoke.ts";
import { stackName } from "../serverless-command.ts";
import type { Step } from "../step.ts";

/** One that reads, one that is refused, one of Headgate's own and one that changes the account: each by an invocation. */
export const runbooks: Step = {
  name: "runbooks",
  run: async (cloud) => [
    await headroom(cloud),
    await misspelled(cloud),
    await scaleMailer(cloud),
    await makeAlarms(cloud),
  ],
};

const headroom = async ({ clients }: CloudTest): Promise<string> => {
  const answer = await answerOf(clients, "runbook", { runbook: "headroom", params: { database: "order-db" } });
  const text = String(answer["text"]);
  // limit - reserved - margin - kept - named - unmanaged = budget, as in the step "alarm"
  const [row] = /order-db +100 +8 +5 +5 +0 +17 +65\b.*/.exec(text) ?? [];
  if (answer["kind"] !== "run" || row === undefined) throw new Error(`headroom answered ${JSON.stringify(answer)}`);
  return `headroom: ${row.replaceAll(/ +/g, " ")}`;
};

const misspelled = async ({ clients }: CloudTest): Promise<string> => {
  const refused = await invoke(clients, "runbook", { runbook: "headrom", params: {} });
  const said = refused.kind === "failed" ? refused.errorMessage : JSON.stringify(refused);
  const refusal = "there is no runbook headrom; did you mean headroom?";
  expectEqual("the refusal", said.slice(0, refusal.length), refusal);
  return `headrom: ${refusal}`;
};

const scaleMailer = async ({ clients, wait }: CloudTest): Promise<string> => {
  const before = await readDesired(clients, mailer);
  const to = before + 1;
  const request = { runbook: "scale", params: { service: "mailer", to } };
  const { kind, changes } = await answerOf(clients, "runbook", request);
  expectEqual("the kind of answer without confirm", kind, "dry-run");
  const [first] = changes as readonly unknown[];
  expectEqual("what would change", first, { about: "mailer", what: "desired count", from: before, to });
  expectEqual("mailer's desired count after the dry run", await readDesired(clients, mailer), before);
  const requestId = `cloud-test-scale-${to}`;
  await answerOf(clients, "runbook", { ...request, confirm: true, requestId });
  const desired = await wait(
    `${to} tasks of mailer`,
    () => readDesired(clients, mailer),
    (count) => count !== before,
  );
  expectEqual("mailer's desired count", desired, to);
  await endOf(requestId, { clients, wait });
  return `scale: mailer ${before} -> ${to}, after a dry run that changed nothing`;
};

const orderAlarms = [`${stackName}-svc-db-order-db-connections`, `${stackName}-svc-order-cpu`];

const makeAlarms = async ({ clients, wait }: CloudTest): Promise<string> => {
  const requestId = "cloud-test-alarms";
  const request = { runbook: "alarms", params: { services: ["order"] } };
  await answerOf(clients, "runbook", { ...request, confirm: true, requestId });
  await endOf(requestId, { clients, wait });
  const { MetricAlarms = [] } = await clients.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: `${stackName}-svc-` }),
  );
  expectEqual("the alarms", MetricAlarms.map(({ AlarmName }) => AlarmName).sort(), orderAlarms);
  const { kind, changes } = await answerOf(clients, "runbook", request);
  expectEqual("what a second run would change", { kind, changes }, { kind: "dry-run", changes: [] });
  return `alarms: made ${orderAlarms.join(" and ")}; a second run would change nothing`;
};

/** @throws Error where it ends in another way than it should */
const endOf = async (requestId: string, { clients, wait }: Pick<CloudTest, "clients" | "wait">): Promise<void> => {
  const { phase } = await wait(
    `the end of the run ${requestId}`,
    async () => (await answerOf(clients, "runbook", { run: requestId, command: "status" }))["run"] as Run,
    isOver,
  );
  expectEqual(`how ${requestId} ended`, phase, "done");
};
