import { assertNever } from "../plan/assert-never.ts";
import { limitEngineOf } from "./limit-engine.ts";

export type LimitCounter =
  /** The name without its statistic; to be confirmed with ListAvailableResourceMetrics. */
  | { readonly kind: "offered"; readonly name: "db.User.max_connections" | "db.Users.max_connections" }
  | { readonly kind: "not-offered"; readonly because: string };

/**
 * Performance Insights' counter of `max_connections`: exact, and read without a database login.
 *
 * @param engine as RDS says it
 * @throws never
 * @see Amazon RDS User Guide, "DB engine, Region, and instance class support for Database Insights", and the same of Aurora
 */
export const performanceInsightsCounterOf = (engine: string, instanceClass: string): LimitCounter => {
  const known = limitEngineOf(engine);
  if (known === null) return { kind: "not-offered", because: `no counter of the limit of ${engine} is known` };
  const tooSmall: LimitCounter = { kind: "not-offered", because: `not offered for ${known} on ${instanceClass}` };
  switch (known) {
    case "postgres":
    case "aurora-postgresql":
      return { kind: "offered", name: "db.User.max_connections" };
    case "mysql":
    case "mariadb":
      return /^db\.(t2|t3|t4g)\.(micro|small)$/.test(instanceClass)
        ? tooSmall
        : { kind: "offered", name: "db.User.max_connections" };
    case "aurora-mysql":
      return /^db\.(t2\.|t3\.|t4g\.(micro|small)$)/.test(instanceClass)
        ? tooSmall
        : { kind: "offered", name: "db.Users.max_connections" };
    default:
      return assertNever(known);
  }
};
