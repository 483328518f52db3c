import { lines, type ProblemRow, withDatabases } from "./problem-row.ts";

const one = "  db: { instance: db-1, engine: postgres, maxConnections: 100 }";

/** A database and a proxy; the proxies begin on line 6. */
const withProxies = (pool: string, ...proxies: readonly string[]): string =>
  lines(
    "version: 1",
    "name: shop",
    "databases:",
    one,
    "proxies:",
    ...proxies,
    "services:",
    `  order: { cluster: shop, signals: { cpu: 70 }, pools: { ${pool}: 2 } }`,
  );

/** What the file says of databases, connectors and proxies. */
export const databaseRows: readonly ProblemRow[] = [
  {
    when: "a database without a place has none",
    text: withDatabases("  db: { engine: postgres, maxConnections: 100 }"),
    gives: {
      code: "missing-key",
      path: "databases.db",
      line: 4,
      column: 3,
      fix: "add instance with the DBInstanceIdentifier, or cluster and role",
    },
    says: "neither instance nor cluster",
  },
  {
    when: "a cluster without a role could be the writer or the readers",
    text: withDatabases("  db: { cluster: aurora, engine: postgres, maxConnections: 100 }"),
    gives: {
      code: "missing-key",
      path: "databases.db",
      line: 4,
      column: 3,
      fix: "add role: writer, or role: reader for all readers together",
    },
  },
  {
    when: "a database is an instance or a cluster, not both",
    text: withDatabases(
      "  db: { instance: db-1, cluster: aurora, role: writer, engine: postgres, maxConnections: 100 }",
    ),
    gives: {
      code: "place-contradiction",
      path: "databases.db.cluster",
      line: 4,
      column: 34,
      fix: "remove instance, or remove cluster and role",
    },
  },
  {
    when: "an instance has no role",
    text: withDatabases("  db: { instance: db-1, role: reader, engine: postgres, maxConnections: 100 }"),
    gives: { code: "place-contradiction", path: "databases.db.role", line: 4, column: 31, fix: "remove role" },
  },
  {
    when: "failover is about readers",
    text: withDatabases(
      "  db: { cluster: aurora, role: writer, failover: reserve, engine: postgres, maxConnections: 100 }",
    ),
    gives: { code: "place-contradiction", path: "databases.db.failover", line: 4, column: 50, fix: "remove failover" },
  },
  {
    when: "a connector with two figures could be either",
    text: withDatabases(
      "  db: { instance: db-1, engine: postgres, maxConnections: 100, connectors: { jobs: { connections: 5, reservedConcurrency: 5 } } }",
    ),
    gives: {
      code: "connector-contradiction",
      path: "databases.db.connectors.jobs",
      line: 4,
      column: 78,
      fix: "keep connections, or keep reservedConcurrency and connectionsPerExecution",
    },
  },
  {
    when: "a function without a reserved concurrency has no figure",
    text: withDatabases(
      "  db: { instance: db-1, engine: postgres, maxConnections: 100, connectors: { jobs: { connectionsPerExecution: 2 } } }",
    ),
    gives: {
      code: "missing-key",
      path: "databases.db.connectors.jobs",
      line: 4,
      column: 78,
      fix: "add connections, or reservedConcurrency for a Lambda function",
    },
  },
  {
    when: "a shared database needs a figure of unmanaged sessions",
    text: withDatabases("  db: { instance: db-1, engine: postgres, maxConnections: 100, sharePercent: 40 }"),
    gives: {
      code: "share-without-unmanaged",
      path: "databases.db.sharePercent",
      line: 4,
      column: 78,
      fix: "add unmanagedConnections with the sessions that belong to none of the installations",
    },
    says: "shared at 40 %",
  },
  {
    when: "a share that is too small for the minimums says the limit that would do",
    text: withDatabases(
      "  db: { instance: db-1, engine: mysql, maxConnections: 20, sharePercent: 20, unmanagedConnections: 0 }",
    ),
    gives: {
      code: "min-above-budget",
      path: "services.order.tasks.min",
      line: 6,
      column: 3,
      fix: "lower tasks.min of order to at most 1, or lower its pools to 1 connections per task, or raise maxConnections to at least 33",
    },
    says: "20 % of (20 - 3 margin) = 3",
  },
  {
    when: "a proxy and a database of one name could each be meant",
    text: withProxies("db", "  db: { proxy: shop-proxy, database: db }"),
    gives: {
      code: "name-taken",
      path: "proxies.db",
      line: 6,
      column: 3,
      fix: "give the proxy another name, and name it in the pools of the services that connect through it",
    },
  },
  {
    when: "a proxy is in front of a database that is there",
    text: withProxies("px", "  px: { proxy: shop-proxy, database: bd }"),
    gives: {
      code: "unknown-database",
      path: "proxies.px.database",
      line: 6,
      column: 38,
      fix: "did you mean db?",
    },
    says: "in front of bd",
  },
  {
    when: "a pool names a database or a proxy",
    text: withProxies("pxy", "  px: { proxy: shop-proxy, database: db }"),
    gives: {
      code: "unknown-database",
      path: "services.order.pools.pxy",
      line: 8,
      column: 58,
      fix: "did you mean px?",
    },
    says: "under neither databases nor proxies",
  },
  {
    when: "two names for one proxy are refused, because what it may open is one figure",
    text: withProxies("px", "  px: { proxy: shop-proxy, database: db }", "  py: { proxy: shop-proxy, database: db }"),
    gives: {
      code: "same-proxy",
      path: "proxies.py.proxy",
      line: 7,
      column: 16,
      fix: "keep one entry, and name it in the pools of every service that used either",
    },
  },
  {
    when: "a proxy is named, not its endpoint",
    text: withProxies("px", "  px: { proxy: shop.proxy-abc.eu-central-1.rds.amazonaws.com, database: db }"),
    gives: {
      code: "illegal-name",
      path: "proxies.px.proxy",
      line: 6,
      column: 16,
      fix: "choose another name within this rule",
    },
  },
  {
    when: "a fixed pool has nothing to measure",
    text: lines(
      "version: 1",
      "name: shop",
      "databases:",
      one,
      "services:",
      "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: { size: 2, admission: measured } } }",
    ),
    gives: {
      code: "pool-contradiction",
      path: "services.order.pools.db.admission",
      line: 6,
      column: 84,
      fix: "add kind: elastic, or leave admission out",
    },
  },
];

export const databaseWarningRows: readonly ProblemRow[] = [
  {
    when: "a proxy that no pool names is a warning",
    text: withProxies("db", "  px: { proxy: shop-proxy, database: db }"),
    gives: {
      code: "proxy-unused",
      path: "proxies.px",
      line: 6,
      column: 3,
      fix: "name it under the pools of the services that connect through it, or remove it",
    },
  },
];
