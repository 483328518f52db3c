import { Worker } from "node:worker_threads";
import type { FuzzAnswer, FuzzCounts, FuzzFailure, FuzzJob, FuzzRun, TargetAbout } from "./fuzz-job.ts";
import type { FuzzOptions } from "./fuzz-options.ts";

/** How a job ended. `stuck`: at an input that never ended; `died`: at one that took the worker along. */
export type JobEnd =
  | { readonly kind: "done"; readonly counts: FuzzCounts }
  | { readonly kind: "made"; readonly input: string }
  | { readonly kind: "stuck"; readonly index: number }
  | { readonly kind: "died"; readonly index: number; readonly message: string };

export type WorkerLimits = Pick<FuzzOptions, "hangSeconds" | "heapMegabytes">;

/** Loading the product and playing what seeds are taken from, on a machine that is at work. */
const prepareMs = 180_000;
const lookMs = 100;

/** A worker thread and the watch over it: one that does not come back is killed, and the next job gets a new one. */
export class WatchedWorker {
  readonly #run: Omit<FuzzRun, "current">;
  readonly #limits: WorkerLimits;
  readonly #onFailure: (failure: FuzzFailure) => void;
  readonly #current = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;
  #targets: Promise<readonly TargetAbout[]> | null = null;

  constructor(run: Omit<FuzzRun, "current">, limits: WorkerLimits, onFailure: (failure: FuzzFailure) => void) {
    this.#run = run;
    this.#limits = limits;
    this.#onFailure = onFailure;
  }

  /** What the worker has loaded. @throws what went wrong while it loaded */
  targets(): Promise<readonly TargetAbout[]> {
    this.#started();
    return this.#targets!;
  }

  /** Runs one job. @throws what went wrong while the targets were loaded; never because of an input */
  async run(job: FuzzJob): Promise<JobEnd> {
    const worker = this.#started();
    await this.#targets;
    Atomics.store(this.#current, 0, beforeInputs);
    const end = await new Promise<JobEnd>((resolve) => {
      let seen = beforeInputs;
      let sinceMs = performance.now();
      const watch = setInterval(() => {
        const index = Atomics.load(this.#current, 0);
        const silentMs = performance.now() - sinceMs;
        if (index !== seen) {
          seen = index;
          sinceMs = performance.now();
        } else if (index >= 0 && silentMs > this.#limits.hangSeconds * 1000) settle({ kind: "stuck", index });
        else if (silentMs > prepareMs)
          settle({ kind: "died", index: job.from, message: `${job.target} was not ready in time` });
      }, lookMs);
      const settle = (how: JobEnd): void => {
        clearInterval(watch);
        worker.off("message", onMessage).off("error", onError).off("exit", onExit);
        resolve(how);
      };
      const onMessage = (answer: FuzzAnswer): void => {
        // A sign of life: a failure is being cut smaller, which takes its time.
        sinceMs = performance.now();
        if (answer.kind === "failure") this.#onFailure(answer.failure);
        else if (answer.kind === "done" || answer.kind === "made") settle(answer);
      };
      const died = (message: string): void =>
        settle({ kind: "died", index: Math.max(job.from, Atomics.load(this.#current, 0)), message });
      const onError = (error: Error): void => died(`${error.name}: ${error.message}`);
      const onExit = (code: number): void => died(`the worker ended with code ${code}`);
      worker.on("message", onMessage).on("error", onError).on("exit", onExit);
      worker.postMessage(job);
    });
    if (end.kind === "stuck" || end.kind === "died") await this.stop();
    return end;
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker;
    const workerData: FuzzRun = { ...this.#run, current: this.#current };
    const worker = new Worker(new URL("./fuzz-worker.ts", import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMegabytes },
    });
    this.#targets = new Promise((resolve, reject) => {
      worker.once("message", (answer: FuzzAnswer) => answer.kind === "loaded" && resolve(answer.targets));
      // Also later on: between two jobs nobody else listens, and a worker that is killed may still have its say.
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("the worker ended while it loaded the targets")));
    });
    // Whoever asks for the targets is told; nobody has to.
    this.#targets.catch(() => {});
    this.#worker = worker;
    return worker;
  }
}

/** In the place of an input's number while none is being read. */
const beforeInputs = -1;
