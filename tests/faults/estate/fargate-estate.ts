import type { Config } from "../../../shared/config/config.ts";
import type { EmbeddedCloud } from "../../../simulator/cloud/embedded-cloud.ts";
import type { RdsEstate } from "../../../simulator/cloud/rds-estate.ts";
import type { WorldSpec } from "../../../simulator/world/spec.ts";
import { instanceTypes, postgres } from "../../limits-function/estates.ts";
import { recordOf, upstreamOf } from "../../records/function/records-stack.ts";
import { stackConfig } from "../../scale/small-world.ts";
import { legalPool, legalService, startMs } from "../../simulator/world/small-world.ts";
import { edgeFleet, type FaultEstate, publishing, registrationOf, scalableTarget } from "./fault-estate.ts";

const hostedZoneId = "Z0SHOP";
const registryId = "srv-0catalog";
/** Takes no more than 22 tasks of 10 connections beside what others hold. */
const maxConnections = 260;

/**
 * Requests a second, constant from the first second to the last. One task serves 25 at its target. Each count has a tenth
 * of room to the next: a minute in which tasks start is counted with so much more than there was, since each new task is
 * one sample of it, and whether anybody decides by that minute is chance.
 */
const load = { checkout: 152, basket: 84, ledger: 90, catalog: 90 } as const;

/**
 * Four services on three domains' worth of what Headgate does: `checkout` grows, `basket` shrinks with its tasks taken
 * out of the records first, `ledger` is governed, and `catalog` is registered in Cloud Map.
 */
const worldSpec = (): WorldSpec => ({
  startMs,
  databases: [{ name: "orders", maxConnections, reservedConnections: 8, baseConnections: 5, cores: 32 }],
  services: [
    serving("checkout", 4, true),
    serving("basket", 6, true),
    serving("ledger", 4, true),
    serving("catalog", 4, false),
  ],
});

const serving = (name: keyof typeof load, initialTasks: number, hasPool: boolean) =>
  legalService({
    name,
    traffic: { kind: "perSecond", requestsPerSecond: [load[name]] },
    initialTasks,
    bootCpuRatio: 0,
    drainSeconds: 10,
    ...(hasPool ? { pool: legalPool() } : {}),
  });

const config = (): Config => {
  const base = stackConfig({}, { maxConnections: null, at: { kind: "instance", instance: "orders" } });
  const [template] = base.services;
  return {
    ...base,
    services: [
      publishing("basket", template!, { records: [record("basket")] }),
      publishing("catalog", { ...template!, pools: [] }, { cloudMap: [registrationOf(registryId)] }),
      publishing("checkout", template!, {
        records: [record("checkout")],
        upstreams: [upstreamOf({ upstream: "checkout" })],
      }),
      publishing("ledger", template!, {}, { mode: "govern" }),
    ],
    zones: [{ name: "internal", hostedZoneId, domain: "shop.internal", policy: "sync" }],
    nginxFleets: [edgeFleet],
    domains: [
      { id: "basket", services: ["basket", "checkout", "ledger"], databases: ["orders"] },
      { id: "catalog", services: ["catalog"], databases: [] },
    ],
  };
};

/** The database as its parameter group and Performance Insights have it. */
const databases = (): RdsEstate => ({
  instances: [postgres("orders", { parameterGroup: "orders-own", performanceInsights: counter })],
  clusters: [],
  parameterGroups: [{ kind: "instance", group: "orders-own", maxConnections: String(maxConnections) }],
  proxies: [],
  instanceTypes,
  fargateVcpus: 140,
});

/** Of every minute of the longest run. */
const counter = { counter: "db.User.max_connections", values: new Array<number>(200).fill(maxConnections) };

const record = (name: string) => recordOf({ name: `${name}.shop.internal`, kind: "multivalue" });

const declare = ({ serviceDiscovery, autoScaling }: EmbeddedCloud): void => {
  serviceDiscovery.declareService(registryId, {});
  autoScaling.registerScalableTarget(scalableTarget("ledger", 2, 20));
};

/** Growing, shrinking, governed and registered services on Fargate, with one instance as their database. */
export const fargateEstate: FaultEstate = {
  name: "estate",
  world: worldSpec(),
  config: config(),
  databases: databases(),
  declare,
};
