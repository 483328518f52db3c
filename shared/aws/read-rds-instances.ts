import { type DBInstance, DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import type { Reading } from "../reading.ts";
import type { Rds } from "./clients.ts";
import { readByName } from "./read-rds-by-name.ts";

/** A DB instance as RDS describes it, as far as its limit depends on it. */
export type RdsInstance = {
  readonly instance: string;
  /** DbiResourceId. */
  readonly resourceId: string;
  readonly status: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string;
  readonly multiAz: boolean;
  readonly allocatedStorageGib: number;
  /** 0 while the instance has no endpoint yet. */
  readonly port: number;
  readonly isReplica: boolean;
  /** DBClusterIdentifier; `null`: not in a cluster. */
  readonly cluster: string | null;
  readonly parameterGroups: readonly { readonly group: string; readonly applyStatus: string }[];
  readonly performanceInsights: boolean;
};

/**
 * Reads DB instances.
 *
 * @param instances unique DBInstanceIdentifiers
 * @returns by identifier as given, every one answered; "not-found" for one that doesn't exist
 * @throws never
 */
export const readRdsInstances = (
  rds: Rds,
  instances: readonly string[],
): Promise<ReadonlyMap<string, Reading<RdsInstance>>> =>
  readByName(instances, "rds:DescribeDBInstances", "DB instance", async (names) => {
    const found = new Map<string, RdsInstance>();
    let Marker: string | undefined;
    do {
      const page = await rds.send(
        new DescribeDBInstancesCommand({ Filters: [{ Name: "db-instance-id", Values: [...names] }], Marker }),
      );
      for (const instance of page.DBInstances ?? []) {
        found.set(instance.DBInstanceIdentifier ?? "", rdsInstanceOf(instance));
      }
      Marker = page.Marker;
    } while (Marker !== undefined);
    return found;
  });

export const rdsInstanceOf = (instance: DBInstance): RdsInstance => ({
  instance: instance.DBInstanceIdentifier ?? "",
  resourceId: instance.DbiResourceId ?? "",
  status: instance.DBInstanceStatus ?? "",
  engine: instance.Engine ?? "",
  engineVersion: instance.EngineVersion ?? "",
  instanceClass: instance.DBInstanceClass ?? "",
  multiAz: instance.MultiAZ ?? false,
  allocatedStorageGib: instance.AllocatedStorage ?? 0,
  port: instance.Endpoint?.Port ?? instance.DbInstancePort ?? 0,
  isReplica:
    instance.ReadReplicaSourceDBInstanceIdentifier !== undefined ||
    instance.ReadReplicaSourceDBClusterIdentifier !== undefined,
  cluster: instance.DBClusterIdentifier ?? null,
  parameterGroups: (instance.DBParameterGroups ?? []).map((group) => ({
    group: group.DBParameterGroupName ?? "",
    applyStatus: group.ParameterApplyStatus ?? "",
  })),
  performanceInsights: instance.PerformanceInsightsEnabled ?? false,
});
