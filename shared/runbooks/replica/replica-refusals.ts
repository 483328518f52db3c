import type { OperatedDatabase, OperatedInstance } from "../../aws/read-operated-database.ts";
import type { OrderableClass } from "../../aws/read-orderable-class.ts";
import type { Reading } from "../../reading.ts";
import { type Refusal, refuseWith } from "../refusal.ts";

export const replicaRefusals = {
  "database-unreadable": {
    means: "RDS doesn't answer about the database, or doesn't know it.",
    remedy: "See the call in the message; check the name in headgate.yml and the role's rights.",
    mayPass: true,
  },
  "not-available": {
    means: "RDS copies only from a database that is available.",
    remedy: "Wait until RDS has finished what it is doing, or start the instance.",
  },
  "no-backups": {
    means: "RDS makes a read replica only of an instance with automatic backups.",
    remedy: "Set a backup retention period of a day or more, wait until it is applied, and run this again.",
  },
  "replica-limit": {
    means: "The database has as many replicas as RDS lets it have.",
    remedy: "Use a larger class for the replicas, or delete one that is not used.",
  },
  "not-orderable": {
    means: "RDS doesn't offer the class for this engine and version in this region.",
    remedy: "Choose one that `aws rds describe-orderable-db-instance-options` lists.",
  },
  "no-replicas": {
    means: "RDS has no read replica of this kind of database, or this runbook can't make it.",
    remedy: "See the message.",
  },
  "name-taken": {
    means: "There is an instance of this name already, which no run of this request has made.",
    remedy: "Give another name as `replica`.",
  },
  "replica-failed": {
    means: "RDS could not make the replica, or somebody has deleted it meanwhile.",
    remedy: "Look at the instance's events in RDS; delete what is left of it.",
  },
} as const;

/** Of MySQL, MariaDB and PostgreSQL, and of an Aurora cluster. @see Amazon RDS API reference, CreateDBInstanceReadReplica */
export const mostReplicas = 15;

/** @param taken the instance that has the wanted name already; `null`: none */
export const refuseReplica = (
  database: string,
  operated: Reading<OperatedDatabase>,
  taken: OperatedInstance | null,
  orderable: Reading<OrderableClass> | null,
  instanceClass: string,
): Refusal | null => {
  const refuse = (code: keyof typeof replicaRefusals, message: string, numbers = {}, field?: string): Refusal =>
    refuseWith(replicaRefusals, code, message, numbers, field);
  if (operated.kind === "unknown") return refuse("database-unreadable", `${database}: ${operated.detail}`);
  const { cluster, instances } = operated.value;
  const [first] = instances;
  if (first === undefined) return refuse("database-unreadable", `${database} has no instance`);
  if (cluster !== null && !cluster.engine.startsWith("aurora"))
    return refuse("no-replicas", `${cluster.cluster} is a Multi-AZ DB cluster, whose replicas RDS makes otherwise`);
  if (cluster?.engineMode === "serverless")
    return refuse("no-replicas", `${cluster.cluster} is Aurora Serverless v1, which has no readers`);
  const standing =
    cluster === null
      ? { name: first.instance, status: first.status }
      : { name: cluster.cluster, status: cluster.status };
  if (standing.status !== "available") return refuse("not-available", `${standing.name} is ${standing.status}`);
  if (cluster === null && first.backupRetentionDays === 0)
    return refuse("no-backups", `${first.instance} has a backup retention period of 0 days`, {
      backupRetentionDays: 0,
    });
  const replicas =
    cluster === null ? first.replicas.length : cluster.members.filter(({ isWriter }) => !isWriter).length;
  if (replicas >= mostReplicas)
    return refuse("replica-limit", `${standing.name} has ${replicas} of ${mostReplicas}`, { replicas, mostReplicas });
  if (orderable?.kind === "unknown") return refuse("database-unreadable", `${database}: ${orderable.detail}`);
  if (orderable !== null && !orderable.value.isOrderable)
    return refuse(
      "not-orderable",
      `RDS doesn't offer ${instanceClass} for ${first.engine} ${first.engineVersion}`,
      {},
      "params.class",
    );
  if (taken !== null) return refuse("name-taken", `${taken.instance} is there, ${taken.status}`, {}, "params.replica");
  return null;
};
