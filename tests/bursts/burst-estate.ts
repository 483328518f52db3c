import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import { findDomains } from "../../shared/config/domains.ts";
import type { RecordConfig, UpstreamConfig } from "../../shared/config/publication.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { AlarmSignalConfig } from "../../shared/config/signal-config.ts";
import type { ServiceSpec, WorldSpec } from "../../simulator/world/spec.ts";
import { recordOf, upstreamOf } from "../records/function/records-stack.ts";
import { serviceConfig, stackConfig } from "../scale/small-world.ts";
import { legalPool, legalService, startMs } from "../simulator/world/small-world.ts";

/** What a service of the estate is part of. */
type Member = {
  readonly name: string;
  readonly database: string | null;
  readonly mode?: ServiceConfig["mode"];
  /** Its alarm asks for a step while it is in ALARM. */
  readonly alarm?: string;
  readonly zones: readonly string[];
  readonly inNginx?: boolean;
};

/** Ten services in four domains (three databases and a service without one), two zones and a fleet of nginx. */
export const members: readonly Member[] = [
  { name: "cart", database: "orders", alarm: "shop-cart-slow", zones: ["internal"] },
  { name: "order", database: "orders", alarm: "shop-order-slow", zones: ["internal", "mesh"] },
  { name: "payment", database: "orders", zones: ["internal"] },
  { name: "stock", database: "stock", alarm: "shop-stock-slow", zones: ["internal", "mesh"] },
  { name: "supplier", database: "stock", mode: "observe", zones: ["mesh"] },
  { name: "account", database: "users", mode: "govern", alarm: "shop-account-slow", zones: ["internal"] },
  { name: "login", database: "users", zones: ["internal", "mesh"] },
  { name: "mail", database: "users", mode: "observe", zones: [] },
  { name: "gateway", database: null, alarm: "shop-gateway-slow", zones: ["internal"], inNginx: true },
  { name: "search", database: null, zones: ["mesh"], inNginx: true },
];

export const alarmNames: readonly string[] = members.flatMap(({ alarm }) => (alarm === undefined ? [] : [alarm]));

export const zones = [
  { name: "internal", hostedZoneId: "Z0SHOP", domain: "shop.internal", policy: "sync" },
  { name: "mesh", hostedZoneId: "Z0MESH", domain: "mesh.internal", policy: "sync" },
] as const;

export const fleet = {
  name: "edge",
  tag: { key: "Role", value: "edge" },
  file: "/etc/nginx/conf.d/headgate.conf",
  policy: "install",
} as const;

/** Before the burst, of every service. */
export const initialTasks = 24;

const recordsOf = ({ name, zones: names }: Member): readonly RecordConfig[] =>
  names.map((zone) => {
    const kind = zone === "mesh" ? "multivalue" : "simple";
    return recordOf({ zone, name: `${name}.${zone === "mesh" ? "mesh" : "shop"}.internal`, kind });
  });

const upstreamsOf = ({ name, inNginx = false }: Member): readonly UpstreamConfig[] =>
  inNginx ? [upstreamOf({ fleet: fleet.name, upstream: name })] : [];

/** What a service has at the end whose alarm has fired: one step more. */
export const steppedTasks = 30;

const alarmSignal = (alarmName: string): AlarmSignalConfig => ({
  kind: "alarm",
  name: "slow",
  alarmName,
  stepPercent: 25,
  stepTasks: 1,
  windowSeconds: 300,
  warmUpSeconds: 60,
});

const connectionsPerTask = 4;

const serviceOf = (member: Member): ServiceConfig => {
  const { name, database, mode = "scale", alarm } = member;
  const base = serviceConfig({ name, ecsService: name, mode });
  return {
    ...base,
    minTasks: initialTasks,
    maxTasks: 80,
    pools:
      database === null
        ? []
        : [
            {
              database,
              proxy: null,
              connectionsPerTask,
              kind: "fixed",
              minimumConnectionsPerTask: connectionsPerTask,
              admission: "worst",
            },
          ],
    signals: [...base.signals, ...(alarm === undefined ? [] : [alarmSignal(alarm)])],
    publish: { ...publishesNothing, records: recordsOf(member), upstreams: upstreamsOf(member) },
  };
};

const databaseNames = ["orders", "stock", "users"] as const;
const maxConnections = 2_000;

export const burstConfig = (): Config => {
  const services = members.map(serviceOf);
  const base = stackConfig();
  const database = base.databases[0] as DatabaseConfig;
  return {
    ...base,
    services,
    databases: databaseNames.map((name) => ({
      ...database,
      name,
      at: { kind: "instance", instance: name },
      maxConnections,
    })),
    domains: findDomains(services),
    zones,
    nginxFleets: [fleet],
  };
};

/** Half of what its tasks can take, so that nothing but an alarm asks for more while tasks crash; these start and stop fast. */
const specOf = ({ name, database }: Member): ServiceSpec => ({
  ...legalService({
    name,
    traffic: { kind: "perSecond", requestsPerSecond: [initialTasks * 12] },
    initialTasks,
    bootCpuRatio: 0,
    pendingSeconds: 2,
    bootSeconds: 1,
    drainSeconds: 2,
  }),
  ...(database === null ? {} : { pool: legalPool({ database, connectionsPerTask }) }),
});

export const burstWorld = (): WorldSpec => ({
  startMs,
  databases: databaseNames.map((name) => ({
    name,
    maxConnections,
    reservedConnections: 8,
    baseConnections: 5,
    cores: 32,
  })),
  services: members.map(specOf),
});
