import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as applicationAutoScaling from "@aws-sdk/client-application-auto-scaling";
import * as budgets from "@aws-sdk/client-budgets";
import * as cloudFormation from "@aws-sdk/client-cloudformation";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import * as guardDuty from "@aws-sdk/client-guardduty";
import * as iam from "@aws-sdk/client-iam";
import * as inspector from "@aws-sdk/client-inspector2";
import * as rds from "@aws-sdk/client-rds";
import * as secretsManager from "@aws-sdk/client-secrets-manager";
import * as support from "@aws-sdk/client-support";
import { afterAll, expect, it } from "@jest/globals";
import { NormalizedSchema } from "@smithy/core/schema";
import * as fc from "fast-check";
import type { AccountMetrics } from "../../shared/checklist/account-metrics.ts";
import { auditAccount } from "../../shared/checklist/checklist.ts";
import { stageOf } from "../../shared/checklist/stage.ts";
import { account, cluster, database, ecsService, known, nowMs, twoZones } from "./accounts.ts";
import { randomAccount, randomMetrics } from "./random-account.ts";

/** By the name that the AWS CLI has for them. Of autoscaling and elasticache no SDK is installed. */
const clients: Readonly<Record<string, object>> = {
  "application-autoscaling": applicationAutoScaling,
  budgets,
  cloudformation: cloudFormation,
  cloudwatch: cloudWatch,
  ec2,
  ecs,
  elbv2,
  guardduty: guardDuty,
  iam,
  inspector2: inspector,
  logs,
  rds,
  secretsmanager: secretsManager,
  support,
};
const withoutSdk = ["autoscaling", "elasticache"];
const ofEveryCommand = ["region", "output", "cli-input-json"];

const folder = mkdtempSync(join(tmpdir(), "headgate-fixes-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The commands of the AWS CLI that a real shell makes of the lines: each as its arguments. */
const commandsOf = (lines: readonly string[]): readonly (readonly string[])[] => {
  const stand = "aws() { { printf '%s\\0' \"$@\"; printf '\\036\\0'; } >&2; }; jq() { :; }; npx() { :; }";
  const { stderr, status } = spawnSync("bash", ["-s"], {
    input: `${stand}\n${lines.join("\n")}\n`,
    encoding: "utf8",
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(status).toBe(0);
  const commands: string[][] = [[]];
  for (const word of stderr.split("\0").slice(0, -1)) {
    if (word === "\u001e") commands.push([]);
    else commands.at(-1)!.push(word);
  }
  return commands.slice(0, -1);
};

const plain = (name: string): string => name.replaceAll("-", "").toLowerCase();

/** The members of an operation's input, as the SDK's own schema has them. */
const inputOf = (service: string, operation: string): readonly string[] | null => {
  const name = Object.keys(clients[service] ?? {}).find(
    (key) => key.endsWith("$") && plain(key) === `${plain(operation)}$`,
  );
  const schema = name === undefined ? undefined : (clients[service] as Record<string, unknown>)[name];
  if (!Array.isArray(schema) || schema[0] !== 9) return null;
  return [...NormalizedSchema.of(schema[4]).structIterator()].map(([member]) => plain(member));
};

/** Steps that an account has to be arranged for. */
const rareSteps = (): readonly string[] => {
  const full = { kind: "known" as const, value: 1e6 };
  const none = { kind: "known" as const, value: 0 };
  const busy = { id: "orders-db", busyCpuPercent: full, busyReadIops: full, busyWriteIops: none };
  const at = (peakConnections: typeof full): AccountMetrics => ({
    windowDays: 7,
    databases: [{ ...busy, peakConnections }],
    services: [{ cluster: "shop", service: "order", busyCpuPercent: full }],
  });
  const alone = account({ databases: known([database()]) });
  const fixed = account({ clusters: known([cluster([ecsService()])]), subnetZones: twoZones });
  return [stageOf(alone, at(full), null), stageOf(alone, at(none), null), stageOf(fixed, at(none), null)].map(
    ({ nextStep }) => nextStep.command,
  );
};

it("every fix is a command that the AWS CLI has, with options that the operation has", () => {
  const accounts = fc.sample(fc.tuple(randomAccount, randomMetrics), { numRuns: 120, seed: 20_261_121 });
  const lines = accounts.flatMap(([reading, metrics]) => [
    ...auditAccount(reading, null, nowMs).checks.flatMap(({ fix }) => fix),
    stageOf(reading, metrics, null).nextStep.command,
  ]);
  const commands = commandsOf([...new Set([...lines, ...rareSteps()])]);
  const seen = new Set<string>();
  for (const [service = "", operation = "", ...options] of commands) {
    if (withoutSdk.includes(service)) continue;
    const members = inputOf(service, operation);
    expect([service, operation, members === null]).toEqual([service, operation, false]);
    seen.add(`${service} ${operation}`);
    for (const option of options) {
      const [, name] = /^--([a-z0-9-]+)/.exec(option) ?? [];
      // A list that the user's shell splits comes after its option.
      if (name === undefined || ofEveryCommand.includes(name)) continue;
      expect([service, operation, name, members!.includes(plain(name))]).toEqual([service, operation, name, true]);
    }
  }
  expect([...seen].sort()).toEqual([
    "application-autoscaling register-scalable-target",
    "budgets create-budget",
    "budgets describe-budget-performance-history",
    "cloudformation describe-stack-resource-drifts",
    "cloudformation detect-stack-drift",
    "cloudwatch describe-alarms",
    "cloudwatch enable-alarm-actions",
    "cloudwatch put-composite-alarm",
    "cloudwatch put-metric-alarm",
    "ec2 describe-instance-status",
    "ecs describe-services",
    "ecs update-service",
    "elbv2 modify-load-balancer-attributes",
    "elbv2 set-subnets",
    "guardduty create-detector",
    "guardduty update-detector",
    "iam attach-role-policy",
    "iam put-role-policy",
    "inspector2 enable",
    "logs put-retention-policy",
    "rds create-db-instance",
    "rds create-db-instance-read-replica",
    "rds create-db-proxy",
    "rds modify-db-cluster",
    "rds modify-db-instance",
    "secretsmanager rotate-secret",
    "support describe-trusted-advisor-check-result",
  ]);
});
