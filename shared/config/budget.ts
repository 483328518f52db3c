import type { DatabaseConfig, ServiceConfig } from "./config.ts";

/** What a database's limit leaves for services, term by term, in whole connections. */
export type Budget = {
  readonly limit: number | null;
  readonly reserved: number;
  readonly margin: number | null;
  readonly connectors: number;
  /** `null`: measured from DatabaseConnections, and not in `connections` below. */
  readonly unmanaged: number | null;
  /** limit - reserved - margin - connectors - unmanaged (where given); may be below 0; `null` where the limit is unknown. */
  readonly connections: number | null;
};

/** What one service asks of one database. */
export type Demand = {
  readonly service: ServiceConfig;
  readonly connectionsPerTask: number;
  /** k x (min + 1): one replacement task is always kept, or a task that fails could not be started again. */
  readonly least: number;
};

/** The larger of 3 and 5 % of the limit, rounded up. */
export const marginOf = (limit: number): number => Math.max(3, Math.ceil((limit * 5) / 100));

export const budgetOf = (database: DatabaseConfig): Budget => {
  const {
    maxConnections: limit,
    reservedConnections: reserved,
    marginConnections: margin,
    unmanagedConnections: unmanaged,
  } = database;
  const connectors = database.connectors.reduce((sum, { connections }) => sum + connections, 0);
  const connections =
    limit === null || margin === null ? null : limit - reserved - margin - connectors - (unmanaged ?? 0);
  return { limit, reserved, margin, connectors, unmanaged, connections };
};

/** @returns in the order of `services` */
export const demandsOn = (database: DatabaseConfig, services: readonly ServiceConfig[]): readonly Demand[] =>
  services.flatMap((service) =>
    service.pools
      .filter((pool) => pool.database === database.name)
      .map(({ connectionsPerTask }) => ({
        service,
        connectionsPerTask,
        least: connectionsPerTask * (service.minTasks + 1),
      })),
  );

/** "400 - 8 reserved - 20 margin - 30 connectors = 342"; terms of 0 are left out. */
export const describeBudget = (budget: Budget): string => {
  const terms = [
    [budget.reserved, "reserved"],
    [budget.margin, "margin"],
    [budget.connectors, "connectors"],
    [budget.unmanaged, "unmanaged"],
  ] as const;
  const written = terms
    .filter(([connections]) => (connections ?? 0) > 0)
    .map(([connections, what]) => ` - ${connections} ${what}`);
  return `${budget.limit}${written.join("")} = ${budget.connections}`;
};
