import type { DatabaseConfig } from "./database-config.ts";
import { RESERVED_CONNECTIONS } from "./defaults.ts";
import type { ServiceConfig } from "./service-config.ts";

/** What a database's limit leaves for services, term by term, in whole connections. */
export type Budget = {
  readonly limit: number | null;
  readonly reserved: number;
  readonly margin: number | null;
  /** What one replaced task of the largest pool needs beyond the margin; `null` where the margin is unknown. */
  readonly replacement: number | null;
  readonly connectors: number;
  /** `null`: measured from DatabaseConnections, and not in `connections` below. */
  readonly unmanaged: number | null;
  /** What of the rest is this installation's. */
  readonly sharePercent: number;
  /**
   * limit less every term above (unmanaged where given), and of that the share; may be below 0; `null` where the limit
   * is unknown. Of readers: of one of them, because how many there are is known in AWS only.
   */
  readonly connections: number | null;
};

/** What one service asks of one database. */
export type Demand = {
  readonly service: ServiceConfig;
  readonly connectionsPerTask: number;
  /** k x min */
  readonly least: number;
};

/** The larger of 3 and 5 % of the limit, rounded up. */
export const marginOf = (limit: number): number => Math.max(3, Math.ceil((limit * 5) / 100));

/**
 * The same arithmetic as the plan's, `shared/plan/budget/plan-budget.ts`, as far as the file alone tells it; a test
 * compares the two.
 *
 * ECS starts the replacement of an unhealthy task before it stops it, so room for one is kept, once per database. The
 * margin serves for it: only what the largest pool needs beyond the margin is kept on top. Services behind a proxy are
 * not in it: what they borrow is measured.
 *
 * @param services all of the configuration, or at least those on this database
 */
export const budgetOf = (database: DatabaseConfig, services: readonly ServiceConfig[]): Budget => {
  const { maxConnections: limit, marginConnections: margin, unmanagedConnections: unmanaged, sharePercent } = database;
  const reserved = database.reservedConnections ?? RESERVED_CONNECTIONS[database.engine];
  const connectors = database.connectors.reduce((sum, { connections }) => sum + connections, 0);
  const replacement = margin === null ? null : Math.max(0, largestPool(demandsOn(database, services)) - margin);
  const whole =
    limit === null || margin === null || replacement === null
      ? null
      : limit - reserved - margin - replacement - connectors - (unmanaged ?? 0);
  const connections = whole === null ? null : Math.min(whole, Math.floor((whole * sharePercent) / 100));
  return { limit, reserved, margin, replacement, connectors, unmanaged, sharePercent, connections };
};

/** Whether the file alone bounds what the services may have: a cluster may have any number of readers. */
export const isOneInstance = ({ at }: DatabaseConfig): boolean => at.kind === "instance" || at.role === "writer";

/** Of services that connect without a proxy. @returns in the order of `services` */
export const demandsOn = (database: DatabaseConfig, services: readonly ServiceConfig[]): readonly Demand[] =>
  services.flatMap((service) =>
    service.pools
      .filter((pool) => pool.database === database.name && pool.proxy === null)
      .map(({ connectionsPerTask }) => ({ service, connectionsPerTask, least: connectionsPerTask * service.minTasks })),
  );

/** @returns connections per task; 0 where no service uses the database */
export const largestPool = (demands: readonly Demand[]): number =>
  demands.reduce((largest, { connectionsPerTask }) => Math.max(largest, connectionsPerTask), 0);

/** "400 - 8 reserved - 20 margin - 30 connectors = 342"; terms of 0 are left out. */
export const describeBudget = (budget: Budget): string => {
  const terms = [
    [budget.reserved, "reserved"],
    [budget.margin, "margin"],
    [budget.replacement, "replacement"],
    [budget.connectors, "connectors"],
    [budget.unmanaged, "unmanaged"],
  ] as const;
  const written = terms
    .filter(([connections]) => (connections ?? 0) > 0)
    .map(([connections, what]) => ` - ${connections} ${what}`)
    .join("");
  const sum = `${budget.limit}${written}`;
  return budget.sharePercent === 100
    ? `${sum} = ${budget.connections}`
    : `${budget.sharePercent} % of (${sum}) = ${budget.connections}`;
};
