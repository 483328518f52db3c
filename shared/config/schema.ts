import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { instanceIdentifier, name, optional, required, whole } from "./schema-key.ts";
import { defaultsForm, serviceForm } from "./schema-service.ts";

export const databaseForm = z.strictObject({
  instance: required(
    instanceIdentifier,
    "RDS instance identifier (DBInstanceIdentifier). One entry per instance: the limit is the instance's, however many logical databases it serves.",
    { examples: ["shop-orders-1"] },
  ),
  engine: required(
    z.enum(["postgres", "mysql", "mariadb"]),
    "Database engine; it decides how many slots services can't use.",
    {
      examples: ["postgres"],
    },
  ),
  maxConnections: optional(
    whole(1, 262_143),
    "max_connections as the instance runs with it (`SHOW max_connections`). Without it the limit is unknown and nothing is ever scaled out on this database.",
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
    z.record(name, whole(0, 100_000)),
    "Known holders of connections that are not services, with the most that each can hold: jobs, Lambda functions (reserved concurrency x connections), dashboards.",
    { examples: [{ "nightly-report": 10 }] },
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
  defaults: optional(
    defaultsForm,
    "Keys for every service that doesn't set them itself: any key of a service except ecsService and calls. Groups (tasks, drain, deployment, pace, signals) are merged key by key; a pool, a metric or an alarm of the same name is replaced as a whole.",
  ),
  databases: optional(
    z.record(name, databaseForm),
    "The RDS instances behind the services, under names of yours. Leave it out when no service uses one.",
  ),
  services: required(z.record(name, serviceForm), "The ECS services, under names of yours."),
});

export type DatabaseForm = z.infer<typeof databaseForm>;
export type ConfigForm = z.infer<typeof configForm>;
