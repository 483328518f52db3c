import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { instanceIdentifier, name, optional, proxyName, required, whole } from "./schema-key.ts";
import { nginxFleetForm } from "./schema-nginx.ts";
import { noticesForm } from "./schema-notices.ts";
import { runbooksForm } from "./schema-runbooks.ts";
import { defaultsForm, serviceForm } from "./schema-service.ts";
import { zoneForm } from "./schema-zone.ts";

const connectorSize = whole(0, 100_000);

const connector = z.strictObject({
  connections: optional(
    connectorSize,
    "The most connections that it holds. Needed unless reservedConcurrency is given.",
    {
      examples: [10],
    },
  ),
  reservedConcurrency: optional(
    whole(0, 100_000),
    "Reserved concurrency of a Lambda function: the most executions at once. Without one a function can hold any number, so it has no figure.",
    { examples: [20] },
  ),
  connectionsPerExecution: optional(
    whole(1, 1000),
    "Connections of one execution. A function that opens one outside its handler holds 1.",
    { default: DEFAULTS.connectionsPerExecution, examples: [1] },
  ),
});

export const databaseForm = z.strictObject({
  instance: optional(
    instanceIdentifier,
    "RDS instance identifier (DBInstanceIdentifier). One entry per instance: the limit is the instance's, however many logical databases it serves. Needed unless cluster is given.",
    { examples: ["shop-orders-1"] },
  ),
  cluster: optional(
    instanceIdentifier,
    "Cluster identifier (DBClusterIdentifier) of an Aurora or Multi-AZ cluster, in place of instance. With role it names the writer, or all readers together; an entry for each where services use both.",
    { examples: ["shop-aurora"] },
  ),
  role: optional(
    z.enum(["writer", "reader"]),
    "Which instances of the cluster: `writer`, whichever instance that is, or `reader`, all of them. Each reader has its own limit; connections spread unevenly, so one reader is taken to hold 1.5 times its even share. Needed with cluster.",
    { examples: ["writer"] },
  ),
  failover: optional(
    z.enum(["warn", "reserve"]),
    "Readers only. `warn` tells when the readers that are left would not carry the connections if one of them failed; `reserve` plans with one reader less, so with at least two.",
    { default: DEFAULTS.failover, examples: ["reserve"] },
  ),
  monthlyDollars: optional(
    z.number().gt(0).max(1e7),
    "What the instance costs in a month, as on the bill, without storage. With it, notices say what the next larger class would cost more; without it, how many times as much.",
    { examples: [328.5] },
  ),
  readSharePercent: optional(
    whole(0, 100),
    "What of the services' work on this database could go to a read replica, in percent. From 60 on, notices of a cap say what a replica would unlock.",
    { examples: [80] },
  ),
  sharePercent: optional(
    whole(1, 100),
    "What of the budget is this installation's, in percent, where several share one database: what is left after reserved slots, margin, connectors and unmanaged sessions, rounded down. Less than 100 needs unmanagedConnections, because the other installation's sessions can't be told from anybody's.",
    { default: DEFAULTS.sharePercent, examples: [40] },
  ),
  engine: required(
    z.enum(["postgres", "mysql", "mariadb"]),
    "Database engine; it decides how many slots services can't use. Aurora PostgreSQL is postgres, Aurora MySQL is mysql.",
    {
      examples: ["postgres"],
    },
  ),
  maxConnections: optional(
    whole(1, 262_143),
    "max_connections as the instance runs with it (`SHOW max_connections`). Without it the function limits finds it in AWS, and nothing is scaled out on this database until it has. Of readers: of the smallest one.",
    { examples: [400] },
  ),
  reservedConnections: optional(
    whole(0, 10_000),
    "Connections that services can't use. 8 for PostgreSQL (5 reserved for superusers, 3 for AWS automation), 0 for MySQL and MariaDB, unless given.",
    { examples: [8] },
  ),
  marginConnections: optional(
    whole(0, 100_000),
    "Connections that are never planned with, against late metrics, restarts and replaced tasks. The larger of 3 and 5 % of maxConnections, rounded up, unless given.",
    { examples: [20] },
  ),
  unmanagedConnections: optional(
    whole(0, 100_000),
    "Sessions that no service and no connector explains. Measured from the instance's DatabaseConnections unless given.",
    { examples: [12] },
  ),
  connectors: optional(
    z.record(name, z.union([connectorSize, connector])),
    "Known holders of connections that are not services, with the most that each can hold: a bare number for jobs and dashboards, reservedConcurrency for Lambda functions.",
    { examples: [{ "nightly-report": 10 }] },
  ),
});

export const proxyForm = z.strictObject({
  proxy: required(proxyName, "Name of the RDS proxy (DBProxyName), not its endpoint.", {
    examples: ["shop-orders-proxy"],
  }),
  database: required(
    name,
    "The database behind it, by its name under databases. A pool that names the proxy is counted with what its tasks borrow; the proxy itself is counted at the database.",
    { examples: ["orders-db"] },
  ),
  maxClientConnections: optional(
    whole(1, 1_000_000),
    "The most client connections that the proxy should hold: tasks x pool size of its clients stay under it. Not bounded unless given; AWS publishes no quota.",
    { examples: [5000] },
  ),
});

export const configForm = z.strictObject({
  version: required(z.literal(1), "Version of this file's form. Always 1.", { examples: [1] }),
  name: required(
    z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, "the name is 1 to 40 letters, digits and -, and begins with a letter"),
    "Name of this installation. It begins the subject of every notice.",
    { examples: ["shop"] },
  ),
  decisionRetentionDays: optional(
    whole(1, 3650),
    "For how many days decisions, with all they were based on, are kept. A quarter covers most reviews.",
    { default: DEFAULTS.decisionRetentionDays, examples: [90] },
  ),
  dailyReadBudget: optional(
    whole(288, 100_000),
    "Most reads of AWS that a domain may make in a day, against a loop that costs money; past it only the five-minute tick goes on, with a notice. 5,000 covers a whole day at a read every 20 seconds; 288 is one in five minutes.",
    { default: DEFAULTS.dailyReadBudget, examples: [5000] },
  ),
  notices: optional(noticesForm, "When people are told, and how often."),
  defaults: optional(
    defaultsForm,
    "Keys for every service that doesn't set them itself: any key of a service except ecsService, calls, records, cloudMap and nginx. Groups (tasks, drain, deployment, pace, signals) are merged key by key; a pool, a metric or an alarm of the same name is replaced as a whole.",
  ),
  databases: optional(
    z.record(name, databaseForm),
    "The RDS instances behind the services, under names of yours. Leave it out when no service uses one.",
  ),
  proxies: optional(
    z.record(name, proxyForm),
    "The RDS proxies in front of the databases, under names of yours that no database has. A service's pools name the proxy instead of the database where it connects through one.",
  ),
  zones: optional(
    z.record(name, zoneForm),
    "The Route 53 hosted zones that services publish records in, under names of yours.",
  ),
  nginx: optional(
    z.record(name, nginxFleetForm),
    "The fleets of instances that run nginx in front of services, under names of yours.",
  ),
  runbooks: optional(runbooksForm, "What may be run by hand against the account, and what needs a second person."),
  services: required(z.record(name, serviceForm), "The ECS services, under names of yours."),
});

export type ConnectorForm = z.infer<typeof connector>;
export type DatabaseForm = z.infer<typeof databaseForm>;
export type ProxyForm = z.infer<typeof proxyForm>;
export type ConfigForm = z.infer<typeof configForm>;
