import { BorrowQueue } from "./borrow-queue.ts";
import type { Database } from "./database.ts";
import type { DatabaseProxy } from "./database-proxy.ts";
import type { PoolSpec } from "./spec.ts";

/**
 * What one service's requests do at one database: at its pool's own, directly or through a proxy, or at a replica.
 *
 * Requests a second are the service's, of which `ratio` come here.
 */
export class DatabaseUse {
  readonly database: Database;
  readonly proxy: DatabaseProxy | undefined;
  /** Requests of the last second that have waited too long for one of the proxy's connections. 0 without a proxy. */
  late = 0;
  private readonly holdSecondsPerRequest: number;
  private readonly cpuSecondsPerRequest: number;
  private readonly ratio: number;
  private coresOffered = 0;
  private connectionsOffered = 0;
  /** Connections that this second's requests have to themselves. */
  private connections = 0;
  private pinned = 0;
  private limit = 0;
  /** Pinned clients of tasks that take traffic. */
  private pinnedReady = 0;
  private readonly borrowQueue: BorrowQueue | undefined;

  /** @param ratio of the service's requests, 0..1 */
  constructor(pool: PoolSpec, ratio: number, database: Database, proxy: DatabaseProxy | undefined) {
    this.database = database;
    this.proxy = proxy;
    this.holdSecondsPerRequest = pool.holdSecondsPerRequest;
    this.cpuSecondsPerRequest = pool.databaseCpuSecondsPerRequest;
    this.ratio = ratio;
    this.borrowQueue = proxy === undefined ? undefined : new BorrowQueue(proxy.borrowTimeoutSeconds);
  }

  /** Of a request of the service that works on this database, on average over all its requests. */
  get holdSeconds(): number {
    return this.ratio * this.holdSecondsPerRequest * this.database.slowdown;
  }

  /**
   * Pinned clients take their connections, and give back those of clients that are gone.
   *
   * @param clients that the service's tasks have open, all of them
   */
  pin(clients: number): void {
    const { proxy } = this;
    if (proxy === undefined || (proxy.pinnedRatio === 0 && this.pinned === 0)) return;
    const wanted = Math.floor(proxy.pinnedRatio * clients);
    if (wanted > this.pinned) this.pinned += proxy.pin(wanted - this.pinned);
    else if (wanted < this.pinned) {
      proxy.unpin(this.pinned - wanted);
      this.pinned = wanted;
    }
  }

  /**
   * Requests of the service a second that this database carries.
   *
   * @param readyConnections of tasks that take traffic; with a proxy these end there
   * @param clients of all tasks
   */
  requestsPerSecond(readyConnections: number, clients: number): number {
    this.connections =
      this.proxy === undefined ? readyConnections : this.borrowed(this.proxy, readyConnections, clients);
    if (this.ratio === 0) return Number.POSITIVE_INFINITY;
    const byConnections = this.connections / (this.holdSecondsPerRequest * this.database.slowdown);
    const byCores = this.database.requestsPerSecond(this.coresOffered, this.cpuSecondsPerRequest);
    this.limit = Math.min(byConnections, byCores) / this.ratio;
    return this.limit;
  }

  /**
   * What has become of the second.
   *
   * @param cpu requests that the tasks' CPU carries
   * @param capacity requests that all together carry
   * @param served requests
   * @param held requests that are left in the service's queue or backlog
   * @param atOnce most requests that the tasks have at the proxy at a time
   */
  record(second: number, cpu: number, capacity: number, served: number, held: number, atOnce: number): void {
    const { database, proxy, ratio } = this;
    const wanted = Math.min(cpu, served + held);
    const limited = ratio > 0 && this.limit <= capacity && this.limit < cpu && served < wanted;
    const hold = this.holdSecondsPerRequest * database.slowdown;
    this.coresOffered = ratio * wanted * this.cpuSecondsPerRequest * database.slowdown;
    const busy = limited ? this.connections : Math.min(ratio * served * hold, this.connections);
    database.recordWork(ratio * served * this.cpuSecondsPerRequest * database.slowdown);
    database.record(this.coresOffered, busy);
    if (proxy === undefined) return;
    // A pinned client is as good as any other until it is busy.
    const pinned = Math.min(atOnce, this.pinnedReady);
    const shared = Math.max(0, busy - pinned);
    const borrowers = atOnce - pinned;
    const waiting = limited ? Math.min(ratio * held, Math.max(0, borrowers - shared)) : 0;
    const queue = this.borrowQueue as BorrowQueue;
    this.late = queue.step(second, ratio * served, waiting);
    this.connectionsOffered = Math.min(borrowers, Math.max(0, ratio * wanted * hold - pinned));
    proxy.record(this.connectionsOffered, shared, ratio * served, this.late, queue.waiting);
  }

  private borrowed(proxy: DatabaseProxy, readyConnections: number, clients: number): number {
    this.pinnedReady = clients > 0 ? (this.pinned * readyConnections) / clients : 0;
    const borrowers = readyConnections - this.pinnedReady;
    return this.pinnedReady + Math.min(borrowers, proxy.borrowable(this.connectionsOffered));
  }
}
