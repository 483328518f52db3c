import pg from "pg";
import { tooManyConnections } from "./server-log.ts";
import type { TaskOrders } from "./task-messages.ts";

/** A task's fixed pool, of the library `pg`. Its attempts to connect are counted. */
export class TaskPool {
  attempts = 0;
  refused = 0;
  readonly #orders: TaskOrders;
  #pool: pg.Pool | null = null;

  constructor(orders: TaskOrders) {
    this.#orders = orders;
  }

  /** A task without it fails its requests. */
  get isOpen(): boolean {
    return this.#pool !== null;
  }

  /**
   * Opens all its connections at once. Where one is refused the others are closed again.
   *
   * @returns whether it has them
   * @throws Error for anything but a refusal
   */
  async open(): Promise<boolean> {
    const { credentials, connections } = this.#orders;
    const pool = new pg.Pool({ ...credentials, max: connections, min: connections, idleTimeoutMillis: 0 });
    const opened = await Promise.all(Array.from({ length: connections }, () => this.#connect(pool)));
    for (const client of opened) client?.release();
    if (opened.includes(null)) {
      await pool.end();
      return false;
    }
    this.#pool = pool;
    return true;
  }

  /** Holds a connection for a request's time. @returns false: it has none */
  async query(holdMs: number): Promise<boolean> {
    if (this.#pool === null) return false;
    await this.#pool.query("select pg_sleep($1)", [holdMs / 1000]);
    return true;
  }

  async close(): Promise<void> {
    await this.#pool?.end();
  }

  async #connect(pool: pg.Pool): Promise<pg.PoolClient | null> {
    this.attempts += 1;
    try {
      return await pool.connect();
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== tooManyConnections) throw error;
      this.refused += 1;
      return null;
    }
  }
}
