import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from "@aws-sdk/client-rds";
import type { DatabasePlace } from "../config/database-config.ts";
import type { Reading } from "../reading.ts";
import type { Rds } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf } from "./in-parallel.ts";
import { type RdsCluster, rdsClusterOf } from "./read-rds-clusters.ts";
import { type RdsInstance, rdsInstanceOf } from "./read-rds-instances.ts";

/** A DB instance with what an operation on it depends on. */
export type OperatedInstance = RdsInstance & {
  readonly arn: string;
  /** `null` while RDS creates it. */
  readonly endpoint: string | null;
  readonly pendingClass: string | null;
  /** Names of everything in PendingModifiedValues, the class among them, sorted. */
  readonly pending: readonly string[];
  /** UTC, as RDS writes it: "sun:03:00-sun:03:30". */
  readonly maintenanceWindow: string;
  readonly backupRetentionDays: number;
  readonly replicaOf: string | null;
  /** DBInstanceIdentifiers of its read replicas, sorted. */
  readonly replicas: readonly string[];
  readonly zone: string | null;
  readonly tags: Readonly<Record<string, string>>;
};

export type OperatedCluster = RdsCluster & {
  readonly engine: string;
  /** "provisioned", "serverless": Aurora Serverless v1. */
  readonly engineMode: string;
  readonly maintenanceWindow: string;
  /** `null`: it is in no Aurora global database. */
  readonly globalCluster: string | null;
  /** It replicates another cluster, or is replicated. */
  readonly isReplicated: boolean;
};

/** One instance, or a cluster with all its members. */
export type OperatedDatabase = {
  readonly cluster: OperatedCluster | null;
  /** Sorted; of a cluster every member that RDS describes. */
  readonly instances: readonly OperatedInstance[];
};

const namesPerCall = 100;

/**
 * Reads a database as the runbooks that change one need it: whole, or not at all.
 *
 * @returns unknown with the failing call; "not-found" where RDS has no such instance or cluster
 * @throws never
 */
export const readOperatedDatabase = async (rds: Rds, at: DatabasePlace): Promise<Reading<OperatedDatabase>> => {
  if (at.kind === "instance") {
    const instances = await attempt(`rds:DescribeDBInstances ${at.instance}`, () => describe(rds, [at.instance]));
    if (instances.kind === "unknown") return instances;
    const [instance] = instances.value;
    if (instance === undefined) return notThere("instance", at.instance);
    if (instance.cluster === null) return { kind: "known", value: { cluster: null, instances: [instance] } };
    const cluster = await readCluster(rds, instance.cluster);
    return cluster.kind === "unknown"
      ? cluster
      : { kind: "known", value: { cluster: cluster.value, instances: [instance] } };
  }
  const cluster = await readCluster(rds, at.cluster);
  if (cluster.kind === "unknown") return cluster;
  const names = cluster.value.members.map(({ instance }) => instance).sort();
  const instances = await attempt(`rds:DescribeDBInstances of ${at.cluster}`, () => describe(rds, names));
  if (instances.kind === "unknown") return instances;
  return { kind: "known", value: { cluster: cluster.value, instances: instances.value } };
};

/** @returns `null`: RDS has none of this name @throws what RDS answers */
export const readOperatedInstance = async (rds: Rds, instance: string): Promise<OperatedInstance | null> =>
  (await describe(rds, [instance]))[0] ?? null;

/** Those of the names that RDS has. @throws what RDS answers */
export const readOperatedInstances = (rds: Rds, names: readonly string[]): Promise<readonly OperatedInstance[]> =>
  describe(rds, names);

/** @throws what RDS answers */
export const readOperatedCluster = async (rds: Rds, cluster: string): Promise<OperatedCluster | null> => {
  let Marker: string | undefined;
  do {
    const page = await rds.send(
      new DescribeDBClustersCommand({ Filters: [{ Name: "db-cluster-id", Values: [cluster] }], Marker }),
    );
    const [found] = page.DBClusters ?? [];
    if (found !== undefined) return clusterOf(found);
    // A page may be empty and not the last.
    ({ Marker } = page);
  } while (Marker !== undefined);
  return null;
};

const readCluster = async (rds: Rds, name: string): Promise<Reading<OperatedCluster>> => {
  const cluster = await attempt(`rds:DescribeDBClusters ${name}`, () => readOperatedCluster(rds, name));
  if (cluster.kind === "unknown") return cluster;
  return cluster.value === null ? notThere("cluster", name) : { kind: "known", value: cluster.value };
};

const describe = async (rds: Rds, names: readonly string[]): Promise<readonly OperatedInstance[]> => {
  const found: OperatedInstance[] = [];
  for (const Values of chunksOf(names, namesPerCall)) {
    let Marker: string | undefined;
    do {
      const page = await rds.send(
        new DescribeDBInstancesCommand({ Filters: [{ Name: "db-instance-id", Values: [...Values] }], Marker }),
      );
      found.push(...(page.DBInstances ?? []).map(instanceOf));
      Marker = page.Marker;
    } while (Marker !== undefined);
  }
  return found.sort((a, b) => (a.instance < b.instance ? -1 : 1));
};

const instanceOf = (instance: DBInstance): OperatedInstance => ({
  ...rdsInstanceOf(instance),
  arn: instance.DBInstanceArn ?? "",
  endpoint: instance.Endpoint?.Address ?? null,
  pendingClass: instance.PendingModifiedValues?.DBInstanceClass ?? null,
  pending: Object.entries(instance.PendingModifiedValues ?? {})
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([name]) => name)
    .sort(),
  maintenanceWindow: instance.PreferredMaintenanceWindow ?? "",
  backupRetentionDays: instance.BackupRetentionPeriod ?? 0,
  replicaOf: instance.ReadReplicaSourceDBInstanceIdentifier ?? instance.ReadReplicaSourceDBClusterIdentifier ?? null,
  replicas: [
    ...(instance.ReadReplicaDBInstanceIdentifiers ?? []),
    ...(instance.ReadReplicaDBClusterIdentifiers ?? []),
  ].sort(),
  zone: instance.AvailabilityZone ?? null,
  tags: Object.fromEntries((instance.TagList ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
});

const clusterOf = (cluster: DBCluster): OperatedCluster => ({
  ...rdsClusterOf(cluster),
  engine: cluster.Engine ?? "",
  engineMode: cluster.EngineMode ?? "provisioned",
  maintenanceWindow: cluster.PreferredMaintenanceWindow ?? "",
  globalCluster: cluster.GlobalClusterIdentifier ?? null,
  isReplicated: cluster.ReplicationSourceIdentifier !== undefined || (cluster.ReadReplicaIdentifiers ?? []).length > 0,
});

const notThere = (noun: string, name: string): Reading<never> => ({
  kind: "unknown",
  because: "not-found",
  detail: `RDS has no DB ${noun} ${name} in this account and region`,
});

const attempt = async <T>(call: string, read: () => Promise<T>): Promise<Reading<T>> => {
  try {
    return { kind: "known", value: await read() };
  } catch (error) {
    return unknownBecause(call, error);
  }
};
