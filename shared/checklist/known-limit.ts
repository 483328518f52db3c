import type { Config } from "../config/config.ts";
import { predictedLimit } from "../limits/predicted-limit.ts";
import type { AccountReading, Database } from "./account-reading.ts";

/** How many connections an instance accepts, as far as the checklist knows without asking the parameter group. */
export type KnownLimit =
  | { readonly kind: "known"; readonly connections: number; readonly source: "headgate.yml" | "the class's default" }
  | { readonly kind: "unknown"; readonly detail: string };

/**
 * The limit of one instance: the user's figure in headgate.yml, else the engine's default for the class, at its safe end.
 *
 * A parameter group of one's own may say otherwise; `headgate limits` and the function `limits` read it.
 */
export const knownLimit = (database: Database, reading: AccountReading, config: Config | null): KnownLimit => {
  const configured = configuredLimit(database, reading, config);
  if (configured !== null) return { kind: "known", connections: configured, source: "headgate.yml" };
  const limit = predictedLimit(
    database.engine,
    database.engineVersion,
    database.instanceClass,
    clusterOf(database, reading)?.serverless ?? null,
  );
  switch (limit.kind) {
    case "exact":
      return { kind: "known", connections: limit.maxConnections, source: "the class's default" };
    case "estimate":
      return { kind: "known", connections: limit.safeConnections, source: "the class's default" };
    case "unknown":
      return { kind: "unknown", detail: limit.detail };
  }
};

export const clusterOf = ({ cluster }: Database, { databaseClusters }: AccountReading) =>
  databaseClusters.kind === "known" ? databaseClusters.value.find(({ id }) => id === cluster) : undefined;

const configuredLimit = (database: Database, reading: AccountReading, config: Config | null): number | null => {
  const cluster = clusterOf(database, reading);
  const role = cluster === undefined ? null : cluster.writer === database.id ? "writer" : "reader";
  const found = (config?.databases ?? []).find(({ at }) =>
    at.kind === "instance" ? at.instance === database.id : at.cluster === database.cluster && at.role === role,
  );
  return found?.maxConnections ?? null;
};
