import type { DbClusterSpec, DbInstanceSpec, RdsEstate } from "../../simulator/cloud/rds-estate.ts";

/** An RDS PostgreSQL instance of 16 GiB whose counter says 400; without it a default formula. */
export const postgres = (instance: string, changes: Partial<DbInstanceSpec> = {}): DbInstanceSpec => ({
  instance,
  engine: "postgres",
  engineVersion: "16.4",
  instanceClass: "db.r6g.large",
  performanceInsights: { counter: "db.User.max_connections", values: [400, 400, 400, 400, 400] },
  ...changes,
});

export const withoutInsights = (spec: DbInstanceSpec): DbInstanceSpec => {
  const { performanceInsights: _, ...rest } = spec;
  return rest;
};

export const auroraPostgres = (instance: string, changes: Partial<DbInstanceSpec> = {}): DbInstanceSpec =>
  postgres(instance, {
    engine: "aurora-postgresql",
    performanceInsights: { counter: "db.User.max_connections", values: [1600, 1600, 1600, 1600, 1600] },
    ...changes,
  });

export const auroraCluster = (changes: Partial<DbClusterSpec> = {}): DbClusterSpec => ({
  cluster: "orders",
  engine: "aurora-postgresql",
  writer: "orders-a",
  readers: ["orders-b", "orders-c"],
  ...changes,
});

export const instanceTypes: RdsEstate["instanceTypes"] = [
  { type: "r6g.large", memoryMib: 16_384, vcpus: 2 },
  { type: "r6g.xlarge", memoryMib: 32_768, vcpus: 4 },
];

/** One instance, `users`, with its types and a quota. */
export const oneInstance = (changes: Partial<DbInstanceSpec> = {}): Partial<RdsEstate> => ({
  instances: [postgres("users", changes)],
  instanceTypes,
  fargateVcpus: 140,
});

/** A cluster with a writer and two readers. */
export const oneCluster = (changes: Partial<DbClusterSpec> = {}): Partial<RdsEstate> => ({
  instances: ["orders-a", "orders-b", "orders-c"].map((instance) => auroraPostgres(instance)),
  clusters: [auroraCluster(changes)],
  instanceTypes,
});
