import type {
  AlarmSignalConfig,
  Config,
  DatabaseConfig,
  PoolConfig,
  ServiceConfig,
  TargetSignalConfig,
} from "../../shared/config/config.ts";
import { findDomains } from "../../shared/config/domains.ts";
import {
  type CeilingMemory,
  emptyMemory,
  emptyServiceMemory,
  type Memory,
  type ServiceMemory,
} from "../../shared/plan/memory.ts";
import {
  type ConnectionsDatapoint,
  type DatabaseReading,
  noFacts,
  type Reading,
  type ScalableTarget,
  type ServiceReading,
  type SignalReading,
  type Snapshot,
  type TaskCounts,
  type Unknown,
} from "../../shared/plan/snapshot.ts";

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

export const pool = (changes: Partial<PoolConfig> = {}): PoolConfig => {
  const { connectionsPerTask = 10 } = changes;
  return {
    database: "main",
    connectionsPerTask,
    kind: "fixed",
    minimumConnectionsPerTask: connectionsPerTask,
    ...changes,
  };
};

export const service = (changes: Partial<ServiceConfig> = {}): ServiceConfig => ({
  name: "web",
  cluster: "shop",
  ecsService: changes.name ?? "web",
  mode: "scale",
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
  signals: [cpuSignal()],
  pace: {
    upPercent: 100,
    upPeriodSeconds: 30,
    downPercent: 50,
    downPeriodSeconds: 300,
    stabilizationSeconds: 300,
  },
  pinMinutes: 60,
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
  ...changes,
});

export const config = (services: readonly ServiceConfig[], databases: readonly DatabaseConfig[]): Config => ({
  version: 1,
  name: "shop",
  services,
  databases,
  domains: findDomains(services),
  decisionRetentionDays: 30,
  dailyReadBudget: 5000,
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
