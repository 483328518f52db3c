import type { Config } from "../shared/config/config.ts";
import type { ServiceConfig } from "../shared/config/service-config.ts";
import { arn, serviceArn } from "./intrinsics.ts";
import { clustersOf, servicesIn } from "./services-in.ts";
import type { Statement } from "./statement.ts";
import { onTasksThatAreProtected } from "./task-protection-permissions.ts";

/** What reading a domain as `scale` does needs of AWS, whoever reads it: also in the middle of a shrinking. */
export const domainReadStatements = (config: Config): readonly Statement[] => [
  ...readStatements(config, config.services),
  ...onTasksThatAreProtected("ReadProtection", ["ecs:GetTaskProtection"], config),
];

/** @param described services that are read and not written; those that are written have both rights in one statement */
export const readStatements = (config: Config, described: readonly ServiceConfig[]): readonly Statement[] => {
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
  const clusters = clustersOf({ services: services.filter(({ capacity }) => capacity.kind === "ec2") });
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
