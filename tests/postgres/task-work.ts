import type { TaskOrders } from "./task-messages.ts";
import type { TaskPool } from "./task-pool.ts";

/** What a task does with a request: it holds a connection, then its CPU, which works on one request at a time. */
export class TaskWork {
  /** Virtual. Real CPU time would be about the machine. */
  cpuSeconds = 0;
  readonly #orders: TaskOrders;
  readonly #pool: TaskPool;
  #held = 0;
  /** Back from the database. */
  #waiting = 0;
  /** What the CPU has done of the oldest of these. */
  #doneSeconds = 0;

  constructor(orders: TaskOrders, pool: TaskPool) {
    this.#orders = orders;
    this.#pool = pool;
  }

  /** @throws Error for anything but a refusal */
  async take(): Promise<void> {
    // Such a request fails; nobody here tries again.
    if (this.#held >= this.#orders.queueLimit || !this.#pool.isOpen) return;
    this.#held += 1;
    await this.#pool.query(this.#orders.holdMsPerRequest);
    this.#waiting += 1;
  }

  /** A virtual second of its CPU. */
  compute(): void {
    const { cpuSecondsPerRequest } = this.#orders;
    const wanted = this.#waiting * cpuSecondsPerRequest - this.#doneSeconds;
    const worked = Math.min(1, wanted);
    this.cpuSeconds += worked;
    this.#doneSeconds += worked;
    while (this.#waiting > 0 && this.#doneSeconds >= cpuSecondsPerRequest) {
      this.#doneSeconds -= cpuSecondsPerRequest;
      this.#waiting -= 1;
      this.#held -= 1;
    }
  }
}
