import { compileNotices } from "../../shared/config/compile-notices.ts";
import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { ServiceSpec, WorldSpec } from "../../simulator/world/spec.ts";
import { legalPool, legalService, startMs } from "../simulator/world/small-world.ts";

/** 4 tasks of 1 vCPU at 20 ms of CPU a request: 100 requests a second are 50 %, the target. */
export const steadyRequests = 100;
export const highRequests = 160;

export const worldSpec = (
  requestsPerSecond: number | readonly number[] = steadyRequests,
  maxConnections = 300,
  checkout: Partial<ServiceSpec> = {},
): WorldSpec => ({
  startMs,
  databases: [{ name: "orders", maxConnections, reservedConnections: 8, baseConnections: 5, cores: 8 }],
  services: [
    legalService({
      name: "checkout",
      traffic: {
        kind: "perSecond",
        requestsPerSecond: typeof requestsPerSecond === "number" ? [requestsPerSecond] : requestsPerSecond,
      },
      bootCpuRatio: 0,
      pool: legalPool(),
      ...checkout,
    }),
    legalService({
      name: "search",
      traffic: { kind: "perSecond", requestsPerSecond: [steadyRequests] },
      bootCpuRatio: 0,
    }),
  ],
});

/** `checkout` on the database `orders`, and `search` without one: two domains. */
export const stackConfig = (
  checkout: Partial<ServiceConfig> = {},
  database: Partial<DatabaseConfig> = {},
  changes: Partial<Config> = {},
): Config => ({
  version: 1,
  name: "shop",
  services: [serviceConfig({ name: "checkout", ecsService: "checkout", pools: [pool], ...checkout }), serviceConfig()],
  databases: [
    {
      name: "orders",
      at: { kind: "instance", instance: "orders" },
      engine: "postgres",
      maxConnections: 300,
      reservedConnections: 8,
      marginConnections: 5,
      connectors: [],
      unmanagedConnections: 5,
      failover: "warn",
      sharePercent: 100,
      monthlyDollars: null,
      readSharePercent: null,
      ...database,
    },
  ],
  proxies: [],
  zones: [],
  nginxFleets: [],
  domains: [
    { id: "checkout", services: ["checkout"], databases: ["orders"] },
    { id: "search", services: ["search"], databases: [] },
  ],
  decisionRetentionDays: 14,
  dailyReadBudget: 5_000,
  runbooks: { allow: [], approval: [], approvalMinutes: 60 },
  notices: compileNotices(),
  ...changes,
});

const pool = {
  database: "orders",
  proxy: null,
  connectionsPerTask: 10,
  kind: "fixed",
  minimumConnectionsPerTask: 10,
  admission: "worst",
} as const;

export const serviceConfig = (changes: Partial<ServiceConfig> = {}): ServiceConfig => {
  const ecsService = changes.ecsService ?? "search";
  return {
    name: "search",
    cluster: "shop",
    ecsService,
    mode: "scale",
    autoscaling: "refuse",
    minTasks: 2,
    maxTasks: 12,
    priority: 5,
    weight: 1,
    startSeconds: 30,
    drainSeconds: 30,
    pools: [],
    surge: "borrow",
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
          dimensions: { ClusterName: "shop", ServiceName: ecsService },
          statistic: "Average",
          periodSeconds: 60,
        },
        target: 50,
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
    ...changes,
  };
};

/** max_connections at which exactly the four tasks fit: 63 - 8 - 5 - 5 replacement - 5 unmanaged = 40. */
export const fullConnections = 63;
