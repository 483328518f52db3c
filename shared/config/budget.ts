import type { DatabaseConfig, ServiceConfig } from "./config.ts";

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
  /** limit less every term above (unmanaged where given); may be below 0; `null` where the limit is unknown. */
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
 * The same arithmetic as the plan's, `shared/plan/budget.ts`; a test compares the two.
 *
 * ECS starts the replacement of an unhealthy task before it stops it, so room for one is kept, once per database. The
 * margin serves for it: only what the largest pool needs beyond the margin is kept on top.
 *
 * @param services all of the configuration, or at least those on this database
 */
export const budgetOf = (database: DatabaseConfig, services: readonly ServiceConfig[]): Budget => {
  const {
    maxConnections: limit,
    reservedConnections: reserved,
    marginConnections: margin,
    unmanagedConnections: unmanaged,
  } = database;
  const connectors = database.connectors.reduce((sum, { connections }) => sum + connections, 0);
  const replacement = margin === null ? null : Math.max(0, largestPool(demandsOn(database, services)) - margin);
  const connections =
    limit === null || margin === null || replacement === null
      ? null
      : limit - reserved - margin - replacement - connectors - (unmanaged ?? 0);
  return { limit, reserved, margin, replacement, connectors, unmanaged, connections };
};

/** @returns in the order of `services` */
export const demandsOn = (database: DatabaseConfig, services: readonly ServiceConfig[]): readonly Demand[] =>
  services.flatMap((service) =>
    service.pools
      .filter((pool) => pool.database === database.name)
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
    .map(([connections, what]) => ` - ${connections} ${what}`);
  return `${budget.limit}${written.join("")} = ${budget.connections}`;
};
