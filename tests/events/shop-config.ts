import { compileNotices } from "../../shared/config/compile-notices.ts";
import type { Config } from "../../shared/config/config.ts";
import { publishesNothing, type RecordConfig, type UpstreamConfig } from "../../shared/config/publication.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { SignalConfig } from "../../shared/config/signal-config.ts";

/** `order` and `inventory` share a database: one domain, `inventory`. `search` has its own, `gateway` none. */
export const shopConfig = (): Config => ({
  version: 1,
  name: "shop",
  services: [
    service("gateway", null, ["shop-gateway-latency-p99"]),
    service("inventory", "shop-db", []),
    service("order", "shop-db", ["order-latency-high", "shop-degraded"]),
    service("search", "search-db", ["search-latency-high", "shop-degraded"]),
  ],
  databases: [],
  proxies: [],
  zones: [],
  nginxFleets: [],
  domains: [
    { id: "gateway", services: ["gateway"], databases: [] },
    { id: "inventory", services: ["inventory", "order"], databases: ["shop-db"] },
    { id: "search", services: ["search"], databases: ["search-db"] },
  ],
  decisionRetentionDays: 14,
  dailyReadBudget: 5_000,
  runbooks: { allow: [], approval: [], approvalMinutes: 60 },
  notices: compileNotices(),
});

/** The same shop, whose `order` is in DNS and behind nginx, and whose `search` is in DNS. */
export const publishingConfig = (): Config => {
  const config = shopConfig();
  return {
    ...config,
    zones: [{ name: "internal", hostedZoneId: "Z0123456789ABCDEFGHIJ", domain: "shop.internal", policy: "sync" }],
    nginxFleets: [
      { name: "edge", tag: { key: "role", value: "edge" }, file: "/etc/nginx/conf.d/headgate.conf", policy: "install" },
    ],
    services: config.services.map((entry) => {
      if (entry.name === "search") return { ...entry, publish: { ...publishesNothing, records: [record("search")] } };
      if (entry.name !== "order") return entry;
      return { ...entry, publish: { ...publishesNothing, records: [record("order")], upstreams: [upstream] } };
    }),
  };
};

const record = (service: string): RecordConfig => ({
  zone: "internal",
  name: `${service}.shop.internal`,
  kind: "simple",
  address: "private",
  family: "ipv4",
  ttlSeconds: 10,
  containerPort: null,
  weight: null,
  setIdentifier: null,
  regional: null,
  healthCheck: null,
});

const upstream: UpstreamConfig = {
  fleet: "edge",
  upstream: "order",
  containerPort: null,
  address: "private",
  method: "least_conn",
  keepalive: 16,
  maxFails: 2,
  failTimeoutSeconds: 10,
  gate: null,
};

const service = (name: string, database: string | null, alarmNames: readonly string[]): ServiceConfig => ({
  name,
  cluster: "shop",
  ecsService: name,
  mode: "scale",
  autoscaling: "refuse",
  minTasks: 3,
  maxTasks: 20,
  priority: 0,
  weight: 1,
  startSeconds: 40,
  drainSeconds: 60,
  pools: database === null ? [] : [{ database, proxy: null, ...pool }],
  surge: "borrow",
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  deploymentEntry: "announce",
  leastHealthyPercent: 100,
  signals: alarmNames.map(alarmSignal),
  schedules: [],
  pace: { upPercent: 100, upPeriodSeconds: 30, downPercent: 50, downPeriodSeconds: 300, stabilizationSeconds: 300 },
  capacity: { kind: "fargate" },
  pinMinutes: 60,
  poolSettings: [],
  publish: publishesNothing,
  calls: [],
});

const pool = {
  connectionsPerTask: 10,
  kind: "fixed",
  minimumConnectionsPerTask: 10,
  admission: "worst",
} as const;

const alarmSignal = (alarmName: string): SignalConfig => ({
  kind: "alarm",
  name: alarmName,
  alarmName,
  stepPercent: 25,
  stepTasks: 1,
  windowSeconds: 300,
  warmUpSeconds: 60,
});
