import { clusterBudgets } from "../../shared/config/compile-capacity.ts";
import { compileNotices } from "../../shared/config/compile-notices.ts";
import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig, ProxyConfig } from "../../shared/config/database-config.ts";
import { findDomains } from "../../shared/config/domains.ts";
import type { PoolConfig } from "../../shared/config/pool-config.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type {
  AlarmSignalConfig,
  BacklogSignalConfig,
  LatencySignalConfig,
  MetricConfig,
  RateSignalConfig,
  RequestsSignalConfig,
  TargetSignalConfig,
} from "../../shared/config/signal-config.ts";
import type { DatabaseFacts, InstanceFacts, ProxyFacts } from "../../shared/limits/database-facts.ts";
import {
  type CeilingMemory,
  emptyMemory,
  emptyServiceMemory,
  type Memory,
  type ServiceMemory,
} from "../../shared/plan/memory.ts";
import type { ScalableTarget, ScheduledAction } from "../../shared/plan/readings/autoscaling-reading.ts";
import {
  type ConnectionsDatapoint,
  type DatabaseReading,
  type MetricPoint,
  noFacts,
  noPressure,
  type ProxyReading,
} from "../../shared/plan/readings/database-reading.ts";
import type { ServiceReading, TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { SignalReading } from "../../shared/plan/readings/signal-reading.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import type { Reading, Unknown } from "../../shared/reading.ts";

/** A whole minute, so that datapoints fall on it. */
export const nowMs = Date.UTC(2026, 2, 14, 9, 0, 0);
export const secondsAgo = (seconds: number): number => nowMs - seconds * 1000;

export const cpuSignal = (changes: Partial<TargetSignalConfig> = {}): TargetSignalConfig => ({
  kind: "target",
  name: "cpu",
  metric: {
    namespace: "AWS/ECS",
    metricName: "CPUUtilization",
    dimensions: { ClusterName: "shop", ServiceName: "web" },
    statistic: "Average",
    periodSeconds: 60,
  },
  target: 50,
  measures: "average",
  toleranceRatio: 0.1,
  asksAlone: true,
  staleAfterSeconds: 180,
  ...changes,
});

export const memorySignal = (changes: Partial<TargetSignalConfig> = {}): TargetSignalConfig =>
  cpuSignal({ name: "memory", asksAlone: false, ...changes });

export const alarmSignal = (changes: Partial<AlarmSignalConfig> = {}): AlarmSignalConfig => ({
  kind: "alarm",
  name: "slow",
  alarmName: "web-slow",
  stepPercent: 25,
  stepTasks: 1,
  windowSeconds: 300,
  warmUpSeconds: 60,
  ...changes,
});

const targetGroup = { LoadBalancer: "app/shop/50dc6c495c0c9188", TargetGroup: "targetgroup/web/73e2d6bc24d8a067" };

const loadBalancerMetric = (metricName: string, statistic: MetricConfig["statistic"]): MetricConfig => ({
  namespace: "AWS/ApplicationELB",
  metricName,
  dimensions: targetGroup,
  statistic,
  periodSeconds: 60,
});

/** 10 requests per second and task. */
export const requestsSignal = (changes: Partial<RequestsSignalConfig> = {}): RequestsSignalConfig => ({
  kind: "requests",
  name: "requests",
  metric: loadBalancerMetric("RequestCount", "Sum"),
  presence: loadBalancerMetric("HealthyHostCount", "Maximum"),
  targetPerSecond: 10,
  toleranceRatio: 0.1,
  staleAfterSeconds: 180,
  ...changes,
});

export const rateSignal = (changes: Partial<RateSignalConfig> = {}): RateSignalConfig => ({
  kind: "rate",
  name: "rate",
  metric: loadBalancerMetric("RequestCount", "Sum"),
  presence: loadBalancerMetric("HealthyHostCount", "Maximum"),
  staleAfterSeconds: 180,
  ...changes,
});

/** A task works off 5 x 60 = 300 messages in its time. */
export const backlogSignal = (changes: Partial<BacklogSignalConfig> = {}): BacklogSignalConfig => ({
  kind: "backlog",
  name: "jobs",
  source: { kind: "sqs", queueName: "jobs" },
  messagesPerSecond: 5,
  drainSeconds: 60,
  toleranceRatio: 0.1,
  staleAfterSeconds: 180,
  ...changes,
});

/** Above 2 s for five minutes. */
export const latencySignal = (changes: Partial<LatencySignalConfig> = {}): LatencySignalConfig => ({
  kind: "latency",
  name: "latency",
  metric: loadBalancerMetric("TargetResponseTime", "p99"),
  threshold: 2,
  windowSeconds: 300,
  stepPercent: 25,
  stepTasks: 1,
  warmUpSeconds: 60,
  staleAfterSeconds: 180,
  ...changes,
});

export const pool = (changes: Partial<PoolConfig> = {}): PoolConfig => {
  const { connectionsPerTask = 10 } = changes;
  return {
    database: "main",
    proxy: null,
    connectionsPerTask,
    kind: "fixed",
    minimumConnectionsPerTask: connectionsPerTask,
    admission: "worst",
    ...changes,
  };
};

export const service = (changes: Partial<ServiceConfig> = {}): ServiceConfig => ({
  name: "web",
  cluster: "shop",
  ecsService: changes.name ?? "web",
  mode: "scale",
  autoscaling: "refuse",
  minTasks: 3,
  maxTasks: 20,
  priority: 1,
  weight: 1,
  startSeconds: 40,
  drainSeconds: 60,
  pools: [pool()],
  surge: "borrow",
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  deploymentEntry: "announce",
  leastHealthyPercent: 100,
  signals: [cpuSignal()],
  schedules: [],
  pace: {
    upPercent: 100,
    upPeriodSeconds: 30,
    downPercent: 50,
    downPeriodSeconds: 300,
    stabilizationSeconds: 300,
  },
  capacity: { kind: "fargate" },
  pinMinutes: 60,
  poolSettings: [],
  publish: publishesNothing,
  calls: [],
  ...changes,
});

/** 200 - 0 - 10 = 190 for tasks, at 10 a task 19 of them. */
export const database = (changes: Partial<DatabaseConfig> = {}): DatabaseConfig => ({
  name: "main",
  at: { kind: "instance", instance: changes.name ?? "main" },
  engine: "mysql",
  maxConnections: 200,
  reservedConnections: 0,
  marginConnections: 10,
  connectors: [],
  unmanagedConnections: 0,
  failover: "warn",
  sharePercent: 100,
  monthlyDollars: null,
  readSharePercent: null,
  ...changes,
});

export const config = (
  services: readonly ServiceConfig[],
  databases: readonly DatabaseConfig[],
  proxies: readonly ProxyConfig[] = [],
): Config => ({
  version: 1,
  name: "shop",
  services,
  databases,
  proxies,
  zones: [],
  nginxFleets: [],
  domains: findDomains(services, clusterBudgets),
  decisionRetentionDays: 30,
  dailyReadBudget: 5000,
  runbooks: { allow: [], approval: [], approvalMinutes: 60 },
  notices: compileNotices(),
});

/** Settled: every desired task runs. */
export const counts = (changes: Partial<TaskCounts> = {}): TaskCounts => {
  const { desired = 6 } = changes;
  return {
    desired,
    running: desired,
    pending: 0,
    stopping: 0,
    deployment: { kind: "none" },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    scheduling: "REPLICA",
    strategy: "ROLLING",
    bakeMinutes: 0,
    unhealthy: 0,
    rebalancing: false,
    revision: "ecs-svc/1",
    lastStartAtMs: null,
    lastStopAtMs: null,
    ...changes,
  };
};

export const known = <T>(value: T): Reading<T> => ({ kind: "known", value });

export const unknown = (changes: Partial<Unknown> = {}): Unknown => ({
  kind: "unknown",
  because: "failed",
  detail: "ecs:DescribeServices: ThrottlingException",
  ...changes,
});

type Datapoint = Extract<SignalReading, { kind: "datapoint" }>;

/** The minute that ended 60 s ago: within the tolerance of a target of 50. */
export const datapoint = (changes: Partial<Datapoint> = {}): Datapoint => ({
  kind: "datapoint",
  value: 50,
  atMs: secondsAgo(120),
  periodSeconds: 60,
  tasks: 6,
  ...changes,
});

type SeriesReading = Extract<SignalReading, { kind: "series" }>;

/** One value a minute, the newest of the minute that ended 60 s ago; the load balancer was seen in that minute. */
export const series = (values: readonly number[], changes: Partial<SeriesReading> = {}): SeriesReading => ({
  kind: "series",
  points: values.map((value, index) => ({ atMs: secondsAgo(120 + 60 * (values.length - 1 - index)), value })),
  periodSeconds: 60,
  seenAtMs: secondsAgo(120),
  ...changes,
});

export const queue = (waitingMessages: number, inFlightMessages = 0, readAtMs = nowMs): SignalReading => ({
  kind: "queue",
  waitingMessages,
  inFlightMessages,
  readAtMs,
});

type AlarmReading = Extract<SignalReading, { kind: "alarm" }>;

export const alarm = (changes: Partial<AlarmReading> = {}): AlarmReading => ({
  kind: "alarm",
  state: "ALARM",
  sinceMs: secondsAgo(30),
  actionsEnabled: true,
  ...changes,
});

export const scalableTarget = (changes: Partial<ScalableTarget> = {}): ScalableTarget => ({
  minCapacity: 3,
  maxCapacity: 20,
  scaleOutSuspended: false,
  scaleInSuspended: false,
  scheduledSuspended: false,
  ...changes,
});

/** Every day at nine, the very minute of `nowMs`. */
export const scheduledAction = (changes: Partial<ScheduledAction> = {}): ScheduledAction => ({
  name: "morning",
  schedule: "cron(0 9 * * ? *)",
  timezone: null,
  startAtMs: null,
  endAtMs: null,
  minCapacity: null,
  maxCapacity: null,
  ...changes,
});

export const serviceReading = (changes: Partial<ServiceReading> = {}): ServiceReading => ({
  name: "web",
  tasks: known(counts()),
  signals: [datapoint()],
  scalableTarget: known("none"),
  ...changes,
});

export const connectionsAt = (
  atMs: number,
  maximum: number,
  changes: Partial<ConnectionsDatapoint> = {},
): ConnectionsDatapoint => ({ atMs, periodSeconds: 60, maximum, ...changes });

/** One minute, three minutes old. */
export const databaseReading = (changes: Partial<DatabaseReading> = {}): DatabaseReading => ({
  name: "main",
  facts: noFacts,
  pressure: noPressure,
  proxies: [],
  connections: known([connectionsAt(secondsAgo(180), 60)]),
  ...changes,
});

export const snapshot = (
  services: readonly ServiceReading[],
  databases: readonly DatabaseReading[] = [databaseReading()],
  changes: Partial<Snapshot> = {},
): Snapshot => ({
  domain: services.map(({ name }) => name).sort()[0] ?? "",
  readAtMs: nowMs,
  services,
  databases,
  ...changes,
});

export const serviceMemory = (changes: Partial<ServiceMemory> = {}): ServiceMemory => ({
  ...emptyServiceMemory,
  ...changes,
});

/** Calm for longer than the stabilization window: a lower ask may shrink the service at once. */
export const calmMemory = (tasks: number, changes: Partial<ServiceMemory> = {}): ServiceMemory =>
  serviceMemory({ asks: [{ atMs: secondsAgo(1), tasks }], ...changes });

export const memory = (
  services: Readonly<Record<string, ServiceMemory>> = {},
  databases: Memory["databases"] = {},
): Memory => ({ ...emptyMemory, services, databases });

export const ceilingMemory = (changes: Partial<CeilingMemory> = {}): CeilingMemory => ({
  usersMaxCapacity: 20,
  written: null,
  suspendedByUs: false,
  writtenAtMs: null,
  ...changes,
});

export const proxyConfig = (changes: Partial<ProxyConfig> = {}): ProxyConfig => ({
  name: "front",
  proxy: "shop-proxy",
  database: "main",
  maxClientConnections: null,
  ...changes,
});

/** An exact limit of 200, read now. */
export const instanceFacts = (changes: Partial<InstanceFacts> = {}): InstanceFacts => ({
  instance: "main",
  resourceId: "db-ABC",
  role: "instance",
  status: "available",
  engine: "mysql",
  engineVersion: "8.0.36",
  instanceClass: "db.r6g.large",
  vcpu: 2,
  multiAz: false,
  answer: { limit: { kind: "exact", source: "parameter", maxConnections: 200 }, notes: [] },
  ...changes,
});

type KnownProxyFacts = Extract<ProxyFacts["facts"], { kind: "known" }>["value"];

/** Half of max_connections, one available target. */
export const proxyFacts = (changes: Partial<KnownProxyFacts> = {}): ProxyFacts => ({
  proxy: "front",
  facts: known({
    status: "available",
    maxConnectionsPercent: 50,
    borrowTimeoutSeconds: 120,
    targets: [{ instance: "main", role: "READ_WRITE", health: "AVAILABLE" }],
    ...changes,
  }),
});

export const databaseFacts = (changes: Partial<DatabaseFacts> = {}): DatabaseFacts => ({
  database: "main",
  readAtMs: nowMs,
  instances: [instanceFacts()],
  proxies: [],
  ...changes,
});

/** One value in each of the newest minutes, newest last, three minutes late. */
export const minutesOf = (...values: readonly number[]): Reading<readonly MetricPoint[]> =>
  known(values.map((value, index) => ({ atMs: secondsAgo(180 + 60 * (values.length - 1 - index)), value })));

/** 100 allowed, 12 of them borrowed, none pinned, 20 open now and 30 at the day's peak. */
export const proxyReading = (changes: Partial<ProxyReading> = {}): ProxyReading => ({
  name: "front",
  borrowed: minutesOf(12),
  pinned: minutesOf(0),
  connections: minutesOf(20),
  peakConnections: known(30),
  allowed: minutesOf(100),
  clients: minutesOf(60),
  borrowLatencyMicroseconds: minutesOf(900),
  ...changes,
});
