import type { AlarmSignalConfig } from "../../shared/config/signal-config.ts";
import type { SdkCall } from "../scale/small-stack.ts";
import { serviceConfig } from "../scale/small-world.ts";
import { allHeld, type Proof } from "./prove.ts";
import type { RefusalRow } from "./refusal-row.ts";
import { twoDatabasesConfig, twoDatabasesWorld } from "./two-databases.ts";

/** `api` lives in a cluster of its own, to which a permission may be missing. */
const ownCluster = { ...serviceConfig({ ecsService: "api" }), cluster: "locked" };
const signalsIn = (cluster: string) =>
  ownCluster.signals.map((signal) =>
    signal.kind === "target"
      ? { ...signal, metric: { ...signal.metric, dimensions: { ClusterName: cluster, ServiceName: "api" } } }
      : signal,
  );
const apart = { config: twoDatabasesConfig({ api: { cluster: "locked", signals: signalsIn("locked") } }) };
const inLocked = ({ input }: SdkCall): boolean => input["cluster"] === "locked";

const hot: AlarmSignalConfig = {
  kind: "alarm",
  name: "hot",
  alarmName: "api-hot",
  stepPercent: 10,
  stepTasks: 1,
  windowSeconds: 60,
  warmUpSeconds: 60,
};
const byAlarm = {
  config: twoDatabasesConfig({ api: { signals: [hot] } }),
  alarms: [
    { alarmName: "api-hot", service: "api", metric: "CPUUtilization", threshold: 60, periodSeconds: 60, datapoints: 1 },
  ],
} as const;

const byQueue = {
  config: twoDatabasesConfig({
    api: {
      signals: [
        {
          kind: "backlog",
          name: "jobs",
          source: { kind: "sqs", queueName: "jobs" },
          messagesPerSecond: 30,
          drainSeconds: 60,
          toleranceRatio: 0.1,
          staleAfterSeconds: 180,
        },
      ],
    },
  }),
  world: {
    ...twoDatabasesWorld(),
    services: twoDatabasesWorld().services.map((service) => {
      const { traffic, ...rest } = service;
      return service.name === "api" ? rest : { ...rest, ...(traffic === undefined ? {} : { traffic }) };
    }),
    queues: [{ name: "jobs", consumer: "api", traffic: { kind: "perSecond", requestsPerSecond: [400] } }],
  },
} as const satisfies Pick<Proof, "config" | "world">;

const withTarget: Pick<Proof, "prepare"> = {
  prepare: ({ cloud }) => {
    cloud.autoScaling.registerScalableTarget({
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: "service/shop/api",
      MinCapacity: 2,
      // Policies that can't be seen may raise the count so far, and room for that is kept.
      MaxCapacity: 5,
    });
  },
};

const common = { denied: "AccessDeniedException", throttled: "ThrottlingException" };

/** Every action by which `scale` reads, without that of scheduled actions, which only a governed service needs. */
export const scaleRefusals: readonly RefusalRow[] = [
  {
    operation: "dynamodb BatchGetItem",
    action: "dynamodb:BatchGetItem",
    when: "of what was found",
    denied: "AccessDeniedException",
    throttled: "ProvisionedThroughputExceededException",
    // Both functions read what was found; only scale reads the quotas with it.
    only: ({ input }) => JSON.stringify(input).includes('"QUOTAS"'),
    proof: (action) => allHeld("limit-unknown", action),
  },
  {
    operation: "cloudwatch GetMetricData",
    action: "cloudwatch:GetMetricData",
    when: "of every signal",
    denied: "AccessDenied",
    throttled: "Throttling",
    proof: (action) => allHeld("signal-unknown", action),
  },
  {
    operation: "cloudwatch DescribeAlarms",
    action: "cloudwatch:DescribeAlarms",
    when: "of a service that has nothing else",
    denied: "AccessDenied",
    throttled: "Throttling",
    proof: (action) => ({
      ...byAlarm,
      grow: ["both", "web"],
      says: [{ code: "signal-unknown", about: "api", names: [`${action} api-hot`] }],
    }),
  },
  {
    operation: "sqs GetQueueAttributes",
    action: "sqs:GetQueueAttributes",
    when: "of a service that has nothing else",
    denied: "AccessDenied",
    throttled: "ThrottlingException",
    proof: (action) => ({
      ...byQueue,
      grow: ["both", "web"],
      says: [{ code: "signal-unknown", about: "api", names: [`${action} jobs`] }],
    }),
  },
  ...["DescribeServices", "ListTasks", "DescribeTasks"].flatMap((name): readonly RefusalRow[] => [
    {
      operation: `ecs ${name}`,
      action: `ecs:${name}`,
      when: "of every service",
      ...common,
      proof: (action) => allHeld("tasks-unknown", `Why: ${action} shop/`),
    },
    {
      operation: `ecs ${name}`,
      action: `ecs:${name}`,
      when: "in the cluster of one service",
      ...common,
      only: inLocked,
      proof: (action) => ({
        ...apart,
        grow: ["web"],
        says: [
          { code: "tasks-unknown", about: "api", names: [`Why: ${action} locked/api`] },
          { code: "neighbour-unknown", about: "both", names: ["api"] },
        ],
      }),
    },
  ]),
  {
    operation: "application-autoscaling DescribeScalableTargets",
    action: "application-autoscaling:DescribeScalableTargets",
    when: "of every service",
    ...common,
    proof: (action) => allHeld("autoscaling-unknown", action),
  },
  {
    operation: "application-autoscaling DescribeScalingPolicies",
    action: "application-autoscaling:DescribeScalingPolicies",
    when: "of a service with a scalable target",
    ...common,
    proof: (action) => ({
      ...withTarget,
      grow: ["both", "web"],
      says: [{ code: "autoscaling-unknown", about: "api", names: [action] }],
    }),
  },
];
