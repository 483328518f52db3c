import { type DBCluster, DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import type { Reading } from "../reading.ts";
import type { Rds } from "./clients.ts";
import { readByName } from "./read-rds-by-name.ts";

/** A DB cluster as RDS describes it: who its writer is, and what its members' limits depend on. */
export type RdsCluster = {
  readonly cluster: string;
  readonly status: string;
  /** The DB cluster parameter group; `null`: RDS names none. */
  readonly parameterGroup: string | null;
  /** The range of Aurora Serverless v2, in ACU. */
  readonly serverless: { readonly minAcu: number; readonly maxAcu: number } | null;
  readonly members: readonly ClusterMember[];
};

export type ClusterMember = {
  readonly instance: string;
  readonly isWriter: boolean;
  /** Of the cluster's parameter group on this member. */
  readonly parameterApplyStatus: string;
};

/**
 * Reads DB clusters, of Aurora and Multi-AZ ones.
 *
 * @param clusters unique DBClusterIdentifiers
 * @returns by identifier as given, every one answered; "not-found" for one that doesn't exist
 * @throws never
 */
export const readRdsClusters = (
  rds: Rds,
  clusters: readonly string[],
): Promise<ReadonlyMap<string, Reading<RdsCluster>>> =>
  readByName(clusters, "rds:DescribeDBClusters", "DB cluster", async (names) => {
    const found = new Map<string, RdsCluster>();
    let Marker: string | undefined;
    do {
      const page = await rds.send(
        new DescribeDBClustersCommand({ Filters: [{ Name: "db-cluster-id", Values: [...names] }], Marker }),
      );
      for (const cluster of page.DBClusters ?? []) {
        found.set(cluster.DBClusterIdentifier ?? "", rdsClusterOf(cluster));
      }
      Marker = page.Marker;
    } while (Marker !== undefined);
    return found;
  });

export const rdsClusterOf = (cluster: DBCluster): RdsCluster => {
  const range = cluster.ServerlessV2ScalingConfiguration;
  return {
    cluster: cluster.DBClusterIdentifier ?? "",
    status: cluster.Status ?? "",
    parameterGroup: cluster.DBClusterParameterGroup ?? null,
    serverless: range?.MaxCapacity === undefined ? null : { minAcu: range.MinCapacity ?? 0, maxAcu: range.MaxCapacity },
    members: (cluster.DBClusterMembers ?? []).map((member) => ({
      instance: member.DBInstanceIdentifier ?? "",
      isWriter: member.IsClusterWriter ?? false,
      parameterApplyStatus: member.DBClusterParameterGroupStatus ?? "",
    })),
  };
};
