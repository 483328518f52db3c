import { deploymentId } from "../../simulator/world/deployment-id.ts";
import { RandomStream } from "../../simulator/world/random.ts";
import type { ServiceSpec } from "../../simulator/world/spec.ts";
import { type TaskEvent, taskId } from "../../simulator/world/task-events.ts";
import type { TaskView } from "../../simulator/world/task-view.ts";
import type { ServiceCounts } from "../../simulator/world/world-view.ts";
import { LiveTask } from "./live-task.ts";
import type { TaskOrders } from "./task-messages.ts";

/** The only service there is, and its only deployment. */
const serviceIndex = 0;
const theDeployment = deploymentId(serviceIndex, 0);

/** What the service's tasks have done since its start, those that are gone included. */
export type Doings = {
  readonly attempts: number;
  readonly refused: number;
  readonly cpuSeconds: number;
};

/**
 * An ECS service whose tasks are processes: it starts what is missing, stops what is too much, and starts another one for
 * each that has exited. What a task does in between, nobody here decides.
 */
export class LiveService {
  readonly #spec: ServiceSpec;
  readonly #orders: TaskOrders;
  readonly #startMs: number;
  readonly #random: RandomStream;
  #tasks: LiveTask[] = [];
  readonly #gone: LiveTask[] = [];
  #events: TaskEvent[] = [];
  #nextNumber = 1;
  #nextTarget = 0;

  constructor(spec: ServiceSpec, startMs: number, orders: TaskOrders, seed: number) {
    this.#spec = spec;
    this.#startMs = startMs;
    this.#orders = orders;
    this.#random = new RandomStream(seed, 1);
  }

  get tasks(): readonly LiveTask[] {
    return this.#tasks;
  }

  get hasEvents(): boolean {
    return this.#events.length > 0;
  }

  /** Those that are there at second 0 come up, with their pools. */
  async begin(): Promise<void> {
    for (let task = 0; task < this.#spec.initialTasks; task += 1) {
      const started = this.#start(0, 0);
      started.status = "RUNNING";
      started.startedAt = 0;
    }
    await Promise.all(this.#tasks.map((task) => task.open(this.#orders)));
  }

  /**
   * A virtual second. It ends when no task's attempt to connect is in flight any more: to open or to be refused takes some
   * ten milliseconds in reality, whatever the second lasts here.
   *
   * @param requests in turn to the tasks that take traffic; lost where there is none
   */
  async play(second: number, desired: number, requests: number): Promise<void> {
    await this.#move(second);
    this.#approach(second, desired);
    await this.#pass(requests);
  }

  counts(desired: number): ServiceCounts {
    const of = (status: LiveTask["status"]) => this.#tasks.filter((task) => task.status === status).length;
    return {
      desired,
      running: of("RUNNING"),
      pending: of("PENDING"),
      stopping: of("DEACTIVATING"),
      healthy: this.#tasks.filter((task) => task.takesTraffic).length,
    };
  }

  views(): readonly TaskView[] {
    const atMs = (second: number | null) => (second === null ? null : this.#startMs + second * 1000);
    return this.#tasks.map((task) => ({
      taskId: taskId(serviceIndex, task.number),
      lastStatus: task.status,
      desiredStatus: task.status === "DEACTIVATING" ? "STOPPED" : "RUNNING",
      healthy: task.takesTraffic,
      deploymentId: theDeployment,
      protectedUntilMs: null,
      createdAtMs: this.#startMs + task.createdAt * 1000,
      startedAtMs: atMs(task.startedAt),
      stoppingAtMs: atMs(task.stoppingAt),
    }));
  }

  takeEvents(): readonly TaskEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  get doings(): Doings {
    const told = [...this.#gone, ...this.#tasks].map((task) => task.told);
    const sum = (of: (one: Doings) => number) => told.reduce((total, one) => total + of(one), 0);
    return {
      attempts: sum(({ attempts }) => attempts),
      refused: sum(({ refused }) => refused),
      cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    };
  }

  /** Every task stops, and tells the last of what it has done. */
  async finish(): Promise<void> {
    await Promise.all(this.#tasks.map((task) => task.stop()));
  }

  /** Ends every process, at once. */
  async kill(): Promise<void> {
    await Promise.all([...this.#tasks, ...this.#gone].map((task) => task.kill()));
  }

  /** What is due: tasks run, open their pools, have crashed, are gone. */
  async #move(second: number): Promise<void> {
    const { bootSeconds, drainSeconds } = this.#spec;
    for (const task of this.#tasks) {
      if (task.status === "PENDING" && task.runningAt <= second) {
        task.status = "RUNNING";
        task.startedAt = second;
        this.#tell(task, second);
      }
      const isBooted = task.status === "RUNNING" && second - (task.startedAt ?? second) >= bootSeconds;
      // One after the other: in reality two tasks come up within the same ten milliseconds as good as never.
      if (isBooted && !task.isOpened) await task.open(this.#orders);
      if (task.status === "DEACTIVATING" && second - (task.stoppingAt ?? second) >= drainSeconds) await task.stop();
      if (task.isGone) this.#remove(task, second);
    }
    this.#forgetStopped();
  }

  /** Starts what is missing, or stops what is too much. */
  #approach(second: number, desired: number): void {
    const active = this.#tasks.filter(({ status }) => status !== "DEACTIVATING");
    for (let missing = desired - active.length; missing > 0; missing -= 1)
      this.#start(second, second + this.#spec.pendingSeconds + this.#jitter());
    for (const task of stopOrder(active).slice(0, Math.max(0, active.length - desired))) this.#stop(task, second);
    this.#forgetStopped();
  }

  async #pass(requests: number): Promise<void> {
    const targets = this.#tasks.filter((task) => task.takesTraffic);
    const shares = new Map<LiveTask, number>();
    for (let request = 0; request < requests && targets.length > 0; request += 1) {
      const target = targets[this.#nextTarget++ % targets.length]!;
      shares.set(target, (shares.get(target) ?? 0) + 1);
    }
    const running = this.#tasks.filter((task) => task.isOpened);
    await Promise.all(running.map((task) => task.pass(shares.get(task) ?? 0)));
  }

  #jitter(): number {
    return Math.floor(this.#random.uniform() * ((this.#spec.pendingJitterSeconds ?? 0) + 1));
  }

  #start(second: number, runningAt: number): LiveTask {
    const task = new LiveTask(this.#nextNumber, second, runningAt);
    this.#nextNumber += 1;
    this.#tasks.push(task);
    this.#tell(task, second);
    return task;
  }

  #stop(task: LiveTask, second: number): void {
    // Placed, not started: there is nothing to drain.
    if (task.status === "PENDING") {
      this.#remove(task, second);
      return;
    }
    task.status = "DEACTIVATING";
    task.stoppingAt = second;
    this.#tell(task, second);
  }

  #remove(task: LiveTask, second: number): void {
    task.status = "STOPPED";
    this.#gone.push(task);
    this.#tell(task, second);
  }

  #forgetStopped(): void {
    this.#tasks = this.#tasks.filter(({ status }) => status !== "STOPPED");
  }

  #tell({ number, status }: LiveTask, second: number): void {
    this.#events.push({
      service: this.#spec.name,
      taskId: taskId(serviceIndex, number),
      lastStatus: status,
      desiredStatus: status === "DEACTIVATING" || status === "STOPPED" ? "STOPPED" : "RUNNING",
      deploymentId: theDeployment,
      atMs: this.#startMs + second * 1000,
    });
  }
}

/** Least useful first, and among these the newest. */
const stopOrder = (active: readonly LiveTask[]): readonly LiveTask[] => {
  const use = (task: LiveTask): number => (task.status === "PENDING" ? 0 : task.takesTraffic ? 2 : 1);
  return [...active].sort((a, b) => use(a) - use(b) || b.number - a.number);
};
