import { Database } from "./database.ts";
import { DatabaseProxy } from "./database-proxy.ts";
import { DatabaseUse } from "./database-use.ts";
import { ServiceDatabases } from "./service-databases.ts";
import type { PoolSpec, WorldSpec } from "./spec.ts";

const noDatabases = new ServiceDatabases(undefined, undefined);

/** A world's databases and proxies, by name. */
export class Databases {
  readonly all: readonly Database[];
  readonly proxies: readonly DatabaseProxy[];

  /** @throws RangeError for a proxy to a database that the world doesn't have */
  constructor(spec: WorldSpec) {
    this.all = spec.databases.map((database) => new Database(database));
    this.proxies = (spec.proxies ?? []).map((proxy) => new DatabaseProxy(proxy, this.named(proxy.database)));
  }

  /** @throws RangeError where no database has the name */
  named(name: string): Database {
    const database = this.all.find((candidate) => candidate.name === name);
    if (database === undefined) throw new RangeError(`no database is named "${name}"`);
    return database;
  }

  /** @throws RangeError where no proxy has the name */
  proxyNamed(name: string): DatabaseProxy {
    const proxy = this.proxies.find((candidate) => candidate.name === name);
    if (proxy === undefined) throw new RangeError(`no proxy is named "${name}"`);
    return proxy;
  }

  /** @throws RangeError for a pool that names what the world doesn't have, or a proxy in front of another database */
  of(pool: PoolSpec | undefined): ServiceDatabases {
    if (pool === undefined) return noDatabases;
    const database = this.named(pool.database);
    const proxy = pool.proxy === undefined ? undefined : this.proxyNamed(pool.proxy);
    if (proxy !== undefined && proxy.database !== database)
      throw new RangeError(`proxy "${proxy.name}" is in front of "${proxy.database.name}", not of "${database.name}"`);
    const readerRatio = pool.reader?.requestsRatio ?? 0;
    if (!(readerRatio >= 0 && readerRatio <= 1))
      throw new RangeError(`requestsRatio ${readerRatio} of a reader pool must be between 0 and 1`);
    return new ServiceDatabases(
      new DatabaseUse(pool, 1 - readerRatio, database, proxy),
      pool.reader === undefined
        ? undefined
        : new DatabaseUse(pool, readerRatio, this.named(pool.reader.database), undefined),
    );
  }
}
