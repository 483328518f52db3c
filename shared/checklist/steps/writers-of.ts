import type { AccountMetrics, DatabaseMetrics } from "../account-metrics.ts";
import type { AccountReading, Database } from "../account-reading.ts";

export type Writer = { readonly database: Database; readonly metrics: DatabaseMetrics };

/** The databases that are written to, with their figures: the instances that stand alone, and the clusters' writers. */
export const writersOf = (
  { databases, databaseClusters }: AccountReading,
  metrics: AccountMetrics,
): readonly Writer[] => {
  if (databases.kind === "unknown") return [];
  const writers = new Set(databaseClusters.kind === "known" ? databaseClusters.value.map(({ writer }) => writer) : []);
  return databases.value
    .filter(({ id, cluster, isReplica }) => !isReplica && (cluster === null || writers.has(id)))
    .flatMap((database) => {
      const found = metrics.databases.find(({ id }) => id === database.id);
      return found === undefined ? [] : [{ database, metrics: found }];
    });
};
