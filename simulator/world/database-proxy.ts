import { meanBorrowWaitSeconds, p99BorrowWaitSeconds } from "./borrow-wait.ts";
import type { ConnectionTarget } from "./connection-target.ts";
import type { Database } from "./database.ts";
import type { ProxySpec } from "./spec.ts";

/** ConnectionBorrowTimeout's default. */
export const defaultBorrowTimeoutSeconds = 120;
/** MaxIdleConnectionsPercent is half of MaxConnectionsPercent by default. */
const idleShare = 0.5;
/** Inferred: AWS tells which idle connections are closed, not when. */
const idleSeconds = 300;
const closeEverySeconds = 5;

/**
 * RDS Proxy: clients connect freely; a request borrows one of the connections that it opens at the database as they are
 * needed, waits where none is free, and pinned clients keep theirs.
 *
 * Inferred: it shares connections by what services ask for; it tries a full database once a second; it opens for the peaks
 * inside a second (three standard deviations of a Poisson number of busy connections); idle ones above half of the most go
 * within about five minutes.
 *
 * @see Amazon RDS User Guide, "RDS Proxy connection considerations" and "Avoiding pinning an RDS Proxy"
 */
export class DatabaseProxy implements ConnectionTarget {
  readonly name: string;
  readonly spec: ProxySpec;
  readonly database: Database;
  readonly borrowTimeoutSeconds: number;
  readonly pinnedRatio: number;
  /** It lets every client in. */
  readonly refusedAttempts = 0;
  /** Connected to it, all services. */
  clients = 0;
  /** Connections at the database. */
  open = 0;
  /** Of these, kept by pinned clients. */
  pinned = 0;
  /** Of the last second, pinned ones included; an average over the second. */
  borrowed = 0;
  /** Requests that wait for a connection at the end of the last second. */
  waiting = 0;
  /** Requests that have left its queue in the last second, with a connection or without. */
  borrows = 0;
  /** Mean wait for a connection. */
  borrowSeconds = 0;
  /** Of a request's wait, what the fluid queue doesn't show: its mean, and the 99th percentile. */
  waitSeconds = 0;
  p99WaitSeconds = 0;
  private busyNow = 0;
  private borrowsNow = 0;
  private leftNow = 0;
  private waitingNow = 0;
  private offered = 0;
  private offeredNow = 0;
  private refusedNow = false;
  private smoothedLoad = 0;
  private holdSeconds = 0;

  constructor(spec: ProxySpec, database: Database) {
    if (!Number.isInteger(spec.maxConnections) || spec.maxConnections < 1)
      throw new RangeError(
        `maxConnections ${spec.maxConnections} of proxy "${spec.name}" must be a whole number, 1 or more`,
      );
    this.name = spec.name;
    this.spec = spec;
    this.database = database;
    this.borrowTimeoutSeconds = spec.borrowTimeoutSeconds ?? defaultBorrowTimeoutSeconds;
    this.pinnedRatio = spec.pinnedRatio ?? 0;
  }

  /** @returns all sets */
  openSets(sets: number, size: number): number {
    this.clients += sets * size;
    return sets;
  }

  /** Clients leave; what it has open at the database stays. */
  close(connections: number): void {
    this.clients -= connections;
  }

  /** @returns pinned clients that got a connection to keep, <= wanted */
  pin(wanted: number): number {
    const granted = Math.min(wanted, this.most - this.pinned);
    this.pinned += granted;
    this.openUpTo(this.pinned);
    return granted;
  }

  /** Connections of pinned clients that are gone can be borrowed again. */
  unpin(clients: number): void {
    this.pinned -= clients;
  }

  /**
   * Connections that one service may borrow this second, on average over it, beside pinned ones.
   *
   * @param offeredBefore connections that it would have kept busy in the second before
   */
  borrowable(offeredBefore: number): number {
    const all = this.most - this.pinned;
    const fairShare = this.offered > 0 ? all * (offeredBefore / this.offered) : all;
    const leftByOthers = all - (this.offered - offeredBefore);
    return Math.max(0, Math.min(all - this.busyNow, Math.max(fairShare, leftByOthers)));
  }

  /**
   * What a service has done this second.
   *
   * @param offered connections that it would have kept busy, had there been enough
   * @param busy connections that it borrowed, on average; pinned ones are not in it
   * @param borrows requests that borrowed
   * @param late requests that have waited too long
   * @param waiting requests that wait at the proxy
   */
  record(offered: number, busy: number, borrows: number, late: number, waiting: number): void {
    this.offeredNow += offered;
    this.busyNow += busy;
    this.borrowsNow += borrows;
    this.leftNow += borrows + late;
    this.waitingNow += waiting;
    const { maxConnections } = this.spec;
    const needed = this.pinned + this.busyNow + Math.min(waiting, Math.max(0, offered - busy));
    this.openUpTo(Math.min(maxConnections, Math.ceil(needed)));
    const peak = Math.ceil(this.pinned + this.busyNow + 3 * Math.sqrt(this.busyNow));
    this.openUpTo(Math.min(maxConnections, peak, this.open + this.database.free));
  }

  /** Every service has recorded: waits and connections of the next second follow. */
  endSecond(second: number): void {
    const { busyNow, borrowsNow, pinned } = this;
    this.borrowed = pinned + busyNow;
    this.borrows = this.leftNow;
    this.waiting = this.waitingNow;
    this.offered = this.offeredNow;
    const all = this.most - pinned;
    // Ten seconds of memory, as the response time has.
    this.smoothedLoad += ((all > 0 ? Math.min(1, this.offered / all) : 0) - this.smoothedLoad) * 0.1;
    if (borrowsNow > 0) this.holdSeconds = busyNow / borrowsNow;
    const inQueue = this.leftNow > 0 ? this.waiting / this.leftNow : 0;
    // Where the fluid queue stands, its wait is the wait.
    this.waitSeconds = Math.max(0, meanBorrowWaitSeconds(this.smoothedLoad, all, this.holdSeconds) - inQueue);
    this.p99WaitSeconds = Math.max(0, p99BorrowWaitSeconds(this.smoothedLoad, all, this.holdSeconds) - inQueue);
    this.borrowSeconds = this.waitSeconds + inQueue;
    if (second % closeEverySeconds === 0) this.closeIdle();
    this.busyNow = 0;
    this.borrowsNow = 0;
    this.leftNow = 0;
    this.waitingNow = 0;
    this.offeredNow = 0;
    this.refusedNow = false;
  }

  /** Connections that it has or could open now. */
  private get most(): number {
    return Math.min(this.spec.maxConnections, this.open + this.database.free);
  }

  private openUpTo(connections: number): void {
    const missing = connections - this.open;
    if (missing <= 0) return;
    const granted = Math.min(missing, this.database.free);
    if (granted > 0) this.open += this.database.openSets(granted, 1);
    if (granted === missing || this.refusedNow) return;
    this.refusedNow = true;
    this.database.openSets(1, 1);
  }

  private closeIdle(): void {
    const kept = Math.ceil(this.borrowed) + Math.floor(idleShare * this.spec.maxConnections);
    const excess = this.open - kept;
    if (excess <= 0) return;
    const closed = Math.min(excess, Math.ceil((excess * closeEverySeconds) / idleSeconds));
    this.open -= closed;
    this.database.close(closed);
  }
}
