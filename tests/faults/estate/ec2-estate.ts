import type { Config } from "../../../shared/config/config.ts";
import type { CapacityConfig } from "../../../shared/config/service-config.ts";
import type { EmbeddedCloud } from "../../../simulator/cloud/embedded-cloud.ts";
import type { RdsEstate } from "../../../simulator/cloud/rds-estate.ts";
import type { ServiceSpec, WorldSpec } from "../../../simulator/world/spec.ts";
import { auroraCluster, auroraPostgres, instanceTypes } from "../../limits-function/estates.ts";
import { recordOf, upstreamOf } from "../../records/function/records-stack.ts";
import { stackConfig } from "../../scale/small-world.ts";
import { legalPool, legalService, startMs } from "../../simulator/world/small-world.ts";
import { edgeFleet, type FaultEstate, publishing, registrationOf, scalableTarget } from "./fault-estate.ts";

const hostedZoneId = "Z0PUBLIC";
const registryId = "srv-0catalog";
/** Of the cluster; the proxy may open a third of them. */
const maxConnections = 300;
const proxyPercent = 33;

/** Requests a second; one task serves 25 at its target. */
const load = { checkout: 152, basket: 84, catalog: 84 } as const;

const world: WorldSpec = {
  startMs,
  databases: [{ name: "orders", maxConnections, reservedConnections: 8, baseConnections: 5, cores: 32 }],
  proxies: [{ name: "front", database: "orders", maxConnections: Math.floor((maxConnections * proxyPercent) / 100) }],
  services: [
    serving("checkout", 4, { pool: legalPool({ proxy: "front", connectionsPerTask: 4 }) }),
    serving("basket", 6, { pool: legalPool() }),
    serving("catalog", 6, {}),
  ],
};

function serving(name: keyof typeof load, initialTasks: number, changes: Partial<ServiceSpec>): ServiceSpec {
  return legalService({
    name,
    traffic: { kind: "perSecond", requestsPerSecond: [load[name]] },
    initialTasks,
    bootCpuRatio: 0,
    drainSeconds: 10,
    ...changes,
  });
}

const capacity: CapacityConfig = { kind: "ec2", maxInstances: 2, networkInterfacesPerInstance: null };

/** Public addresses, each with a health check of its own. */
const checkedRecord = recordOf({
  zone: "public",
  name: "basket.shop.internal",
  kind: "multivalue",
  address: "public",
  healthCheck: { type: "HTTP", path: "/health", port: 8080, intervalSeconds: 30, failureThreshold: 3 },
});

const base = stackConfig({}, { maxConnections: null, at: { kind: "cluster", cluster: "orders", role: "writer" } });
const [template] = base.services;
const [pool] = template!.pools;

/** Quick enough that all that a scale-in is followed by falls within the time of the faults. */
const pace = { ...template!.pace, downPeriodSeconds: 60, stabilizationSeconds: 60 };

const config: Config = {
  ...base,
  services: [
    publishing("basket", template!, { records: [checkedRecord] }, { pace }),
    publishing(
      "catalog",
      { ...template!, pools: [] },
      { cloudMap: [registrationOf(registryId)] },
      { autoscaling: "suspend", pace },
    ),
    publishing(
      "checkout",
      { ...template!, pools: [{ ...pool!, proxy: "front", connectionsPerTask: 4, minimumConnectionsPerTask: 4 }] },
      { upstreams: [upstreamOf({ upstream: "checkout" })] },
      { capacity },
    ),
  ],
  proxies: [{ name: "front", proxy: "orders-front", database: "orders", maxClientConnections: null }],
  zones: [{ name: "public", hostedZoneId, domain: "shop.internal", policy: "sync" }],
  nginxFleets: [edgeFleet],
  domains: [
    { id: "basket", services: ["basket", "checkout"], databases: ["orders"] },
    { id: "catalog", services: ["catalog"], databases: [] },
  ],
};

/** Performance Insights is on and has no counter of the limit, which is in the cluster's parameter group. */
const writer = auroraPostgres("orders-a", { performanceInsights: { counter: null, values: [] } });

const databases: RdsEstate = {
  instances: [writer, auroraPostgres("orders-b")],
  clusters: [auroraCluster({ readers: ["orders-b"], parameterGroup: "orders-own" })],
  parameterGroups: [{ kind: "cluster", group: "orders-own", maxConnections: String(maxConnections) }],
  proxies: [
    {
      proxy: "orders-front",
      cluster: "orders",
      maxConnectionsPercent: proxyPercent,
      targets: [{ instance: "orders-a", role: "READ_WRITE" }],
    },
  ],
  instanceTypes,
  fargateVcpus: 140,
};

/** Holds four tasks. */
const instance = { cpuUnits: 4096, memoryMib: 16_384 };

const declare = ({ capacity: ecs, serviceDiscovery, autoScaling }: EmbeddedCloud): void => {
  ecs.declareCluster("shop", {
    instances: [{ id: "i-1", provider: "asg", ...instance }],
    groups: { asg: { maxInstances: 2, startSeconds: 30, instance } },
  });
  ecs.declareService("checkout", {
    providers: ["asg"],
    definition: {
      networkMode: "bridge",
      containerDefinitions: [
        { name: "app", cpu: 1024, memory: 1024, portMappings: [{ containerPort: 8080, hostPort: 0 }] },
      ],
    },
  });
  ecs.declareTasks("basket", { publicAddress: true });
  serviceDiscovery.declareService(registryId, {});
  autoScaling.registerScalableTarget(scalableTarget("catalog", 2, 10));
  autoScaling.putScalingPolicy({
    ServiceNamespace: "ecs",
    ScalableDimension: "ecs:service:DesiredCount",
    ResourceId: "service/shop/catalog",
    PolicyName: "cpu",
    PolicyType: "TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration: { TargetValue: 50 },
  });
};

/**
 * What the other estate has not: a growing service on an EC2 cluster whose capacity provider has to start an instance,
 * behind a proxy of an Aurora cluster; public addresses with health checks, and a registry, both of services that shrink;
 * a service whose scaling policy is to be suspended.
 */
export const ec2Estate: FaultEstate = { name: "estate on EC2", world, config, databases, declare };
