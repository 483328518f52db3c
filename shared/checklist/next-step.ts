import type { Config } from "../config/config.ts";
import { nextClassesOf } from "../limits/class-memory.ts";
import type { AccountMetrics, DatabaseMetrics } from "./account-metrics.ts";
import { serviceLabel, servicesOf } from "./account-parts.ts";
import type { AccountReading, Database } from "./account-reading.ts";
import { possibleZones } from "./checks/service-zones.ts";
import { knownLimit } from "./known-limit.ts";
import type { Price, PriceOf } from "./price.ts";
import { elasticServices } from "./scaling-marks.ts";
import { awsCommand } from "./shell-command.ts";

export type NextStep = {
  readonly code: NextStepCode;
  readonly what: string;
  /** With the numbers behind it. */
  readonly because: string;
  readonly numbers: Readonly<Record<string, number>>;
  /** Of a month; `null`: the step itself costs nothing, or what it costs follows from the load. */
  readonly price: Price | null;
  readonly command: string;
};

export type NextStepCode =
  | "connections-proxy"
  | "database-replica"
  | "database-cache"
  | "database-class"
  | "second-zone"
  | "more-tasks"
  | "elastic-service"
  | "nothing";

const fullRatio = 0.8;
const busyCpuPercent = 70;
/** From here on reads are what a replica or a cache can take away. */
const readShare = 0.5;
const busyServicePercent = 60;
const cacheNode = "cache.t4g.small";

/**
 * The one next step: what breaks first comes first.
 *
 * | asks for | when, by the busy hours |
 * |---|---|
 * | connections-proxy | a writer's connections have come to 80 % of its limit |
 * | database-replica | a writer's CPU is at 70 % or more, half of its operations are reads, it has no replica |
 * | database-cache | the same, it has a replica, and no cache is seen |
 * | database-class | a writer's CPU is at 70 % or more, and it is the writes, or replica and cache are there |
 * | second-zone | a database that is written to, or a service with two tasks or more, is in one zone |
 * | more-tasks | a service behind a balancer has one task |
 * | elastic-service | a service's CPU is at 60 % or more, and its count is fixed |
 * | nothing | none of these |
 *
 * Ties go to the busiest, then to the smaller name. A figure that isn't known asks for nothing.
 */
export const nextStepOf = (
  reading: AccountReading,
  metrics: AccountMetrics,
  config: Config | null,
  priceOf: PriceOf,
): NextStep =>
  connectionStep(reading, metrics, config, priceOf) ??
  writerStep(reading, metrics, priceOf) ??
  zoneStep(reading, priceOf) ??
  singleTaskStep(reading) ??
  elasticStep(reading, metrics, config) ?? {
    code: "nothing",
    what: "No step is asked for.",
    because: `No figure of the last ${metrics.windowDays} days is near its bound.`,
    numbers: { windowDays: metrics.windowDays },
    price: null,
    command: "npx headgate checklist",
  };

type Writer = { readonly database: Database; readonly metrics: DatabaseMetrics };

const writersOf = ({ databases, databaseClusters }: AccountReading, metrics: AccountMetrics): readonly Writer[] => {
  if (databases.kind === "unknown") return [];
  const writers = new Set(databaseClusters.kind === "known" ? databaseClusters.value.map(({ writer }) => writer) : []);
  return databases.value
    .filter(({ id, cluster, isReplica }) => !isReplica && (cluster === null || writers.has(id)))
    .flatMap((database) => {
      const found = metrics.databases.find(({ id }) => id === database.id);
      return found === undefined ? [] : [{ database, metrics: found }];
    });
};

const connectionStep = (
  reading: AccountReading,
  metrics: AccountMetrics,
  config: Config | null,
  priceOf: PriceOf,
): NextStep | null => {
  const full = writersOf(reading, metrics).flatMap(({ database, metrics: { peakConnections } }) => {
    const limit = knownLimit(database, reading, config);
    if (peakConnections.kind === "unknown" || limit.kind === "unknown" || limit.connections <= 0) return [];
    const { value: peak } = peakConnections;
    return [{ database, peak, limit: limit.connections, weight: peak / limit.connections, name: database.id }];
  });
  const most = busiest(full.filter(({ weight }) => weight >= fullRatio));
  if (most === null) return null;
  const { database, peak, limit, name } = most;
  return {
    code: "connections-proxy",
    what: `Put an RDS Proxy in front of ${name}, or make pools smaller: headgate.yml's budget shows what each service may hold.`,
    because: `${name} had ${peak} of ${limit} connections in a busy hour, ${Math.round((peak / limit) * 100)} %.`,
    numbers: { peakConnections: peak, limitConnections: limit },
    price: priceOf({ kind: "database-proxy", engine: database.engine, instanceClass: database.instanceClass }),
    command: `npx headgate validate # then: ${awsCommand("rds create-db-proxy", {
      "db-proxy-name": { variable: "PROXY_NAME" },
      "engine-family": database.engine.includes("postgres") ? "POSTGRESQL" : "MYSQL",
      auth: { variable: "AUTH_JSON" },
      "role-arn": { variable: "ROLE_ARN" },
    })} --vpc-subnet-ids $SUBNET_IDS`,
  };
};

const writerStep = (reading: AccountReading, metrics: AccountMetrics, priceOf: PriceOf): NextStep | null => {
  const busy = writersOf(reading, metrics).flatMap(({ database, metrics: own }) =>
    own.busyCpuPercent.kind === "known" && own.busyCpuPercent.value >= busyCpuPercent
      ? [{ database, own, weight: own.busyCpuPercent.value, name: database.id }]
      : [],
  );
  const most = busiest(busy);
  if (most === null) return null;
  const { database, own, weight: cpu, name } = most;
  const reads = readShareOf(own);
  const isRead = reads !== null && reads >= readShare;
  const numbers = { busyCpuPercent: round(cpu), ...(reads === null ? {} : { readPercent: round(reads * 100) }) };
  const share = reads === null ? "" : `, and ${round(reads * 100)} % of its operations are reads`;
  const because = `The CPU of ${name} is at ${round(cpu)} % in busy hours${share}.`;
  if (isRead && !hasReplica(database, reading))
    return {
      code: "database-replica",
      what: `Give ${name} a read replica, and send it the reads that may be a second old.`,
      because,
      numbers,
      price: priceOf({
        kind: "database-instance",
        engine: database.engine,
        instanceClass: database.instanceClass,
        multiAz: false,
      }),
      command: replicaCommand(database),
    };
  if (isRead && reading.cacheSeen.kind === "known" && !reading.cacheSeen.value)
    return {
      code: "database-cache",
      what: `Put a cache in front of ${name} for what is read most.`,
      because: `${because} It has a replica, and no cache is seen.`,
      numbers,
      price: priceOf({ kind: "cache-node", nodeType: cacheNode }),
      command: awsCommand("elasticache create-replication-group", {
        "replication-group-id": { variable: "CACHE_NAME" },
        "replication-group-description": "cache",
        engine: "valkey",
        "cache-node-type": cacheNode,
        "num-cache-clusters": 1,
      }),
    };
  return classStep(database, because, numbers, priceOf);
};

const classStep = (
  database: Database,
  because: string,
  numbers: Readonly<Record<string, number>>,
  priceOf: PriceOf,
): NextStep => {
  const [next] = nextClassesOf(database.instanceClass);
  const priced = (instanceClass: string): Price =>
    priceOf({ kind: "database-instance", engine: database.engine, instanceClass, multiAz: database.multiAz });
  return {
    code: "database-class",
    what: `Give ${database.id} a larger class${next === undefined ? "" : `: ${next.instanceClass}`}.`,
    because,
    numbers,
    price:
      next === undefined ? { kind: "unknown" } : difference(priced(next.instanceClass), priced(database.instanceClass)),
    command: awsCommand("rds modify-db-instance", {
      "db-instance-identifier": database.id,
      "db-instance-class": next?.instanceClass ?? { variable: "INSTANCE_CLASS" },
    }),
  };
};

const difference = (larger: Price, present: Price): Price =>
  larger.kind === "known" && present.kind === "known"
    ? { ...larger, monthlyDollars: larger.monthlyDollars - present.monthlyDollars }
    : { kind: "unknown" };

const zoneStep = (reading: AccountReading, priceOf: PriceOf): NextStep | null => {
  const single = (reading.databases.kind === "known" ? reading.databases.value : [])
    .filter(({ cluster, isReplica, multiAz }) => cluster === null && !isReplica && !multiAz)
    .map((database) => ({ database, name: database.id, weight: 0 }));
  const most = busiest(single);
  if (most !== null) {
    const { database, name } = most;
    return {
      code: "second-zone",
      what: `Give ${name} a standby in a second zone.`,
      because: `${name} is in ${database.zone ?? "one zone"} only, and everything behind it with it.`,
      numbers: { zones: 1 },
      price: priceOf({
        kind: "database-instance",
        engine: database.engine,
        instanceClass: database.instanceClass,
        multiAz: false,
      }),
      command: awsCommand("rds modify-db-instance", { "db-instance-identifier": name, "multi-az": null }),
    };
  }
  const inOneZone = servicesOf(reading).services.flatMap((service) => {
    const zones = possibleZones(service, reading);
    const isSingle = zones.kind === "known" && zones.value.length === 1 && service.desired >= 2;
    return isSingle ? [{ service, zone: zones.value[0]!, name: serviceLabel(service), weight: 0 }] : [];
  });
  const service = busiest(inOneZone);
  if (service === null) return null;
  return {
    code: "second-zone",
    what: `Let ${service.name} run in a second zone.`,
    because: `All of its ${service.service.desired} tasks may run in ${service.zone} only.`,
    numbers: { zones: 1, desiredTasks: service.service.desired },
    price: null,
    command: "npx headgate checklist --json # the fix of service-zones",
  };
};

const singleTaskStep = (reading: AccountReading): NextStep | null => {
  const singles = servicesOf(reading)
    .services.filter(({ desired, targetGroups }) => desired === 1 && targetGroups.length > 0)
    .map((service) => ({ service, name: serviceLabel(service), weight: 0 }));
  const most = busiest(singles);
  if (most === null) return null;
  const { cluster, service } = most.service;
  return {
    code: "more-tasks",
    what: `Run two tasks of ${most.name}.`,
    because: `${most.name} is behind a balancer with one task.`,
    numbers: { desiredTasks: 1 },
    price: null,
    command: awsCommand("ecs update-service", { cluster, service, "desired-count": 2 }),
  };
};

const elasticStep = (reading: AccountReading, metrics: AccountMetrics, config: Config | null): NextStep | null => {
  // Who has a scaling target is not known: then nobody is told to get one.
  if (reading.scalableTargets.kind === "unknown") return null;
  const elastic = new Set(elasticServices(reading, config));
  const desired = new Map(servicesOf(reading).services.map((service) => [serviceLabel(service), service.desired]));
  const fixed = metrics.services.flatMap((own) => {
    const name = serviceLabel(own);
    const { busyCpuPercent: cpu } = own;
    if (cpu.kind === "unknown" || cpu.value < busyServicePercent || elastic.has(name) || !desired.has(name)) return [];
    return [{ own, name, weight: cpu.value }];
  });
  const most = busiest(fixed);
  if (most === null) return null;
  const { own, name, weight } = most;
  const tasks = desired.get(name)!;
  return {
    code: "elastic-service",
    what: `Let the count of ${name} follow its load: add it to headgate.yml, which keeps it within its databases' budgets.`,
    because: `Its CPU is at ${round(weight)} % in busy hours, and its count is fixed at ${tasks}.`,
    numbers: { busyCpuPercent: round(weight), desiredTasks: tasks },
    price: null,
    command: awsCommand("application-autoscaling register-scalable-target", {
      "service-namespace": "ecs",
      "scalable-dimension": "ecs:service:DesiredCount",
      "resource-id": `service/${own.cluster}/${own.service}`,
      "min-capacity": Math.max(1, tasks),
      "max-capacity": Math.max(2, tasks * 2),
    }),
  };
};

const replicaCommand = (database: Database): string =>
  database.cluster === null
    ? awsCommand("rds create-db-instance-read-replica", {
        "source-db-instance-identifier": database.id,
        "db-instance-identifier": `${database.id}-replica`,
      })
    : awsCommand("rds create-db-instance", {
        "db-cluster-identifier": database.cluster,
        "db-instance-identifier": `${database.id}-reader`,
        "db-instance-class": database.instanceClass,
        engine: database.engine,
      });

const hasReplica = (database: Database, { databases, databaseClusters }: AccountReading): boolean =>
  database.cluster === null
    ? databases.kind === "known" && databases.value.some(({ replicaOf }) => replicaOf === database.id)
    : databaseClusters.kind === "known" &&
      databaseClusters.value.some(({ id, readers }) => id === database.cluster && readers.length > 0);

/** @returns 0..1; `null`: not known, or nothing was read or written */
const readShareOf = ({ busyReadIops, busyWriteIops }: DatabaseMetrics): number | null => {
  if (busyReadIops.kind === "unknown" || busyWriteIops.kind === "unknown") return null;
  const sum = busyReadIops.value + busyWriteIops.value;
  return sum <= 0 ? null : busyReadIops.value / sum;
};

const busiest = <Item extends { readonly weight: number; readonly name: string }>(
  items: readonly Item[],
): Item | null => [...items].sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))[0] ?? null;

const round = (value: number): number => Math.round(value);
