import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import type { Startable } from "../../aws/start-stop-rds.ts";
import type { Config } from "../../config/config.ts";
import type { DatabaseConfig } from "../../config/database-config.ts";

/** What RDS stops for a database of headgate.yml: its instance, or the whole cluster. */
export const startableOf = ({ at }: DatabaseConfig): Startable =>
  at.kind === "instance" ? { kind: "instance", id: at.instance } : { kind: "cluster", id: at.cluster };

/** Services with a pool on it, or on another name of the same cluster; sorted. */
export const usersOf = (database: DatabaseConfig, { databases, services }: Config): readonly string[] => {
  const { kind, id } = startableOf(database);
  const names = databases
    .filter((one) => startableOf(one).kind === kind && startableOf(one).id === id)
    .map(({ name }) => name);
  return services
    .filter(({ pools }) => pools.some((pool) => names.includes(pool.database)))
    .map(({ name }) => name)
    .sort();
};

/**
 * Why RDS would not stop it; `null`: it would.
 *
 * @see Amazon RDS User Guide, "Stopping an Amazon RDS DB instance temporarily" (limitations); Amazon Aurora User Guide,
 * "Limitations for stopping and starting Aurora DB clusters"
 */
export const barrierOf = ({ at }: DatabaseConfig, { cluster, instances }: OperatedDatabase): string | null => {
  if (cluster !== null) {
    if (!cluster.engine.startsWith("aurora")) return `${cluster.cluster} is a Multi-AZ DB cluster`;
    if (at.kind === "instance")
      return `${at.instance} is a member of ${cluster.cluster}: RDS stops an Aurora cluster only as a whole`;
    if (cluster.engineMode === "serverless") return `${cluster.cluster} is Aurora Serverless v1`;
    if (cluster.globalCluster !== null)
      return `${cluster.cluster} is in the Aurora global database ${cluster.globalCluster}`;
    return cluster.isReplicated ? `${cluster.cluster} is replicated` : null;
  }
  const [instance] = instances;
  if (instance === undefined) return "it has no instance";
  if (instance.replicas.length > 0) return `${instance.instance} has read replicas: ${instance.replicas.join(", ")}`;
  if (instance.replicaOf !== null) return `${instance.instance} is a read replica of ${instance.replicaOf}`;
  return instance.engine.startsWith("sqlserver") && instance.multiAz
    ? `${instance.instance} is Multi-AZ SQL Server`
    : null;
};
