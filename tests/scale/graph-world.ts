import type { Config } from "../../shared/config/config.ts";
import { findDomains } from "../../shared/config/domains.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { RequestsSignalConfig } from "../../shared/config/signal-config.ts";
import type { ServiceSpec, WorldSpec } from "../../simulator/world/spec.ts";
import { legalPool, legalService, startMs } from "../simulator/world/small-world.ts";
import { serviceConfig, stackConfig } from "./small-world.ts";

/** 1 vCPU at 20 ms of CPU a request: a task serves 50 requests a second at most, and 25 at its target of 50 %. */
const perTaskAtTarget = 25;

/** When the traffic of the gateway rises from 100 to 400 requests a second. */
export const spikeSeconds = 600;

type Given = {
  readonly orderTasks?: number;
  readonly maxConnections?: number;
  readonly order?: Partial<ServiceSpec>;
  /** The gateway has a pool on the same database: one domain instead of two. */
  readonly oneDomain?: boolean;
  readonly spikeRequests?: number;
  readonly spikeAtSeconds?: number;
  /** Of order, per request of the gateway. */
  readonly requestsPerRequest?: number;
};

/** gateway → order → the database `orders`. Each gateway request is one of order. */
export const chainWorld = (given: Given = {}): WorldSpec => ({
  startMs,
  databases: [
    {
      name: "orders",
      maxConnections: given.maxConnections ?? 800,
      reservedConnections: 8,
      baseConnections: 5,
      cores: 32,
    },
  ],
  services: [
    legalService({
      name: "gateway",
      traffic: {
        kind: "perSecond",
        requestsPerSecond: [
          ...Array.from({ length: given.spikeAtSeconds ?? spikeSeconds }, () => 100),
          given.spikeRequests ?? 400,
        ],
      },
      bootCpuRatio: 0,
      calls: [{ service: "order", requestsPerRequest: given.requestsPerRequest ?? 1 }],
      ...(given.oneDomain === true ? { pool: legalPool({ connectionsPerTask: 5 }) } : {}),
    }),
    withoutTraffic(
      legalService({
        name: "order",
        initialTasks: given.orderTasks ?? 12,
        bootCpuRatio: 0,
        pool: legalPool({ holdSecondsPerRequest: 0.005, databaseCpuSecondsPerRequest: 0.001 }),
        ...given.order,
      }),
    ),
  ],
});

const withoutTraffic = ({ traffic: _, ...spec }: ServiceSpec): ServiceSpec => spec;

const requests = (name: string): RequestsSignalConfig => ({
  kind: "requests",
  name: "requests",
  metric: {
    namespace: "AWS/ApplicationELB",
    metricName: "RequestCount",
    dimensions: { TargetGroup: `targetgroup/${name}/0123456789abcdef` },
    statistic: "Sum",
    periodSeconds: 60,
  },
  presence: null,
  targetPerSecond: perTaskAtTarget,
  toleranceRatio: 0.1,
  staleAfterSeconds: 180,
});

const chained = (name: string, changes: Partial<ServiceConfig>): ServiceConfig => {
  const base = serviceConfig({ name, ecsService: name });
  return { ...base, minTasks: 4, maxTasks: 40, signals: [...base.signals, requests(name)], ...changes };
};

const pool = stackConfig().services[0]!.pools[0]!;

export const chainConfig = (
  given: Given = {},
  changes: { readonly gateway?: Partial<ServiceConfig>; readonly order?: Partial<ServiceConfig> } = {},
): Config => {
  const services = [
    chained("gateway", {
      calls: [{ service: "order", requestsPerRequest: 1 }],
      pools: given.oneDomain === true ? [{ ...pool, connectionsPerTask: 5, minimumConnectionsPerTask: 5 }] : [],
      ...changes.gateway,
    }),
    chained("order", { pools: [pool], minTasks: given.orderTasks ?? 12, ...changes.order }),
  ];
  const base = stackConfig({}, { maxConnections: given.maxConnections ?? 800 });
  return { ...base, services, domains: findDomains(services) };
};
