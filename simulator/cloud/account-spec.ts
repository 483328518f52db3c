import type { ScalableTarget } from "@aws-sdk/client-application-auto-scaling";
import type { Budget } from "@aws-sdk/client-budgets";
import type { Stack } from "@aws-sdk/client-cloudformation";
import type { CompositeAlarm, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { LogGroup } from "@aws-sdk/client-cloudwatch-logs";
import type { Subnet } from "@aws-sdk/client-ec2";
import type { ContainerInstance, Service, Task } from "@aws-sdk/client-ecs";
import type { LoadBalancer, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { DetectorStatus } from "@aws-sdk/client-guardduty";
import type { ResourceState } from "@aws-sdk/client-inspector2";
import type { DBCluster, DBInstance } from "@aws-sdk/client-rds";
import type { SecretListEntry } from "@aws-sdk/client-secrets-manager";
import type { InstanceInformation } from "@aws-sdk/client-ssm";
import type { TrustedAdvisorCheckDescription, TrustedAdvisorCheckSummary } from "@aws-sdk/client-support";

/** An account at rest, in the shapes in which AWS describes it. */
export type AccountSpec = {
  readonly accountId: string;
  readonly logGroups: readonly LogGroup[];
  readonly metricAlarms: readonly MetricAlarm[];
  readonly compositeAlarms: readonly CompositeAlarm[];
  readonly stacks: readonly Stack[];
  readonly budgets: readonly Budget[];
  readonly nodes: readonly InstanceInformation[];
  readonly detectors: readonly { readonly id: string; readonly status: DetectorStatus }[];
  readonly inspector: ResourceState;
  /** `null`: a support plan without the API. */
  readonly trustedAdvisor:
    | readonly (TrustedAdvisorCheckDescription & Omit<TrustedAdvisorCheckSummary, "checkId">)[]
    | null;
  readonly clusters: readonly ClusterSpec[];
  readonly subnets: readonly Subnet[];
  readonly balancers: readonly (LoadBalancer & { readonly deletionProtection: boolean })[];
  readonly targetGroups: readonly TargetGroup[];
  readonly dbInstances: readonly DBInstance[];
  readonly dbClusters: readonly DBCluster[];
  readonly secrets: readonly SecretListEntry[];
  readonly scalableTargets: readonly ScalableTarget[];
  readonly metrics: readonly MetricSpec[];
  /** IAM actions that the caller may not use, "ecs:ListClusters". */
  readonly denied: ReadonlySet<string>;
  /** AWS may put less on a page than was asked for; `null`: as much as was asked for. */
  readonly mostPerPage: number | null;
};

export type ClusterSpec = {
  readonly cluster: string;
  readonly services: readonly Service[];
  readonly tasks: readonly Task[];
  readonly instances: readonly ContainerInstance[];
};

export type MetricSpec = {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** One figure for every period. */
  readonly value: number;
};

export const emptyAccount: AccountSpec = {
  accountId: "123456789012",
  logGroups: [],
  metricAlarms: [],
  compositeAlarms: [],
  stacks: [],
  budgets: [],
  nodes: [],
  detectors: [],
  inspector: {
    ec2: { status: "DISABLED", errorCode: undefined, errorMessage: undefined },
    ecr: { status: "DISABLED", errorCode: undefined, errorMessage: undefined },
  },
  trustedAdvisor: null,
  clusters: [],
  subnets: [],
  balancers: [],
  targetGroups: [],
  dbInstances: [],
  dbClusters: [],
  secrets: [],
  scalableTargets: [],
  metrics: [],
  denied: new Set(),
  mostPerPage: null,
};
