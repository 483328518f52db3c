import { compileNotices } from "../shared/config/compile-notices.ts";
import type { Config } from "../shared/config/config.ts";
import type { DatabaseConfig } from "../shared/config/database-config.ts";
import { findDomains } from "../shared/config/domains.ts";
import { publishesNothing } from "../shared/config/publication.ts";
import type { ServiceConfig } from "../shared/config/service-config.ts";
import { type DatabaseReading, noFacts, noPressure } from "../shared/plan/readings/database-reading.ts";
import type { ServiceReading } from "../shared/plan/readings/service-reading.ts";
import type { Snapshot } from "../shared/plan/snapshot.ts";

/** A domain of services that all want to grow on databases that can't carry it: the plan's worst case. */
export type GeneratedDomain = { readonly config: Config; readonly snapshot: Snapshot; readonly nowMs: number };

const nowMs = Date.UTC(2026, 0, 1, 12);
const minuteMs = 60_000;

/** @param services at least as many as databases: the first ones link each database to the next, so that all are one domain */
export const generateDomain = (services: number, databases: number): GeneratedDomain => {
  const databaseConfigs = Array.from({ length: databases }, (_, index) => databaseConfig(index, services / databases));
  const serviceConfigs = Array.from({ length: services }, (_, index) => serviceConfig(index, databases));
  const domains = findDomains(serviceConfigs);
  if (domains.length !== 1) throw new Error(`${domains.length} domains were generated instead of one`);
  const config: Config = {
    version: 1,
    name: "bench",
    services: serviceConfigs,
    databases: databaseConfigs,
    proxies: [],
    zones: [],
    nginxFleets: [],
    domains,
    decisionRetentionDays: 90,
    dailyReadBudget: 5000,
    runbooks: { allow: [], approval: [], approvalMinutes: 60 },
    notices: compileNotices(),
  };
  const snapshot: Snapshot = {
    domain: domains[0]!.id,
    readAtMs: nowMs,
    services: serviceConfigs.map(serviceReading),
    databases: databaseConfigs.map(databaseReading),
  };
  return { config, snapshot, nowMs };
};

const nameOf = (kind: string, index: number): string => `${kind}-${String(index).padStart(5, "0")}`;

const databaseConfig = (index: number, services: number): DatabaseConfig => ({
  name: nameOf("database", index),
  at: { kind: "instance", instance: nameOf("instance", index) },
  engine: "postgres",
  maxConnections: Math.round(services * 80),
  reservedConnections: 8,
  marginConnections: Math.max(3, Math.ceil(services * 4)),
  connectors: [{ name: "jobs", connections: 5 }],
  unmanagedConnections: null,
  failover: "warn",
  sharePercent: 100,
  monthlyDollars: null,
  readSharePercent: null,
});

const pool = (database: number, connectionsPerTask: number): ServiceConfig["pools"][number] => ({
  database: nameOf("database", database),
  proxy: null,
  connectionsPerTask,
  kind: "fixed",
  minimumConnectionsPerTask: connectionsPerTask,
  admission: "worst",
});

const serviceConfig = (index: number, databases: number): ServiceConfig => {
  const first = index % databases;
  const second = (first + 1) % databases;
  const own = pool(first, 4 + (index % 9));
  return {
    name: nameOf("service", index),
    cluster: "bench",
    ecsService: nameOf("service", index),
    mode: "scale",
    autoscaling: "refuse",
    minTasks: 3,
    maxTasks: 20,
    priority: index % 3,
    weight: 1 + (index % 2),
    startSeconds: 60,
    drainSeconds: 60,
    pools:
      index < databases && first !== second
        ? [own, pool(second, 3)].sort((a, b) => (a.database < b.database ? -1 : 1))
        : [own],
    surge: index % 10 === 0 ? "reserve" : "borrow",
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    deploymentEntry: "announce",
    leastHealthyPercent: 100,
    schedules: [],
    signals: [
      {
        kind: "target",
        name: "cpu",
        metric: {
          namespace: "AWS/ECS",
          metricName: "CPUUtilization",
          dimensions: {},
          statistic: "Average",
          periodSeconds: 60,
        },
        target: 70,
        measures: "average",
        toleranceRatio: 0.1,
        asksAlone: true,
        staleAfterSeconds: 180,
      },
    ],
    pace: { upPercent: 100, upPeriodSeconds: 30, downPercent: 50, downPeriodSeconds: 300, stabilizationSeconds: 300 },
    capacity: { kind: "fargate" },
    pinMinutes: 60,
    poolSettings: [],
    publish: publishesNothing,
    calls: [],
  };
};

const serviceReading = (service: ServiceConfig, index: number): ServiceReading => ({
  name: service.name,
  tasks: {
    kind: "known",
    value: {
      desired: 4,
      running: 4,
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
      lastStartAtMs: nowMs - 3600_000,
      lastStopAtMs: null,
    },
  },
  signals: [{ kind: "datapoint", value: 60 + (index % 40), atMs: nowMs - 2 * minuteMs, periodSeconds: 60, tasks: 4 }],
  scalableTarget: { kind: "unknown", because: "no-data", detail: "read in govern mode only" },
});

const databaseReading = ({ name, maxConnections }: DatabaseConfig): DatabaseReading => ({
  name,
  facts: noFacts,
  pressure: noPressure,
  proxies: [],
  connections: {
    kind: "known",
    value: [4, 3, 2].map((minutes) => ({
      atMs: nowMs - minutes * minuteMs,
      periodSeconds: 60,
      maximum: Math.round((maxConnections ?? 0) / 2),
    })),
  },
});
