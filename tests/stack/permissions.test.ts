import { join } from "node:path";
import * as applicationAutoScaling from "@aws-sdk/client-application-auto-scaling";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as pi from "@aws-sdk/client-pi";
import * as rds from "@aws-sdk/client-rds";
import * as route53 from "@aws-sdk/client-route-53";
import * as s3 from "@aws-sdk/client-s3";
import * as servicequotas from "@aws-sdk/client-service-quotas";
import * as servicediscovery from "@aws-sdk/client-servicediscovery";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import { describe, expect, it } from "@jest/globals";
import { build } from "esbuild";
import type { Config } from "../../shared/config/config.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import type { Mode } from "../../shared/config/service-config.ts";
import { hookStatements } from "../../stack/hook-permissions.ts";
import { limitsStatements } from "../../stack/limits-permissions.ts";
import { recordsStatements } from "../../stack/records-permissions.ts";
import { routerStatements } from "../../stack/router-permissions.ts";
import { scaleStatements } from "../../stack/scale-permissions.ts";
import type { Statement } from "../../stack/statement.ts";

const clients: Readonly<Record<string, object>> = {
  "application-autoscaling": applicationAutoScaling,
  cloudwatch,
  dynamodb,
  ec2,
  ecs,
  pi,
  rds,
  route53,
  s3,
  servicediscovery,
  servicequotas,
  sns,
  sqs,
  ssm,
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

/** Where the package is not named like the service in IAM. */
const packageOf: Readonly<Record<string, string>> = {
  "application-autoscaling": "application-auto-scaling",
  route53: "route-53",
  servicequotas: "service-quotas",
};

/** The commands that are still there once esbuild has dropped what the function can't reach. */
const calledActions = async (name: string): Promise<readonly string[]> => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(__dirname, "../../functions", name, "index.ts")],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    mainFields: ["module", "main"],
  });
  const constructed = new Set(
    [...outputFiles[0]!.text.matchAll(/\bnew ([A-Z]\w+Command)\d*\(/g)].map((match) => match[1]!),
  );
  // ECS and Cloud Map both have an UpdateService: only the clients that are in the bundle count.
  const bundled = Object.entries(clients).filter(([service]) =>
    Object.keys(metafile.inputs).some((path) => path.includes(`/client-${packageOf[service] ?? service}/`)),
  );
  const actions = bundled.flatMap(([service, exported]) =>
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

/** Of a service in scale mode, what `publish` says. */
const published = {
  records: [{ zone: "internal", healthCheck: { type: "TCP" } }],
  cloudMap: [{ serviceId: "srv-1", policy: "sync" }],
  upstreams: [{ fleet: "edge" }],
};

const configOf = (...modes: readonly Mode[]): Config =>
  ({
    services: modes.map((mode) => ({
      name: mode,
      cluster: "shop",
      ecsService: mode,
      mode,
      capacity: { kind: "ec2" },
      signals: [
        { kind: "alarm", alarmName: "slow" },
        { kind: "backlog", source: { kind: "sqs", queueName: `${mode}-jobs` } },
      ],
      publish: publishesNothing,
    })),
    zones: [],
    nginxFleets: [],
  }) as unknown as Config;

/** The same with every kind of destination, each in the policy that writes most. */
const publishing = (from: Config): Config =>
  ({
    ...from,
    services: from.services.map((service) => (service.mode === "scale" ? { ...service, publish: published } : service)),
    zones: [{ name: "internal", hostedZoneId: "Z1", domain: "shop.internal", policy: "sync" }],
    nginxFleets: [{ name: "edge", tag: { key: "Role", value: "edge" }, file: "/f", policy: "install" }],
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
    const statements = scaleStatements(publishing(configOf("observe", "govern", "scale")), "/aws/lambda/scale");
    expect(grantedActions(statements, notOurs.concat("cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"))).toEqual(
      await calledActions("scale"),
    );
  });
});

describe("the role of records", () => {
  it("holds what its code calls, with every kind of destination", async () => {
    const statements = recordsStatements(publishing(configOf("scale")), "/aws/lambda/records");
    const ours = statements.filter(({ Condition }) => Condition?.["Bool"] === undefined);
    expect(grantedActions(ours, notCalledByUs)).toEqual(await calledActions("records"));
  });

  it("may do for Cloud Map what its caller must be allowed to, and only through it", () => {
    const statements = recordsStatements(publishing(configOf("scale")), "/aws/lambda/records");
    const through = statements.filter(({ Condition }) => Condition?.["Bool"] !== undefined);
    expect(through.map(({ Condition }) => Condition)).toEqual(
      through.map(() => ({ Bool: { "aws:ViaAWSService": "true" } })),
    );
    expect(grantedActions(through, [])).toEqual([
      "ec2:DescribeInstances",
      "route53:ChangeResourceRecordSets",
      "route53:CreateHealthCheck",
      "route53:DeleteHealthCheck",
      "route53:GetHealthCheck",
      "route53:GetHostedZone",
      "route53:ListHostedZonesByName",
      "route53:UpdateHealthCheck",
    ]);
  });

  it("stops the packaging where IAM would refuse it at the deployment", () => {
    const fleets = (count: number) => {
      const base = publishing(configOf("scale"));
      const [fleet] = base.nginxFleets;
      return {
        ...base,
        nginxFleets: Array.from({ length: count }, (_, index) => ({ ...fleet!, name: `edge-${index}` })),
      };
    };
    expect(() => recordsStatements(fleets(10), "/aws/lambda/records")).not.toThrow();
    expect(() => recordsStatements(fleets(40), "/aws/lambda/records")).toThrow(
      /^the role of records would hold \d+ of 10240 characters: split/,
    );
  });

  it("without a destination it reads and writes nothing of the account", () => {
    const statements = recordsStatements(configOf("scale"), "/aws/lambda/records");
    expect(grantedActions(statements, notCalledByUs)).toEqual([
      "dynamodb:BatchGetItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "sns:Publish",
      "sqs:SendMessage",
    ]);
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
