import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TaskStatus } from "../../simulator/world/cohorts.ts";
import type { FromTask, TaskOrders, ToTask } from "./task-messages.ts";

const script = fileURLToPath(new URL("task-process.ts", import.meta.url));
/** It hangs if it takes longer, however busy the machine is. */
const answerMs = 60_000;
const nothing: FromTask = {
  answered: 0,
  ready: false,
  attempts: 0,
  refused: 0,
  cpuSeconds: 0,
  fault: null,
};

/** A task of the live service: what ECS knows of it, and its process, which starts while its image would be pulled. */
export class LiveTask {
  readonly number: number;
  /** Virtual seconds, as the others. */
  readonly createdAt: number;
  /** When it is RUNNING. */
  readonly runningAt: number;
  status: TaskStatus = "PENDING";
  startedAt: number | null = null;
  stoppingAt: number | null = null;
  isOpened = false;
  /** Since its start. */
  told: FromTask = nothing;
  readonly #process: ChildProcess;
  #sent = 0;
  #wake: () => void = () => {};

  constructor(number: number, createdAt: number, runningAt: number) {
    this.number = number;
    this.createdAt = createdAt;
    this.runningAt = runningAt;
    this.#process = fork(script, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.#process.on("message", (told: FromTask) => {
      this.told = told;
      this.#wake();
    });
    this.#process.on("exit", () => this.#wake());
    this.#process.on("disconnect", () => this.#wake());
    // What is sent to a task that has just exited is lost, as requests to it are.
    this.#process.on("error", () => {});
  }

  /** Its process is gone, by itself or as ordered, and all that it told has been read. */
  get isGone(): boolean {
    return !this.#process.connected && (this.#process.exitCode !== null || this.#process.signalCode !== null);
  }

  get takesTraffic(): boolean {
    return this.status === "RUNNING" && this.told.ready && !this.isGone;
  }

  /** It opens its pool. @returns once it has, or couldn't */
  async open(orders: TaskOrders): Promise<void> {
    this.isOpened = true;
    await this.#send({ kind: "open", orders });
  }

  async pass(requests: number): Promise<void> {
    await this.#send({ kind: "second", requests });
  }

  /** @returns once it is gone, and its connections with it */
  async stop(): Promise<void> {
    await this.#send({ kind: "end" });
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
  }

  /** @throws Error for what went wrong in it and is no refusal, and where it doesn't answer */
  async #send(message: ToTask): Promise<void> {
    if (this.#process.connected) this.#process.send(message, () => {});
    this.#sent += 1;
    const deadlineMs = Date.now() + answerMs;
    const late = setTimeout(() => this.#wake(), answerMs);
    while (this.told.answered < this.#sent && !this.isGone && Date.now() < deadlineMs) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    clearTimeout(late);
    if (this.told.answered < this.#sent && !this.isGone)
      throw new Error(`task ${this.number} has not answered "${message.kind}" for ${answerMs / 1000} s`);
    const { fault, refused } = this.told;
    if (fault !== null) throw new Error(`task ${this.number}: ${fault}`);
    if (this.isGone && message.kind !== "end" && refused === 0)
      throw new Error(
        `task ${this.number} has exited with ${this.#process.exitCode ?? this.#process.signalCode}, and no connection was refused`,
      );
  }
}
