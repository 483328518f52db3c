import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import type { OrderableClass } from "../../aws/read-orderable-class.ts";
import type { DatabasePlace } from "../../config/database-config.ts";
import type { Reading } from "../../reading.ts";
import { type Refusal, refuseWith } from "../refusal.ts";
import { describeLimit, safeConnectionsOf } from "./limit-of-class.ts";
import type { ResizeForecast } from "./resize-forecast.ts";
import { resizeTargets } from "./resize-targets.ts";

export const resizeRefusals = {
  "database-unreadable": {
    means: "RDS doesn't answer about the database, or doesn't know it.",
    remedy: "See the call in the message; check the name in headgate.yml and the role's rights.",
    mayPass: true,
  },
  "not-available": {
    means: "RDS takes no change of an instance that is not available.",
    remedy: "Wait until RDS has finished what it is doing, or start the instance.",
  },
  "modification-pending": {
    means: "Another change waits already; with this one it would be applied too.",
    remedy: "Let it be applied, or take it back, and run this again.",
  },
  "same-class": {
    means: "Every instance has the class already.",
    remedy: "Nothing to do; ask for another class.",
  },
  "not-orderable": {
    means: "RDS doesn't offer the class for this engine and version in this region.",
    remedy:
      "Choose one that `aws rds describe-orderable-db-instance-options` lists, or upgrade the engine's version first.",
  },
  "multi-az-cluster": {
    means: "It is a Multi-AZ DB cluster, whose class is changed for the whole cluster at once. This runbook can't.",
    remedy: "Use ModifyDBCluster with DBClusterInstanceClass.",
  },
  "limit-not-predictable": {
    means: "What the new class accepts can't be told, so nobody knows whether it carries what runs.",
    remedy: "See the reason in the message: the parameter group, the class or the engine.",
    mayPass: true,
  },
  "cannot-decide": {
    means: "What the database carries now can't be told, so nobody knows whether the class is enough for it.",
    remedy: "See the reason in the message; try again when it can be read.",
    mayPass: true,
  },
  "limit-too-low": {
    means: "The new limit would not carry the connections that are committed now.",
    remedy: "Choose a larger class, or scale the services in first.",
  },
} as const;

/** As it stands, before anything is predicted. */
export const refuseStanding = (
  database: string,
  operated: Reading<OperatedDatabase>,
  at: DatabasePlace,
  instanceClass: string,
  orderable: Reading<OrderableClass> | null,
): Refusal | null => {
  const refuse = (code: keyof typeof resizeRefusals, message: string, field?: string): Refusal =>
    refuseWith(resizeRefusals, code, message, {}, field);
  if (operated.kind === "unknown") return refuse("database-unreadable", `${database}: ${operated.detail}`);
  const { cluster, instances } = operated.value;
  if (instances.length === 0) return refuse("database-unreadable", `${database} has no instance`);
  if (cluster !== null && !cluster.engine.startsWith("aurora"))
    return refuse("multi-az-cluster", `${cluster.cluster} is a Multi-AZ DB cluster of ${cluster.engine}`);
  const away = [
    ...instances,
    ...(cluster === null ? [] : [{ instance: cluster.cluster, status: cluster.status }]),
  ].find(({ status }) => status !== "available");
  if (away !== undefined) return refuse("not-available", `${away.instance} is ${away.status}`);
  const waits = instances.find(({ pending }) => pending.length > 0);
  if (waits !== undefined)
    return refuse("modification-pending", `${waits.instance} has pending ${waits.pending.join(", ")}`);
  if (resizeTargets(operated.value, at, instanceClass).length === 0)
    return refuse("same-class", `${database} is ${instanceClass} already`, "params.class");
  const [{ engine, engineVersion, multiAz }] = instances as [(typeof instances)[number]];
  const about = `${instanceClass} for ${engine} ${engineVersion}`;
  if (orderable === null || orderable.kind === "unknown")
    return refuse("database-unreadable", `${database}: ${orderable?.detail ?? "no instance to order for"}`);
  if (!orderable.value.isOrderable) return refuse("not-orderable", `RDS doesn't offer ${about}`, "params.class");
  if (multiAz && cluster === null && !orderable.value.isMultiAzCapable)
    return refuse("not-orderable", `RDS doesn't offer ${about} as Multi-AZ, and ${database} is`, "params.class");
  return null;
};

/** By what is predicted. A class that carries more than the one of now is never refused for being too small. */
export const refuseForecast = (
  database: string,
  instanceClass: string,
  { limit, limitNow, budgets }: ResizeForecast,
): Refusal | null => {
  const connections = safeConnectionsOf(limit);
  if (connections === null)
    return refuseWith(
      resizeRefusals,
      "limit-not-predictable",
      `${database} as ${instanceClass}: max_connections ${describeLimit(limit)}`,
      {},
      "params.class",
    );
  if (budgets === null) return null;
  const { after } = budgets;
  if (after.kind === "unknown")
    return refuseWith(resizeRefusals, "cannot-decide", `${database}: ${after.code}: ${after.detail}`);
  const isLarger = connections > (safeConnectionsOf(limitNow) ?? Number.POSITIVE_INFINITY);
  if (after.freeConnections >= 0 || isLarger) return null;
  const { budgetConnections, committedConnections } = after;
  return refuseWith(
    resizeRefusals,
    "limit-too-low",
    `${instanceClass} gives ${database} max_connections ${describeLimit(limit)}, a budget of ${budgetConnections}; ${committedConnections} are committed now, ${-after.freeConnections} too many`,
    { maxConnections: connections, budgetConnections, committedConnections },
    "params.class",
  );
};
