/** ECS's lastStatus, as far as it matters here. */
export type TaskStatus = "PENDING" | "RUNNING" | "DEACTIVATING" | "STOPPED";

/** Placed, pulling its image; or waiting for room on an instance. */
export const PENDING = 0;
/** RUNNING and booting: no traffic yet. */
export const BOOTING = 1;
/** Takes traffic. */
export const READY = 2;
/** RUNNING without connections, takes traffic and fails it. */
export const DEGRADED = 3;
/** RUNNING without connections, takes no traffic. */
export const WAITING = 4;
/** Not a task yet: ECS pauses before it starts one in place of a crashed one. */
export const BACKED_OFF = 5;
/** Ordered to stop; holds its connections until it is gone. */
export const STOPPING = 6;
/** Healthy, with its connections, outside the traffic: the other colour of a blue/green deployment. */
export const STANDBY = 7;

const firstCapacity = 16;
/** A second that no world reaches, the largest of an Int32Array. */
export const never = 2_147_483_647;

/**
 * Tasks that share state, start and fate, oldest first: parallel arrays, one row per cohort.
 *
 * A cohort's tasks are numbered in a row from `firstTask`; when part of it leaves, the highest numbers leave.
 */
export class Cohorts {
  size = 0;
  state = new Uint8Array(firstCapacity);
  count = new Int32Array(firstCapacity);
  connections = new Int32Array(firstCapacity);
  /** Of migration pools, beside `connections`. */
  migrationConnections = new Int32Array(firstCapacity);
  /** At the replica, of reader pools. */
  readerConnections = new Int32Array(firstCapacity);
  /** The deployment that the tasks are of, by its number. */
  deployment = new Int32Array(firstCapacity);
  firstTask = new Int32Array(firstCapacity);
  createdAt = new Int32Array(firstCapacity);
  /** RUNNING since; -1 before. */
  startedAt = new Int32Array(firstCapacity);
  /** Ordered to stop; -1 before. */
  stoppingAt = new Int32Array(firstCapacity);
  /** The second of the next transition. */
  nextAt = new Int32Array(firstCapacity);
  /** Scale-in and deployments leave it alone before this second; -1: not protected. */
  protectedUntil = new Int32Array(firstCapacity);
  private nextTask = 1;

  /** What the next task will be numbered. */
  get nextNumber(): number {
    return this.nextTask;
  }

  /** Tasks with new numbers, without connections. @returns their row */
  add(state: number, count: number, deployment: number, second: number, nextAt: number): number {
    if (this.size === this.state.length) this.grow();
    const row = this.size;
    this.size += 1;
    this.state[row] = state;
    this.count[row] = count;
    this.connections[row] = 0;
    this.migrationConnections[row] = 0;
    this.readerConnections[row] = 0;
    this.deployment[row] = deployment;
    this.firstTask[row] = this.nextTask;
    this.createdAt[row] = second;
    this.startedAt[row] = -1;
    this.stoppingAt[row] = -1;
    this.nextAt[row] = nextAt;
    this.protectedUntil[row] = -1;
    this.nextTask += count;
    return row;
  }

  /** Splits the highest-numbered `leaving` tasks off into a row of their own, without connections. @returns that row */
  split(row: number, leaving: number): number {
    const numbered = this.nextTask;
    const { state, deployment, createdAt, nextAt } = this;
    const to = this.add(
      state[row] as number,
      leaving,
      deployment[row] as number,
      createdAt[row] as number,
      nextAt[row] as number,
    );
    this.nextTask = numbered;
    this.count[row] = (this.count[row] as number) - leaving;
    this.firstTask[to] = (this.firstTask[row] as number) + (this.count[row] as number);
    this.startedAt[to] = this.startedAt[row] as number;
    this.stoppingAt[to] = this.stoppingAt[row] as number;
    this.protectedUntil[to] = this.protectedUntil[row] as number;
    return to;
  }

  /** Gives the tasks of a row new numbers: a restarted task is a new task. */
  renumber(row: number, second: number): void {
    this.firstTask[row] = this.nextTask;
    this.nextTask += this.count[row] as number;
    this.createdAt[row] = second;
    this.startedAt[row] = -1;
    this.stoppingAt[row] = -1;
    this.protectedUntil[row] = -1;
  }

  /** As `split`, with their share of the row's connections. */
  splitWithShare(row: number, leaving: number): number {
    const count = this.count[row] as number;
    const to = this.split(row, leaving);
    for (const held of [this.connections, this.migrationConnections, this.readerConnections]) {
      const share = Math.floor(((held[row] as number) * leaving) / count);
      held[row] = (held[row] as number) - share;
      held[to] = share;
    }
    return to;
  }

  /** Oldest first by number, which splits upset. */
  sortByTask(): void {
    const order = Array.from({ length: this.size }, (_, row) => row).sort(
      (a, b) => (this.firstTask[a] as number) - (this.firstTask[b] as number),
    );
    for (const array of this.arrays()) {
      const before = array.slice(0, this.size);
      for (const [to, from] of order.entries()) array[to] = before[from] as number;
    }
  }

  /**
   * Moves the tasks of a row into another one that ends where it begins and differs in nothing else.
   *
   * @returns whether it did; the emptied row has no tasks then
   */
  join(to: number, row: number): boolean {
    const ends = (this.firstTask[to] as number) + (this.count[to] as number);
    const told = [this.state, this.deployment, this.createdAt, this.startedAt, this.stoppingAt, this.nextAt];
    const isSame = [...told, this.protectedUntil].every((array) => array[to] === array[row]);
    if (!isSame || ends !== this.firstTask[row]) return false;
    for (const sum of [this.count, this.connections, this.migrationConnections, this.readerConnections]) {
      sum[to] = (sum[to] as number) + (sum[row] as number);
      sum[row] = 0;
    }
    return true;
  }

  /** Drops rows without tasks, keeping the order. */
  compact(): void {
    let to = 0;
    for (let row = 0; row < this.size; row += 1) {
      if (this.count[row] === 0) continue;
      if (to !== row) {
        this.state[to] = this.state[row] as number;
        this.count[to] = this.count[row] as number;
        this.connections[to] = this.connections[row] as number;
        this.migrationConnections[to] = this.migrationConnections[row] as number;
        this.readerConnections[to] = this.readerConnections[row] as number;
        this.deployment[to] = this.deployment[row] as number;
        this.firstTask[to] = this.firstTask[row] as number;
        this.createdAt[to] = this.createdAt[row] as number;
        this.startedAt[to] = this.startedAt[row] as number;
        this.stoppingAt[to] = this.stoppingAt[row] as number;
        this.nextAt[to] = this.nextAt[row] as number;
        this.protectedUntil[to] = this.protectedUntil[row] as number;
      }
      to += 1;
    }
    this.size = to;
  }

  private arrays(): readonly (Uint8Array | Int32Array)[] {
    return [
      this.state,
      this.count,
      this.connections,
      this.migrationConnections,
      this.readerConnections,
      this.deployment,
      this.firstTask,
      this.createdAt,
      this.startedAt,
      this.stoppingAt,
      this.nextAt,
      this.protectedUntil,
    ];
  }

  private grow(): void {
    this.state = doubled(this.state, Uint8Array);
    this.count = doubled(this.count, Int32Array);
    this.connections = doubled(this.connections, Int32Array);
    this.migrationConnections = doubled(this.migrationConnections, Int32Array);
    this.readerConnections = doubled(this.readerConnections, Int32Array);
    this.deployment = doubled(this.deployment, Int32Array);
    this.firstTask = doubled(this.firstTask, Int32Array);
    this.createdAt = doubled(this.createdAt, Int32Array);
    this.startedAt = doubled(this.startedAt, Int32Array);
    this.stoppingAt = doubled(this.stoppingAt, Int32Array);
    this.nextAt = doubled(this.nextAt, Int32Array);
    this.protectedUntil = doubled(this.protectedUntil, Int32Array);
  }
}

function doubled<T extends Uint8Array | Int32Array>(array: T, make: new (length: number) => T): T {
  const larger = new make(array.length * 2);
  larger.set(array);
  return larger;
}
