import { join } from "node:path";
import * as applicationAutoScaling from "@aws-sdk/client-application-auto-scaling";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as pi from "@aws-sdk/client-pi";
import * as rds from "@aws-sdk/client-rds";
import * as servicequotas from "@aws-sdk/client-service-quotas";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { describe, expect, it } from "@jest/globals";
import { build } from "esbuild";
import type { Config, Mode } from "../../shared/config/config.ts";
import { limitsStatements } from "../../stack/limits-permissions.ts";
import { hookStatements, routerStatements, type Statement, scaleStatements } from "../../stack/permissions.ts";

const clients: Readonly<Record<string, object>> = {
  "application-autoscaling": applicationAutoScaling,
  cloudwatch,
  dynamodb,
  ec2,
  ecs,
  pi,
  rds,
  servicequotas,
  sns,
  sqs,
};

/** Where IAM's action is not named like the API's. @see DynamoDB and SQS in the Service Authorization Reference */
const authorizedAs: Readonly<Record<string, readonly string[]>> = {
  "dynamodb:TransactWriteItems": ["dynamodb:PutItem"],
  "sqs:SendMessageBatch": ["sqs:SendMessage"],
};

/** What Lambda does with the function's role, and what the policies let AWS's own services check. */
const notCalledByUs = [
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ReceiveMessage",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];
const checkedByAutoScaling = ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "ecs:UpdateService"];

/** The commands that are still there once esbuild has dropped what the function can't reach. */
const calledActions = async (name: string): Promise<readonly string[]> => {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, "../../functions", name, "index.ts")],
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "cjs",
    mainFields: ["module", "main"],
  });
  const constructed = new Set(
    [...outputFiles[0]!.text.matchAll(/\bnew ([A-Z]\w+Command)\d*\(/g)].map((match) => match[1]!),
  );
  const actions = Object.entries(clients).flatMap(([service, exported]) =>
    [...constructed]
      .filter((command) => command in exported)
      .flatMap((command) => {
        const action = `${service}:${command.slice(0, -"Command".length)}`;
        return authorizedAs[action] ?? [action];
      }),
  );
  return [...new Set(actions)].sort();
};

const grantedActions = (statements: readonly Statement[], except: readonly string[]): readonly string[] =>
  [...new Set(statements.flatMap(({ Action }) => Action))].filter((action) => !except.includes(action)).sort();

const configOf = (...modes: readonly Mode[]): Config =>
  ({
    services: modes.map((mode) => ({
      cluster: "shop",
      ecsService: mode,
      mode,
      capacity: { kind: "ec2" },
      signals: [
        { kind: "alarm", alarmName: "slow" },
        { kind: "backlog", source: { kind: "sqs", queueName: `${mode}-jobs` } },
      ],
    })),
  }) as unknown as Config;

describe("a role holds what its function's code calls, and nothing that it does not", () => {
  it("router", async () => {
    expect(grantedActions(routerStatements("/aws/lambda/router"), notCalledByUs)).toEqual(
      await calledActions("router"),
    );
  });

  it("scale, with a service in each mode", async () => {
    // Lambda reads the wake-ups' queue, and we the services' own.
    const notOurs = notCalledByUs.filter((action) => action !== "sqs:GetQueueAttributes");
    const statements = scaleStatements(configOf("observe", "govern", "scale"), "/aws/lambda/scale");
    expect(grantedActions(statements, notOurs.concat("cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"))).toEqual(
      await calledActions("scale"),
    );
  });
});

describe("the role of hook", () => {
  it("holds what its code calls: it reads, in every mode", async () => {
    const statements = hookStatements(configOf("observe", "govern", "scale"), "/aws/lambda/hook");
    const notOurs = notCalledByUs.filter((action) => action !== "sqs:GetQueueAttributes");
    expect(grantedActions(statements, notOurs)).toEqual(await calledActions("hook"));
  });
});

describe("the role of limits", () => {
  const statementsFor = (proxies: readonly string[]) =>
    limitsStatements({ proxies: proxies.map((name) => ({ name })) } as unknown as Config, "/aws/lambda/limits");

  it("holds what its code calls, with a proxy", async () => {
    expect(grantedActions(statementsFor(["front"]), notCalledByUs)).toEqual(await calledActions("limits"));
  });

  it("looks at proxies only where one is configured", () => {
    expect(statementsFor([]).map(({ Sid }) => Sid)).not.toContain("ReadProxies");
  });

  it("writes to its own part of the table only", () => {
    const [keep] = statementsFor([]).filter(({ Sid }) => Sid === "KeepFacts");
    expect(keep?.Condition).toEqual({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["FACTS"] } });
  });
});

describe("the role of scale follows the modes", () => {
  const actionsIn = (...modes: readonly Mode[]) =>
    grantedActions(scaleStatements(configOf(...modes), "/aws/lambda/scale"), []);
  const observed = actionsIn("observe");

  it.each<{ when: string; modes: readonly Mode[]; adds: readonly string[] }>([
    {
      when: "scale adds the desired count, and a look at what else writes it",
      modes: ["observe", "scale"],
      adds: [
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:DescribeScalingPolicies",
        "ecs:UpdateService",
      ],
    },
    {
      when: "govern adds the scalable target, and what Auto Scaling checks of its caller",
      modes: ["observe", "govern"],
      adds: [
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:DescribeScheduledActions",
        "application-autoscaling:RegisterScalableTarget",
        ...checkedByAutoScaling,
      ],
    },
    { when: "observing a second service adds nothing", modes: ["observe", "observe"], adds: [] },
  ])("$when", ({ modes, adds }) => {
    expect(actionsIn(...modes).filter((action) => !observed.includes(action))).toEqual([...adds].sort());
  });
});

it("told to suspend a service's own policies, scale may write scalable targets, and sets its count as before", () => {
  const config = configOf("scale");
  const told = { ...config, services: config.services.map((entry) => ({ ...entry, autoscaling: "suspend" as const })) };
  const granted = (from: Config) => grantedActions(scaleStatements(from, "/aws/lambda/scale"), []);
  expect(granted(told).filter((action) => !granted(config).includes(action))).toEqual([
    "application-autoscaling:RegisterScalableTarget",
    "cloudwatch:DeleteAlarms",
    "cloudwatch:PutMetricAlarm",
  ]);
});

it("a service's queue is read by its name, and no other", () => {
  const statement = scaleStatements(configOf("scale", "observe", "scale"), "/aws/lambda/scale").find(
    ({ Sid }) => Sid === "ReadQueues",
  );
  const named = (queue: string) => ({
    "Fn::Sub": `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${queue}`,
  });
  expect(statement?.Resource).toEqual([named("observe-jobs"), named("scale-jobs")]);
});
