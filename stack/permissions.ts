import type { Config, Mode, ServiceConfig } from "../shared/config/config.ts";
import { destinationsOf, isWritten } from "../shared/records/destination.ts";
import { arn, type Intrinsic, resolvedLength, serviceArn } from "./intrinsics.ts";

export type Statement = {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly Intrinsic[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/**
 * What the role of `router` may do: take events, hand wake-ups on, look up which domains are due.
 *
 * @returns the same for every configuration: the router writes to nothing but our own queues
 */
export const routerStatements = (logGroup: string): readonly Statement[] => [
  ...runtimeStatements(logGroup),
  {
    Sid: "TakeEvents",
    Effect: "Allow",
    Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    Resource: [arnOf("EventsQueue")],
  },
  {
    Sid: "SendWakeUps",
    Effect: "Allow",
    Action: ["sqs:SendMessage"],
    // The dead-letter queue too: what can't be parsed goes there at once, with its reason.
    Resource: [arnOf("ScalingQueue"), arnOf("RecordsQueue"), arnOf("EventsDeadLetterQueue")],
  },
  {
    Sid: "ReadDueDomains",
    Effect: "Allow",
    Action: ["dynamodb:BatchGetItem"],
    Resource: [arnOf("Table")],
  },
];

/**
 * What the role of `scale` may do, by the modes that headgate.yml names.
 *
 * A stack in which every service is observed gets no action that changes a service, a scalable target or an alarm, so
 * that "it only watches" holds by IAM and not by our code.
 *
 * @throws when the policy would pass IAM's limit for a role's inline policies
 */
export const scaleStatements = (config: Config, logGroup: string): readonly Statement[] => {
  const statements = [
    ...runtimeStatements(logGroup),
    {
      Sid: "TakeWakeUps",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      Resource: [arnOf("ScalingQueue")],
    },
    { Sid: "WakeLater", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [arnOf("EventsQueue")] },
    {
      Sid: "KeepState",
      Effect: "Allow",
      Action: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      Resource: [arnOf("Table")],
    },
    { Sid: "Notify", Effect: "Allow", Action: ["sns:Publish"], Resource: [{ Ref: "Topic" }] },
    ...readStatements(
      config,
      config.services.filter(({ mode }) => mode !== "scale"),
    ),
    ...scaleModeStatements(servicesIn(config, "scale")),
    ...onTasksThatAreProtected("ProtectTasks", ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"], config),
    ...governModeStatements(servicesIn(config, "govern")),
    ...autoscalingStatements(config),
  ] as const satisfies readonly Statement[];
  refuseOverlong("scale", statements);
  return statements;
};

/** What the role of `hook` may do: read a domain as `scale` does, and nothing else. */
export const hookStatements = (config: Config, logGroup: string): readonly Statement[] => [
  ...runtimeStatements(logGroup),
  { Sid: "ReadState", Effect: "Allow", Action: ["dynamodb:BatchGetItem"], Resource: [arnOf("Table")] },
  ...readStatements(config, config.services),
];

/** What reading a domain as `scale` does needs of AWS, whoever reads it: also in the middle of a shrinking. */
export const domainReadStatements = (config: Config): readonly Statement[] => [
  ...readStatements(config, config.services),
  ...onTasksThatAreProtected("ReadProtection", ["ecs:GetTaskProtection"], config),
];

/**
 * Every action that is granted on all resources, and why none narrower is possible. The template's test holds the
 * roles to this list.
 */
export const wildcardReasons: Readonly<Record<string, string>> = {
  "application-autoscaling:DescribeScalableTargets": "IAM knows no resource for it",
  "application-autoscaling:DescribeScalingPolicies": "IAM knows no resource for it",
  "application-autoscaling:DescribeScheduledActions": "IAM knows no resource for it",
  "cloudwatch:GetMetricData": "metrics are no IAM resource",
  "ec2:DescribeInstanceTypes": "IAM knows no resource for it",
  "ec2:DescribeInstances": "IAM knows no resource for it",
  "ec2:DescribeNetworkInterfaces": "IAM knows no resource for it",
  "ecs:DescribeTaskDefinition": "IAM knows no resource for it",
  "ecs:ListTasks":
    "without a container instance it is authorized on *; the condition ecs:cluster narrows it to the clusters",
  "route53:CreateHealthCheck": "IAM knows no resource for it",
  "route53:ListHealthChecks": "IAM knows no resource for it",
  "route53:ListHostedZonesByName": "IAM knows no resource for it",
  "ssm:ListCommandInvocations": "IAM knows no resource for it",
  "ssm:ListCommands": "IAM knows no resource for it",
  "xray:PutTelemetryRecords": "IAM knows no resource for it",
  "xray:PutTraceSegments": "IAM knows no resource for it",
};

export const runtimeStatements = (logGroup: string): readonly Statement[] => [
  {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [arn("logs", `log-group:${logGroup}:log-stream:*`)],
  },
  {
    Sid: "Trace",
    Effect: "Allow",
    Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    Resource: "*",
  },
];

/** @param described services that are read and not written; those that are written have both rights in one statement */
const readStatements = (config: Config, described: readonly ServiceConfig[]): readonly Statement[] => {
  const clusters = clustersOf(config);
  const readsAlarms = config.services.some(({ signals }) => signals.some(({ kind }) => kind === "alarm"));
  return [
    ...readServices(described),
    {
      Sid: "ListTasks",
      Effect: "Allow",
      Action: ["ecs:ListTasks"],
      Resource: "*",
      Condition: { ArnEquals: { "ecs:cluster": clusters.map((cluster) => arn("ecs", `cluster/${cluster}`)) } },
    },
    {
      Sid: "ReadTasks",
      Effect: "Allow",
      Action: ["ecs:DescribeTasks"],
      Resource: clusters.map((cluster) => arn("ecs", `task/${cluster}/*`)),
    },
    // In one statement, because the role has no room to repeat what they have in common.
    { Sid: "ReadWithoutResource", Effect: "Allow", Action: actionsWithoutResource(config), Resource: "*" },
    ...readInstances(config),
    ...(readsAlarms ? [readAlarms] : []),
    ...readQueues(config),
  ];
};

/** The instances of the clusters that services run on with `capacity.launchType: ec2`. */
const readInstances = ({ services }: Config): readonly Statement[] => {
  const clusters = [
    ...new Set(services.filter(({ capacity }) => capacity.kind === "ec2").map(({ cluster }) => cluster)),
  ].sort();
  if (clusters.length === 0) return [];
  return [
    {
      Sid: "ReadProviders",
      Effect: "Allow",
      Action: ["ecs:DescribeCapacityProviders"],
      // A provider's name is known only once its service was read.
      Resource: [arn("ecs", "capacity-provider/*")],
    },
    {
      Sid: "ReadInstances",
      Effect: "Allow",
      Action: ["ecs:DescribeContainerInstances", "ecs:ListContainerInstances"],
      Resource: clusters.flatMap((cluster) => [
        arn("ecs", `cluster/${cluster}`),
        arn("ecs", `container-instance/${cluster}/*`),
      ]),
    },
  ];
};

/** The services' own queues that a backlog signal is read from, each by its name. */
const readQueues = ({ services }: Config): readonly Statement[] => {
  const names = services.flatMap(({ signals }) =>
    signals.flatMap((signal) =>
      signal.kind === "backlog" && signal.source.kind === "sqs" ? [signal.source.queueName] : [],
    ),
  );
  const Resource = [...new Set(names)].sort().map((name) => arn("sqs", name));
  return Resource.length === 0
    ? []
    : [{ Sid: "ReadQueues", Effect: "Allow", Action: ["sqs:GetQueueAttributes"], Resource }];
};

const readServices = (services: readonly ServiceConfig[]): readonly Statement[] =>
  services.length === 0
    ? []
    : [
        {
          Sid: "ReadServices",
          Effect: "Allow",
          Action: ["ecs:DescribeServices"],
          Resource: services.map(serviceArn),
        },
      ];

/** CloudWatch authorizes DescribeAlarms on all alarms of the account, also where the call names them. */
const readAlarms: Statement = {
  Sid: "ReadAlarms",
  Effect: "Allow",
  Action: ["cloudwatch:DescribeAlarms"],
  Resource: [arn("cloudwatch", "alarm:*")],
};

/** Reading and writing in one statement: the role has room for each service's name once. */
const scaleModeStatements = (services: readonly ServiceConfig[]): readonly Statement[] =>
  services.length === 0
    ? []
    : [
        {
          Sid: "ReadAndSetDesiredCount",
          Effect: "Allow",
          Action: ["ecs:DescribeServices", "ecs:UpdateService"],
          Resource: services.map(serviceArn),
        },
      ];

/** Services that are published shrink victim first: the tasks that stay are protected meanwhile. */
const onTasksThatAreProtected = (Sid: string, Action: readonly string[], config: Config): readonly Statement[] => {
  const published = new Set(
    destinationsOf(config)
      .filter(isWritten)
      .flatMap((destination) => destination.services.map(({ service }) => service.name)),
  );
  const clusters = clustersOf({ services: servicesIn(config, "scale").filter(({ name }) => published.has(name)) });
  return clusters.length === 0
    ? []
    : [
        {
          Sid,
          Effect: "Allow",
          Action,
          Resource: clusters.map((cluster) => arn("ecs", `task/${cluster}/*`)),
        },
      ];
};

/**
 * RegisterScalableTarget checks its caller's own rights on the service and the alarms behind it; the condition
 * aws:ViaAWSService lets them serve for that and nothing else.
 */
const governModeStatements = (services: readonly ServiceConfig[]): readonly Statement[] =>
  services.length === 0
    ? []
    : [
        {
          Sid: "LetAutoScalingSetDesiredCount",
          Effect: "Allow",
          Action: ["ecs:UpdateService"],
          Resource: services.map(serviceArn),
          Condition: viaAutoScaling,
        },
      ];

/** They are written only in `govern`, and in `scale` where a service's own policies are to be suspended. */
const autoscalingStatements = (config: Config): readonly Statement[] => {
  const suspends = servicesIn(config, "scale").some(({ autoscaling }) => autoscaling === "suspend");
  return suspends || servicesIn(config, "govern").length > 0 ? writeScalableTargets : [];
};

/** Reads for which IAM knows no resource: `wildcardReasons` says why of each. */
const actionsWithoutResource = (config: Config): readonly string[] => {
  const governs = servicesIn(config, "govern").length > 0;
  const scales = servicesIn(config, "scale").length > 0;
  return [
    "cloudwatch:GetMetricData",
    "ecs:DescribeTaskDefinition",
    ...(governs || scales ? ["application-autoscaling:DescribeScalableTargets"] : []),
    ...(scales ? ["application-autoscaling:DescribeScalingPolicies"] : []),
    ...(governs ? ["application-autoscaling:DescribeScheduledActions"] : []),
  ];
};

const viaAutoScaling = { Bool: { "aws:ViaAWSService": "true" } } as const;

const writeScalableTargets: readonly Statement[] = [
  {
    Sid: "SetMaxCapacity",
    Effect: "Allow",
    Action: ["application-autoscaling:RegisterScalableTarget"],
    // A target's id is AWS's own and unknown before it is read; the conditions leave ECS desired counts only.
    Resource: [arn("application-autoscaling", "scalable-target/*")],
    Condition: {
      StringEquals: {
        "application-autoscaling:service-namespace": "ecs",
        "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
      },
    },
  },
  {
    Sid: "LetAutoScalingKeepItsAlarms",
    Effect: "Allow",
    Action: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
    Resource: [arn("cloudwatch", "alarm:*")],
    Condition: viaAutoScaling,
  },
];

/** IAM's quota: the characters of all inline policies of a role, without white space. */
const inlinePolicyCharacters = 10_240;

/** @throws Error where IAM would refuse the role at the deployment */
export const refuseOverlong = (functionName: string, statements: readonly Statement[]): void => {
  const characters = resolvedLength(statements);
  if (characters > inlinePolicyCharacters) {
    throw new Error(
      `the role of ${functionName} would hold ${characters} of ${inlinePolicyCharacters} characters: split headgate.yml into two stacks`,
    );
  }
};

const servicesIn = (config: Config, mode: Mode): readonly ServiceConfig[] =>
  config.services.filter((service) => service.mode === mode);

export const clustersOf = ({ services }: Pick<Config, "services">): readonly string[] =>
  [...new Set(services.map(({ cluster }) => cluster))].sort();

export const arnOf = (logicalId: string): Intrinsic => ({ "Fn::GetAtt": [logicalId, "Arn"] });
