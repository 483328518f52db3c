export type Engine = "postgres" | "mysql" | "mariadb";

/** Where a database is found: one RDS instance, or a cluster's writer or its readers, which resolve to instances. */
export type DatabasePlace =
  /** DBInstanceIdentifier. */
  | { readonly kind: "instance"; readonly instance: string }
  /** DBClusterIdentifier. The limit holds per instance: the writer's, or each reader's. */
  | { readonly kind: "cluster"; readonly cluster: string; readonly role: "writer" | "reader" };

export type DatabaseConfig = {
  readonly name: string;
  readonly at: DatabasePlace;
  readonly engine: Engine;
  /** The user's own figure of max_connections; `null`: what the function `limits` finds, and never scaled out on while it finds none. */
  readonly maxConnections: number | null;
  /** R: slots that services can't use; `null`: by engine and version (PostgreSQL 8 = 5 + 3 automation, MySQL and MariaDB 0). */
  readonly reservedConnections: number | null;
  /** max(3, 5 % of the limit) unless given; `null` where the limit is not configured: computed from what is found. */
  readonly marginConnections: number | null;
  readonly connectors: readonly ConnectorConfig[];
  /** U, the sessions that no configured service or connector explains; `null`: measured from DatabaseConnections. */
  readonly unmanagedConnections: number | null;
  /** Readers only. `reserve`: the budget is what the readers carry when one of them has failed. `warn`: that is told. */
  readonly failover: "warn" | "reserve";
  /** What of the budget is this stack's, 1..100; less than 100 where several stacks share the database. */
  readonly sharePercent: number;
  /** What the instance costs in a month, for unlock options; `null`: not said. */
  readonly monthlyDollars: number | null;
  /** What of the services' work a read replica could take; `null`: not said. */
  readonly readSharePercent: number | null;
};

/** An RDS Proxy in front of a database: many clients on few connections. */
export type ProxyConfig = {
  readonly name: string;
  /** DBProxyName. */
  readonly proxy: string;
  /** The database behind it, by its name in headgate.yml. */
  readonly database: string;
  /** Most client connections that the proxy should hold; `null`: not bounded, AWS publishes no quota. */
  readonly maxClientConnections: number | null;
};

/** A known holder of connections that is not a service: a job, a Lambda function, a dashboard. */
export type ConnectorConfig = { readonly name: string; readonly connections: number };
