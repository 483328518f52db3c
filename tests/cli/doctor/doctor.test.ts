import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { againstAccount, withoutProgress } from "../against-account.ts";
import { compiledConfig, configText, type DeployedStack, deployedStack } from "./doctor-account.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-doctor-"));
  writeFileSync(join(folder, "headgate.yml"), configText);
});
afterAll(() => rmSync(folder, { recursive: true }));

const doctor = (stack: DeployedStack, ...args: readonly string[]) =>
  againstAccount(stack.account, folder, ["doctor", "--stage", "prod", ...args]);

/** Both domains as `scale` leaves them. */
const healthy = async (parts: Parameters<typeof deployedStack>[0] = {}): Promise<DeployedStack> => {
  const stack = await deployedStack(parts);
  for (const { id } of compiledConfig().domains) await stack.store(id, {});
  return stack;
};

describe("headgate doctor", () => {
  it("finds nothing wrong with a stack that is well, and leaves it as it is", async () => {
    const stack = await healthy();
    stack.state.agesSeconds.set("headgate-prod-events", 12);
    const { status, stdout, stderr } = await doctor(stack);
    expect({ status, stderr: withoutProgress(stderr) }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/\n31 ok, 0 warnings, 0 failed, 0 unknown\n$/);
    expect(stdout).toContain("ok       role of scale: holds what headgate.yml needs\n");
    expect(stdout).toContain(
      "ok       queue headgate-prod-events: 0 visible, 0 in flight, 0 delayed, the oldest 12 s old\n",
    );
    expect(stdout).toMatch(/ok {7}domain order: last read 6\d s ago, no decision yet\n/);
    expect(stdout).not.toContain("\u001b");
  });

  it("says what is wrong, why and what to do, and exits with 1", async () => {
    const stack = await deployedStack({
      outputs: { ConfigHash: "0123456789abcdef", HeadgateVersion: "0.0.9" },
      spec: {
        subscriptions: [
          {
            TopicArn: "arn:aws:sns:eu-central-1:123456789012:headgate-prod-notices",
            Protocol: "email",
            Endpoint: "ops@shop.example",
            SubscriptionArn: "PendingConfirmation",
          },
        ],
        alarms: [{ AlarmName: "headgate-prod-scale-errors", StateValue: "ALARM", StateReason: "Threshold Crossed" }],
      },
    });
    await stack.store("order", {
      readStartedAtMs: Date.now() - 3_600_000,
      breaker: { failedWrites: 3, openUntilMs: Date.now() + 600_000 },
    });
    const letter = { DataType: "String", StringValue: "the event has no source" };
    stack.state.queues.eventsDeadLetter.send({ body: "x", attributes: { reason: letter } }, Date.now());
    stack.state.queues.scalingDeadLetter.send({ body: "y", group: "order", deduplicationId: "1" }, Date.now());
    stack.state.agesSeconds.set("headgate-prod-scaling.fifo", 900);
    stack.state.table.putItem({ TableName: "headgate-prod", Item: { pk: { S: "CONTROL" }, sk: { S: "PAUSE" } } });
    const { status, stdout } = await doctor(stack);
    expect(status).toBe(1);
    for (const line of [
      "failed   queue headgate-prod-events-dlq: 1 dead letter, the first because: the event has no source",
      "failed   queue headgate-prod-scaling-dlq.fifo: 1 dead letter, the first because: its function failed each time; see its log",
      "warning  queue headgate-prod-scaling.fifo: 0 visible, 0 in flight, 0 delayed, the oldest 15 min old",
      "warning  release: 0.0.9 is deployed, and here it is 0.1.0",
      "warning  pause: everything is paused: nothing is written",
      "failed   domain order: its breaker is open for another 10 min, after 3 failed writes",
      "failed   domain web: was never read",
      "warning  notices: nobody gets them",
      "warning  notices: email ops@shop.example has not confirmed",
      "failed   alarm headgate-prod-scale-errors: Threshold Crossed",
    ])
      expect(stdout.split("\n")).toContain(line);
    expect(stdout).toMatch(
      /warning {2}configuration: 0123456789abcdef is built in, and headgate\.yml is [0-9a-f]{16}\n {9}fix: deploy it/,
    );
    // Looked at, and still there for the next who looks.
    expect((await doctor(stack)).stdout).toContain("the first because: the event has no source");
  });

  it("compares the roles with what headgate.yml needs now, both ways", async () => {
    // What is deployed watches only; headgate.yml scales `web`.
    const observing = compiledConfig(configText.replace("mode: scale, ", ""));
    const stack = await healthy({ config: observing });
    const { stdout } = await doctor(stack);
    expect(stdout).toContain(
      "failed   role of scale: lacks application-autoscaling:DescribeScalableTargets on *, application-autoscaling:DescribeScalingPolicies on *, ecs:UpdateService on arn:aws:ecs:eu-central-1:123456789012:service/shop/web\n",
    );
    const scaling = await healthy();
    writeFileSync(join(folder, "observe.yml"), configText.replace("mode: scale, ", ""));
    const more = await doctor(scaling, "--config", "observe.yml");
    expect(more.stdout).toContain(
      "warning  role of scale: holds more than headgate.yml needs: application-autoscaling:DescribeScalableTargets, application-autoscaling:DescribeScalingPolicies, ecs:UpdateService\n",
    );
    expect(more.status).toBe(0);
  });

  it("a right that is missing is a finding that names it, and nothing fails by it", async () => {
    const stack = await healthy();
    const actions = [
      "cloudformation:DescribeStacks",
      "lambda:GetFunctionConfiguration",
      "iam:ListRolePolicies",
      "sqs:GetQueueAttributes",
      "dynamodb:BatchGetItem",
      "sns:ListSubscriptionsByTopic",
      "cloudwatch:DescribeAlarms",
    ];
    stack.account.deny(...actions);
    const { status, stdout } = await doctor(stack, "--json");
    expect(status).toBe(0);
    const { findings } = JSON.parse(stdout) as {
      readonly findings: readonly { readonly status: string; readonly fix: string }[];
    };
    const unknown = findings.filter((finding) => finding.status === "unknown");
    expect([...new Set(unknown.map(({ fix }) => fix))].sort()).toEqual(
      actions.map((action) => `allow ${action} to see it`).sort(),
    );
    expect(findings.some((finding) => finding.status === "failed")).toBe(false);
  });

  it.each([
    {
      when: "no such stack",
      args: ["--stage", "none"],
      status: 1,
      says: /failed {3}stack headgate-none: is not in 123456789012, eu-central-1\n {9}fix: .*--stage/,
    },
    {
      when: "no headgate.yml",
      args: ["--config", "none.yml"],
      status: 1,
      says: /failed {3}headgate\.yml: none\.yml: can't be read[\s\S]*unknown {2}role of scale: there is no headgate\.yml/,
    },
  ])("tells $when", async ({ args, status, says }) => {
    const ran = await doctor(await healthy(), ...args);
    expect(ran.status).toBe(status);
    expect(ran.stdout).toMatch(says);
  });

  it("says that AWS can't be asked, and what to do", async () => {
    const stack = await healthy();
    const ran = await againstAccount(stack.account, folder, ["doctor", "--json"], {
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
    });
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ kind: "unusable", message: expect.stringMatching(/fix: sign in/) });
  });
});
