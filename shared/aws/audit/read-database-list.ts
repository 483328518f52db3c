import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from "@aws-sdk/client-rds";
import type { AuditReading, Database, DatabaseCluster } from "../../checklist/account-reading.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

type Clients = Pick<AuditClients, "rds">;

const MaxRecords = 100;

/** All DB instances of the region. Neptune's and DocumentDB's are among them: they have one API. */
export const readDatabaseList = ({ rds }: Clients): Promise<AuditReading<readonly Database[]>> =>
  ask("DescribeDBInstances", "", async () => {
    const instances = await allPages(async (Marker) => {
      const page = await rds.send(new DescribeDBInstancesCommand({ MaxRecords, Marker }));
      return { items: page.DBInstances, next: page.Marker };
    });
    return instances.map(databaseOf);
  });

export const readDatabaseClusters = ({ rds }: Clients): Promise<AuditReading<readonly DatabaseCluster[]>> =>
  ask("DescribeDBClusters", "", async () => {
    const clusters = await allPages(async (Marker) => {
      const page = await rds.send(new DescribeDBClustersCommand({ MaxRecords, Marker }));
      return { items: page.DBClusters, next: page.Marker };
    });
    return clusters.map(clusterOf);
  });

const databaseOf = (instance: DBInstance): Database => ({
  id: instance.DBInstanceIdentifier ?? "",
  engine: instance.Engine ?? "",
  engineVersion: instance.EngineVersion ?? "",
  instanceClass: instance.DBInstanceClass ?? "",
  cluster: instance.DBClusterIdentifier ?? null,
  isReplica:
    instance.ReadReplicaSourceDBInstanceIdentifier !== undefined ||
    instance.ReadReplicaSourceDBClusterIdentifier !== undefined,
  replicaOf: instance.ReadReplicaSourceDBInstanceIdentifier ?? null,
  multiAz: instance.MultiAZ ?? false,
  zone: instance.AvailabilityZone ?? null,
  backupRetentionDays: instance.BackupRetentionPeriod ?? 0,
  deletionProtection: instance.DeletionProtection ?? false,
});

const clusterOf = (cluster: DBCluster): DatabaseCluster => {
  const members = cluster.DBClusterMembers ?? [];
  const serverless = cluster.ServerlessV2ScalingConfiguration;
  return {
    id: cluster.DBClusterIdentifier ?? "",
    engine: cluster.Engine ?? "",
    multiAz: cluster.MultiAZ ?? false,
    writer: members.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier ?? null,
    readers: members
      .filter(({ IsClusterWriter }) => !IsClusterWriter)
      .flatMap(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? [])
      .sort(),
    backupRetentionDays: cluster.BackupRetentionPeriod ?? 0,
    deletionProtection: cluster.DeletionProtection ?? false,
    serverless:
      serverless?.MaxCapacity === undefined
        ? null
        : { minAcu: serverless.MinCapacity ?? 0, maxAcu: serverless.MaxCapacity },
  };
};
