/** What a connection pool library opens when nobody configured it, per process. */
export type PoolLibrary = {
  readonly size: number;
  readonly kind: "fixed" | "elastic";
  /** Where the figure comes from, for the documentation. */
  readonly note: string;
};

/**
 * Defaults of the common pools. Any key beside `library` overrides them.
 *
 * Not listed, because there is no figure to take: Go's `database/sql` (unlimited) and Prisma (depends on the CPUs).
 */
export const POOL_LIBRARIES = {
  asyncpg: { size: 10, kind: "fixed", note: "min_size = max_size = 10" },
  hikaricp: { size: 10, kind: "fixed", note: "maximumPoolSize 10, minimumIdle the same" },
  mysql2: { size: 10, kind: "elastic", note: "connectionLimit 10" },
  "node-postgres": { size: 10, kind: "elastic", note: "max 10" },
  npgsql: { size: 100, kind: "elastic", note: "Maximum Pool Size 100" },
  pgxpool: { size: 4, kind: "elastic", note: "pool_max_conns max(4, CPUs): set size on tasks with more than 4 vCPUs" },
  psycopg_pool: { size: 4, kind: "fixed", note: "min_size 4, max_size the same" },
  rails: { size: 5, kind: "elastic", note: "pool 5" },
  sequelize: { size: 5, kind: "elastic", note: "max 5" },
  sqlalchemy: { size: 15, kind: "elastic", note: "pool_size 5 + max_overflow 10" },
} as const satisfies Readonly<Record<string, PoolLibrary>>;

export type PoolLibraryName = keyof typeof POOL_LIBRARIES;

export const POOL_LIBRARY_NAMES = Object.keys(POOL_LIBRARIES).sort() as [PoolLibraryName, ...PoolLibraryName[]];
