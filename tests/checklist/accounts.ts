import type {
  AccountReading,
  AuditReading,
  Balancer,
  Database,
  DatabaseCluster,
  EcsCluster,
  EcsService,
  FailedCall,
  Secret,
  TargetGroup,
} from "../../shared/checklist/account-reading.ts";
import type { Alarm, MetricAlarm, Watched } from "../../shared/checklist/alarms/alarm.ts";
import type { Check } from "../../shared/checklist/check.ts";
import type { CheckCode } from "../../shared/checklist/check-codes.ts";
import { auditAccount } from "../../shared/checklist/checklist.ts";
import type { Config } from "../../shared/config/config.ts";

export const nowMs = Date.UTC(2026, 10, 21, 3);
export const dayMs = 86_400_000;

export const known = <T>(value: T): AuditReading<T> => ({ kind: "known", value });

export const denied = (action: string): FailedCall => ({
  kind: "unknown",
  because: "access-denied",
  action,
  detail: `${action}: AccessDeniedException: not authorized to perform: ${action}`,
});

/** Nothing is in it, and everything may be read. */
export const emptyAccount: AccountReading = {
  region: "eu-central-1",
  accountId: known("123456789012"),
  logGroups: known([]),
  alarms: known([]),
  stacks: known([]),
  budgets: known([]),
  managedNodes: known([]),
  detectors: known([]),
  inspector: known({ ec2: "DISABLED", ecr: "DISABLED" }),
  trustedAdvisor: known({ kind: "not-in-plan" }),
  clusters: known([]),
  subnetZones: known({}),
  balancers: known([]),
  targetGroups: known([]),
  databases: known([]),
  databaseClusters: known([]),
  secrets: known([]),
  scalableTargets: known([]),
  cacheSeen: known(false),
  autoScalingGroupSeen: known(false),
  otherFailures: [],
};

export const account = (parts: Partial<AccountReading>): AccountReading => ({ ...emptyAccount, ...parts });

export const groupArn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/order/0a1b";
export const balancerArn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shop/9f8e";

/** Two tasks in two zones. */
export const ecsService = (parts: Partial<EcsService> = {}): EcsService => ({
  cluster: "shop",
  service: "order",
  desired: 2,
  running: 2,
  isDaemon: false,
  subnets: ["subnet-a", "subnet-b"],
  targetGroups: [],
  taskZones: known(["eu-central-1a", "eu-central-1b"]),
  ...parts,
});

export const cluster = (services: readonly EcsService[], parts: Partial<EcsCluster> = {}): EcsCluster => ({
  cluster: "shop",
  services: known(services),
  instances: known([]),
  ...parts,
});

export const twoZones = known({ "subnet-a": "eu-central-1a", "subnet-b": "eu-central-1b" });

export const balancer = (parts: Partial<Balancer> = {}): Balancer => ({
  arn: balancerArn,
  name: "shop",
  type: "application",
  zones: ["eu-central-1a", "eu-central-1b"],
  deletionProtection: known(true),
  ...parts,
});

export const targetGroup = (parts: Partial<TargetGroup> = {}): TargetGroup => ({
  arn: groupArn,
  name: "order",
  balancers: [balancerArn],
  ...parts,
});

/** The service behind its balancer. */
export const fronted = (alarms: readonly Alarm[], parts: Partial<AccountReading> = {}): AccountReading =>
  account({
    clusters: known([cluster([ecsService({ targetGroups: [groupArn] })])]),
    subnetZones: twoZones,
    balancers: known([balancer()]),
    targetGroups: known([targetGroup()]),
    alarms: known(alarms),
    ...parts,
  });

export const database = (parts: Partial<Database> = {}): Database => ({
  id: "orders-db",
  engine: "postgres",
  engineVersion: "16.4",
  instanceClass: "db.r6g.2xlarge",
  cluster: null,
  isReplica: false,
  replicaOf: null,
  multiAz: true,
  zone: "eu-central-1a",
  backupRetentionDays: 7,
  deletionProtection: true,
  ...parts,
});

export const databaseCluster = (parts: Partial<DatabaseCluster> = {}): DatabaseCluster => ({
  id: "shop",
  engine: "aurora-postgresql",
  multiAz: true,
  writer: "shop-1",
  readers: ["shop-2"],
  backupRetentionDays: 7,
  deletionProtection: true,
  serverless: null,
  ...parts,
});

export const secret = (parts: Partial<Secret> = {}): Secret => ({
  name: "shop/db",
  rotationEnabled: true,
  lastRotatedAtMs: nowMs - 10 * dayMs,
  nextRotationAtMs: nowMs + 20 * dayMs,
  createdAtMs: nowMs - 400 * dayMs,
  owner: null,
  ...parts,
});

export const watching = (parts: Partial<Extract<Watched, { kind: "metric" }>>): Watched => ({
  kind: "metric",
  namespace: "AWS/ECS",
  metricName: "CPUUtilization",
  dimensions: { ClusterName: "shop", ServiceName: "order" },
  statistic: "Average",
  periodSeconds: 60,
  ...parts,
});

/** On the CPU of shop/order, as the list asks. */
export const metricAlarm = (parts: Partial<MetricAlarm> = {}): MetricAlarm => ({
  kind: "metric",
  name: "order-cpu",
  arn: `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${parts.name ?? "order-cpu"}`,
  actionsEnabled: true,
  actions: ["arn:aws:sns:eu-central-1:123456789012:oncall"],
  comparison: "GreaterThanThreshold",
  threshold: 80,
  datapointsToAlarm: 5,
  evaluationPeriods: 5,
  watches: watching({}),
  ...parts,
});

/** What the list says of one code, in short: "finding a", "pass a, b". */
export const verdictsOf = (code: CheckCode, reading: AccountReading, config: Config | null = null): readonly string[] =>
  checksOf(code, reading, config).map(({ status, about }) => `${status} ${about.join(", ")}`.trim());

export const checksOf = (code: CheckCode, reading: AccountReading, config: Config | null = null): readonly Check[] =>
  auditAccount(reading, config, nowMs).checks.filter((check) => check.code === code);
