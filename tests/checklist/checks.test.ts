import { describe, expect, it } from "@jest/globals";
import type { AccountReading } from "../../shared/checklist/account-reading.ts";
import { type CheckCode, checkCodes } from "../../shared/checklist/check-codes.ts";
import { auditAccount } from "../../shared/checklist/checklist.ts";
import { notWritten } from "../../shared/checklist/checks/alarm-actions.ts";
import {
  account,
  balancer,
  checksOf,
  cluster,
  database,
  databaseCluster,
  dayMs,
  denied,
  ecsService,
  emptyAccount,
  known,
  metricAlarm,
  nowMs,
  secret,
  twoZones,
  verdictsOf,
} from "./accounts.ts";

type Row = {
  readonly code: CheckCode;
  readonly when: string;
  readonly given: Partial<AccountReading>;
  readonly says: readonly string[];
};

const region = "region eu-central-1";
const log = (parts: object) =>
  known([{ name: "/ecs/order", retentionDays: null, storedBytes: 0, logClass: "STANDARD" as const, ...parts }]);
const stack = (drift: "DRIFTED" | "IN_SYNC" | "NOT_CHECKED" | "UNKNOWN", checkedAtMs: number | null = nowMs - dayMs) =>
  known([{ name: "shop", drift, checkedAtMs }]);
const budget = (parts: object) =>
  known([{ name: "monthly", type: "COST", limit: 100, actual: 40, unit: "USD", ...parts }]);
const services = (...given: Parameters<typeof ecsService>) => known([cluster([ecsService(...given)])]);
const onInstances = (...zones: readonly string[]) =>
  known([
    cluster([ecsService({ subnets: [] })], { instances: known(zones.map((zone, at) => ({ id: `i-${at}`, zone }))) }),
  ]);
const advisor = (status: "ok" | "warning" | "error" | "not_available") =>
  known({ kind: "checks" as const, checks: known([{ id: "Qch7", name: "MFA on Root", status, flagged: 1 }]) });

describe("each check", () => {
  it.each<Row>([
    {
      code: "log-retention",
      when: "30 days",
      given: { logGroups: log({ retentionDays: 30 }) },
      says: ["pass /ecs/order"],
    },
    { code: "log-retention", when: "for ever", given: { logGroups: log({}) }, says: ["finding /ecs/order"] },
    {
      code: "log-retention",
      when: "DELIVERY takes no retention",
      given: { logGroups: log({ logClass: "DELIVERY" }) },
      says: ["pass /ecs/order"],
    },
    {
      code: "log-retention",
      when: "denied",
      given: { logGroups: denied("logs:DescribeLogGroups") },
      says: [`unknown ${region}`],
    },

    { code: "alarm-actions", when: "an action", given: { alarms: known([metricAlarm()]) }, says: ["pass order-cpu"] },
    {
      code: "alarm-actions",
      when: "none",
      given: { alarms: known([metricAlarm({ actions: [] })]) },
      says: ["finding order-cpu"],
    },
    {
      code: "alarm-actions",
      when: "switched off",
      given: { alarms: known([metricAlarm({ actionsEnabled: false })]) },
      says: ["finding order-cpu"],
    },

    {
      code: "stack-drift-checked",
      when: "never",
      given: { stacks: stack("NOT_CHECKED", null) },
      says: ["finding shop"],
    },
    { code: "stack-drift-checked", when: "once", given: { stacks: stack("DRIFTED") }, says: ["pass shop"] },
    { code: "stack-drift", when: "in sync", given: { stacks: stack("IN_SYNC") }, says: ["pass shop"] },
    { code: "stack-drift", when: "drifted", given: { stacks: stack("DRIFTED") }, says: ["finding shop"] },
    { code: "stack-drift", when: "not told", given: { stacks: stack("UNKNOWN") }, says: ["unknown shop"] },
    {
      code: "stack-drift",
      when: "never checked is not asked twice",
      given: { stacks: stack("NOT_CHECKED", null) },
      says: ["pass"],
    },
    {
      code: "stack-drift",
      when: "denied",
      given: { stacks: denied("cloudformation:DescribeStacks") },
      says: [`unknown ${region}`],
    },

    { code: "budget", when: "one with money left", given: { budgets: budget({}) }, says: ["pass monthly"] },
    { code: "budget", when: "spent", given: { budgets: budget({ actual: 101 }) }, says: ["finding monthly"] },
    {
      code: "budget",
      when: "not calculated yet",
      given: { budgets: budget({ actual: null }) },
      says: ["pass monthly"],
    },
    {
      code: "budget",
      when: "usage only",
      given: { budgets: budget({ type: "USAGE" }) },
      says: ["finding account 123456789012"],
    },
    {
      code: "budget",
      when: "denied",
      given: { budgets: denied("budgets:ViewBudget") },
      says: ["unknown account 123456789012"],
    },

    {
      code: "managed-instance",
      when: "online",
      given: { clusters: onInstances("a"), managedNodes: known([{ id: "i-0", ping: "Online" }]) },
      says: ["pass i-0"],
    },
    {
      code: "managed-instance",
      when: "lost",
      given: { clusters: onInstances("a"), managedNodes: known([{ id: "i-0", ping: "ConnectionLost" }]) },
      says: ["finding i-0"],
    },
    { code: "managed-instance", when: "no node", given: { clusters: onInstances("a") }, says: ["finding i-0"] },
    {
      code: "managed-instance",
      when: "nodes denied",
      given: { clusters: onInstances("a"), managedNodes: denied("ssm:DescribeInstanceInformation") },
      says: ["unknown i-0"],
    },
    {
      code: "managed-instance",
      when: "instances denied",
      given: { clusters: known([cluster([], { instances: denied("ecs:ListContainerInstances") })]) },
      says: ["unknown cluster shop"],
    },

    {
      code: "guardduty",
      when: "on",
      given: { detectors: known([{ id: "d1", enabled: known(true) }]) },
      says: ["pass detector d1"],
    },
    {
      code: "guardduty",
      when: "suspended",
      given: { detectors: known([{ id: "d1", enabled: known(false) }]) },
      says: ["finding detector d1"],
    },
    { code: "guardduty", when: "off", given: {}, says: [`finding ${region}`] },
    {
      code: "guardduty",
      when: "a detector that can't be read",
      given: { detectors: known([{ id: "d1", enabled: denied("guardduty:GetDetector") }]) },
      says: ["unknown detector d1"],
    },
    {
      code: "guardduty",
      when: "denied",
      given: { detectors: denied("guardduty:ListDetectors") },
      says: [`unknown ${region}`],
    },

    {
      code: "inspector",
      when: "ECR, without instances",
      given: { inspector: known({ ecr: "ENABLED", ec2: "DISABLED" }) },
      says: [`pass ${region}`],
    },
    {
      code: "inspector",
      when: "ECR, with instances",
      given: { inspector: known({ ecr: "ENABLED", ec2: "DISABLED" }), clusters: onInstances("a") },
      says: [`finding ${region}`],
    },
    { code: "inspector", when: "off", given: {}, says: [`finding ${region}`] },
    {
      code: "inspector",
      when: "denied",
      given: { inspector: denied("inspector2:BatchGetAccountStatus") },
      says: [`unknown ${region}`],
    },

    { code: "trusted-advisor", when: "not in the plan is no finding", given: {}, says: ["pass"] },
    {
      code: "trusted-advisor",
      when: "green",
      given: { trustedAdvisor: advisor("ok") },
      says: ["pass MFA on Root (Qch7)"],
    },
    {
      code: "trusted-advisor",
      when: "yellow",
      given: { trustedAdvisor: advisor("warning") },
      says: ["pass MFA on Root (Qch7)"],
    },
    {
      code: "trusted-advisor",
      when: "red",
      given: { trustedAdvisor: advisor("error") },
      says: ["finding MFA on Root (Qch7)"],
    },
    {
      code: "trusted-advisor",
      when: "denied",
      given: { trustedAdvisor: denied("support:DescribeTrustedAdvisorChecks") },
      says: ["unknown account 123456789012"],
    },
    {
      code: "trusted-advisor",
      when: "summaries denied",
      given: {
        trustedAdvisor: known({ kind: "checks", checks: denied("support:DescribeTrustedAdvisorCheckSummaries") }),
      },
      says: ["unknown account 123456789012"],
    },

    {
      code: "database-multi-az",
      when: "a standby",
      given: { databases: known([database()]) },
      says: ["pass orders-db"],
    },
    {
      code: "database-multi-az",
      when: "none",
      given: { databases: known([database({ multiAz: false })]) },
      says: ["finding orders-db"],
    },
    {
      code: "database-multi-az",
      when: "a replica and a cluster's member are not asked",
      given: {
        databases: known([
          database({ isReplica: true, multiAz: false }),
          database({ cluster: "shop", multiAz: false }),
        ]),
      },
      says: ["pass"],
    },
    {
      code: "database-multi-az",
      when: "a cluster of one",
      given: { databaseClusters: known([databaseCluster({ multiAz: false, readers: [] })]) },
      says: ["finding cluster shop"],
    },
    {
      code: "database-multi-az",
      when: "denied",
      given: { databases: denied("rds:DescribeDBInstances"), databaseClusters: denied("rds:DescribeDBClusters") },
      says: [`unknown ${region}, clusters`, `unknown ${region}, instances`],
    },
    { code: "database-backups", when: "a week", given: { databases: known([database()]) }, says: ["pass orders-db"] },
    {
      code: "database-backups",
      when: "none",
      given: { databases: known([database({ backupRetentionDays: 0 })]) },
      says: ["finding orders-db"],
    },
    {
      code: "database-backups",
      when: "a cluster's day",
      given: { databaseClusters: known([databaseCluster({ backupRetentionDays: 1 })]) },
      says: ["finding cluster shop"],
    },
    {
      code: "database-deletion-protection",
      when: "on",
      given: { databaseClusters: known([databaseCluster()]) },
      says: ["pass cluster shop"],
    },
    {
      code: "database-deletion-protection",
      when: "off",
      given: { databases: known([database({ deletionProtection: false })]) },
      says: ["finding orders-db"],
    },
    {
      code: "database-deletion-protection",
      when: "a cluster and an instance of one name are two",
      given: {
        databases: known([database({ id: "shop", deletionProtection: false })]),
        databaseClusters: known([databaseCluster()]),
      },
      says: ["finding shop", "pass cluster shop"],
    },

    {
      code: "balancer-deletion-protection",
      when: "on",
      given: { balancers: known([balancer()]) },
      says: ["pass shop"],
    },
    {
      code: "balancer-deletion-protection",
      when: "off",
      given: { balancers: known([balancer({ deletionProtection: known(false) })]) },
      says: ["finding shop"],
    },
    {
      code: "balancer-deletion-protection",
      when: "attributes denied",
      given: {
        balancers: known([
          balancer({ deletionProtection: denied("elasticloadbalancing:DescribeLoadBalancerAttributes") }),
        ]),
      },
      says: ["unknown shop"],
    },
    { code: "balancer-zones", when: "two", given: { balancers: known([balancer()]) }, says: ["pass shop"] },
    {
      code: "balancer-zones",
      when: "one",
      given: { balancers: known([balancer({ zones: ["eu-central-1a"] })]) },
      says: ["finding shop"],
    },
    {
      code: "balancer-zones",
      when: "denied",
      given: { balancers: denied("elasticloadbalancing:DescribeLoadBalancers") },
      says: [`unknown ${region}`],
    },

    {
      code: "service-zones",
      when: "two subnets in two zones",
      given: { clusters: services(), subnetZones: twoZones },
      says: ["pass shop/order"],
    },
    {
      code: "service-zones",
      when: "two subnets in one zone",
      given: { clusters: services(), subnetZones: known({ "subnet-a": "z", "subnet-b": "z" }) },
      says: ["finding shop/order"],
    },
    {
      code: "service-zones",
      when: "on instances in two zones",
      given: { clusters: onInstances("a", "b") },
      says: ["pass shop/order"],
    },
    {
      code: "service-zones",
      when: "on instances in one zone",
      given: { clusters: onInstances("a", "a") },
      says: ["finding shop/order"],
    },
    {
      code: "service-zones",
      when: "a subnet that EC2 doesn't list",
      given: { clusters: services(), subnetZones: known({ "subnet-a": "z" }) },
      says: ["unknown shop/order"],
    },
    {
      code: "service-zones",
      when: "neither subnets nor instances",
      given: { clusters: onInstances() },
      says: ["unknown shop/order"],
    },
    {
      code: "inspector",
      when: "whether there are instances is denied",
      given: { inspector: known({ ecr: "ENABLED", ec2: "DISABLED" }), clusters: denied("ecs:ListClusters") },
      says: [`unknown ${region}`],
    },
    {
      code: "trusted-advisor",
      when: "no result",
      given: { trustedAdvisor: advisor("not_available") },
      says: ["unknown MFA on Root (Qch7)"],
    },
    {
      code: "alarm-connections",
      when: "a cluster's member, and its role is denied",
      given: {
        databases: known([database({ cluster: "shop" })]),
        databaseClusters: denied("rds:DescribeDBClusters"),
      },
      says: ["unknown orders-db"],
    },
    {
      code: "service-zones",
      when: "subnets denied",
      given: { clusters: services(), subnetZones: denied("ec2:DescribeSubnets") },
      says: ["unknown shop/order"],
    },
    { code: "task-spread", when: "two zones", given: { clusters: services() }, says: ["pass shop/order"] },
    {
      code: "task-spread",
      when: "one zone",
      given: { clusters: services({ taskZones: known(["z", "z"]) }) },
      says: ["finding shop/order"],
    },
    {
      code: "task-spread",
      when: "one task",
      given: { clusters: services({ desired: 1 }) },
      says: ["finding shop/order"],
    },
    {
      code: "task-spread",
      when: "parked",
      given: { clusters: services({ desired: 0, taskZones: known([]) }) },
      says: ["pass shop/order"],
    },
    {
      code: "task-spread",
      when: "a daemon",
      given: { clusters: services({ isDaemon: true, taskZones: known(["z", "z"]) }) },
      says: ["pass shop/order"],
    },
    {
      code: "task-spread",
      when: "still starting",
      given: { clusters: services({ taskZones: known(["z"]) }) },
      says: ["unknown shop/order"],
    },
    {
      code: "task-spread",
      when: "tasks denied",
      given: { clusters: services({ taskZones: denied("ecs:DescribeTasks") }) },
      says: ["unknown shop/order"],
    },

    { code: "secret-rotation", when: "rotates", given: { secrets: known([secret()]) }, says: ["pass shop/db"] },
    {
      code: "secret-rotation",
      when: "does not",
      given: { secrets: known([secret({ rotationEnabled: false })]) },
      says: ["finding shop/db"],
    },
    {
      code: "secret-rotation",
      when: "a service of AWS keeps it",
      given: { secrets: known([secret({ rotationEnabled: false, owner: "events" })]) },
      says: ["pass shop/db"],
    },
    {
      code: "secret-rotation",
      when: "is due today",
      given: { secrets: known([secret({ nextRotationAtMs: nowMs - dayMs })]) },
      says: ["pass shop/db"],
    },
    {
      code: "secret-rotation",
      when: "is late",
      given: { secrets: known([secret({ nextRotationAtMs: nowMs - 5 * dayMs })]) },
      says: ["finding shop/db"],
    },
    {
      code: "secret-rotation",
      when: "denied",
      given: { secrets: denied("secretsmanager:ListSecrets") },
      says: [`unknown ${region}`],
    },
  ])("$code, $when: $says", ({ code, given, says }) => {
    expect(verdictsOf(code, account(given))).toEqual(says);
  });
});

describe("who an alarm tells", () => {
  const bare = metricAlarm({ actions: [] });
  const composite = (rule: string, actions: readonly string[] = ["arn:topic"]) => ({
    kind: "composite" as const,
    name: "shop",
    arn: "arn:shop",
    actionsEnabled: true,
    actions,
    rule,
  });
  it.each([
    {
      when: "a composite alarm that contains it",
      rule: 'ALARM("order-cpu") OR ALARM(x)',
      says: ["pass order-cpu, shop"],
    },
    { when: "its ARN in it", rule: `NOT OK(y) AND ALARM( ${bare.arn} )`, says: ["pass order-cpu, shop"] },
    { when: "one that only asks whether it is OK", rule: 'OK("order-cpu")', says: ["finding order-cpu", "pass shop"] },
  ])("$when", ({ rule, says }) => {
    expect(verdictsOf("alarm-actions", account({ alarms: known([bare, composite(rule)]) }))).toEqual(says);
  });

  it("a composite alarm without actions tells nobody, and helps nobody", () => {
    const reading = account({ alarms: known([bare, composite('ALARM("order-cpu")', [])]) });
    expect(verdictsOf("alarm-actions", reading)).toEqual(["finding order-cpu", "finding shop"]);
    expect(checksOf("alarm-actions", reading)[1]?.fix[0]).toContain("aws cloudwatch put-composite-alarm");
  });

  it("the fix leaves out exactly what DescribeAlarms says and no Put takes", () => {
    const leftOut = new RegExp(notWritten);
    const described = [
      "AlarmArn",
      "AlarmConfigurationUpdatedTimestamp",
      "StateValue",
      "StateReason",
      "StateReasonData",
    ];
    const more = ["StateUpdatedTimestamp", "StateTransitionedTimestamp", "EvaluationState", "ActionsSuppressedBy"];
    for (const key of [...described, ...more, "ActionsSuppressedReason"]) expect(key).toMatch(leftOut);
    const written = ["AlarmName", "EvaluationPeriods", "EvaluationWindow", "EvaluationCriteria", "EvaluationInterval"];
    for (const key of [...written, "ActionsSuppressor", "ActionsSuppressorWaitPeriod", "Statistic", "AlarmRule"])
      expect(key).not.toMatch(leftOut);
  });
});

describe("a missing permission", () => {
  it("is a finding with its IAM action, once however many calls needed it", () => {
    const reading = account({
      budgets: denied("budgets:ViewBudget"),
      balancers: known(
        ["a", "b"].map((name) =>
          balancer({ name, deletionProtection: denied("elasticloadbalancing:DescribeLoadBalancerAttributes") }),
        ),
      ),
    });
    const checks = checksOf("permission-missing", reading);
    expect(checks.map(({ about, numbers }) => [about, numbers])).toEqual([
      [["budgets:ViewBudget"], { calls: 1 }],
      [["elasticloadbalancing:DescribeLoadBalancerAttributes"], { calls: 2 }],
    ]);
    expect(checks[0]?.fix).toEqual([
      `aws iam put-role-policy --role-name="$ROLE_NAME" --policy-name=headgate-checklist-budgets-ViewBudget --policy-document='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"budgets:ViewBudget","Resource":"*"}]}'`,
    ]);
  });

  it("a call that failed otherwise is unknown, and no permission is missing", () => {
    const reading = account({
      secrets: {
        ...denied("secretsmanager:ListSecrets"),
        because: "failed",
        detail: "secretsmanager:ListSecrets: TimeoutError",
      },
    });
    expect(verdictsOf("permission-missing", reading)).toEqual(["pass"]);
    expect(checksOf("secret-rotation", reading)[0]?.what).toBe(
      "region eu-central-1 can't be judged: secretsmanager:ListSecrets: TimeoutError",
    );
  });
});

describe("whole accounts", () => {
  it("an empty account has every code, and only what every account needs is found", () => {
    const { checks } = auditAccount(emptyAccount, null, nowMs);
    expect([...new Set(checks.map(({ code }) => code))]).toEqual(Object.keys(checkCodes));
    expect(checks.filter(({ status }) => status !== "pass").map(({ code }) => code)).toEqual([
      "budget",
      "guardduty",
      "inspector",
    ]);
  });

  it("an account in which everything is denied passes nothing but what follows from that", () => {
    const parts = Object.keys(emptyAccount).filter((key) => key !== "region" && key !== "otherFailures");
    const reading = { ...emptyAccount, ...Object.fromEntries(parts.map((key) => [key, denied(`x:${key}`)])) };
    const { checks, accountId } = auditAccount(reading, null, nowMs);
    expect(accountId).toBeNull();
    expect(checks.filter(({ status }) => status === "pass")).toEqual([]);
    expect(checks.filter(({ code }) => code === "permission-missing")).toHaveLength(parts.length);
  });

  it("names in any script are told as they are, and quoted in the fix", () => {
    const [check] = checksOf("log-retention", account({ logGroups: log({ name: "/ecs/bestellung-größe/注文's" }) }));
    expect(check?.about).toEqual(["/ecs/bestellung-größe/注文's"]);
    expect(check?.fix).toEqual([
      `aws logs put-retention-policy --log-group-name='/ecs/bestellung-größe/注文'\\''s' --retention-in-days=30`,
    ]);
  });

  it("a price that is known is the finding's cost, times what it counts", () => {
    const price = { kind: "known" as const, monthlyDollars: 0.1, asOf: "2026-11", source: "list" };
    const reading = account({ clusters: known([cluster([ecsService()])]) });
    const { checks } = auditAccount(reading, null, nowMs, () => price);
    expect(checks.find(({ code }) => code === "alarm-cpu")?.cost).toEqual({
      kind: "monthly",
      dollars: 0.1,
      asOf: "2026-11",
      source: "list",
    });
  });
});
