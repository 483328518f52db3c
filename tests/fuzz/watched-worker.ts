import { Worker } from "node:worker_threads";
import type { FuzzAnswer, FuzzCounts, FuzzFailure, FuzzJob, FuzzRun } from "./fuzz-job.ts";

/** How a job ended. `stuck`: at an input that never ended; `died`: at one that took the worker along. */
export type JobEnd =
  | { readonly kind: "done"; readonly counts: FuzzCounts }
  | { readonly kind: "stuck"; readonly index: number }
  | { readonly kind: "died"; readonly index: number; readonly message: string };

/** An input that needs more takes the worker along, and is told as a crash. */
const mostHeapMegabytes = 768;
/** Loading the product and playing what seeds are taken from, on a machine that is at work. */
const prepareMs = 120_000;
const lookMs = 100;

/** A worker thread and the watch over it: one that does not come back is killed, and the next job gets a new one. */
export class WatchedWorker {
  readonly #run: Omit<FuzzRun, "current">;
  readonly #hangMs: number;
  readonly #onFailure: (failure: FuzzFailure) => void;
  readonly #current = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;

  constructor(run: Omit<FuzzRun, "current">, hangMs: number, onFailure: (failure: FuzzFailure) => void) {
    this.#run = run;
    this.#hangMs = hangMs;
    this.#onFailure = onFailure;
  }

  /** Runs one job. @throws never */
  async run(job: FuzzJob): Promise<JobEnd> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    Atomics.store(this.#current, 0, -1);
    const end = await new Promise<JobEnd>((resolve) => {
      let isReady = false;
      let seen = -1;
      let sinceMs = performance.now();
      const watch = setInterval(() => {
        const index = Atomics.load(this.#current, 0);
        if (index !== seen) {
          seen = index;
          sinceMs = performance.now();
        } else if (performance.now() - sinceMs > (isReady ? this.#hangMs : prepareMs)) {
          settle(
            isReady && index >= 0
              ? { kind: "stuck", index }
              : { kind: "died", index: job.from, message: "the target was not ready in time" },
          );
        }
      }, lookMs);
      const settle = (how: JobEnd): void => {
        clearInterval(watch);
        worker.off("message", onMessage).off("error", onError).off("exit", onExit);
        resolve(how);
      };
      const onMessage = (answer: FuzzAnswer): void => {
        // A sign of life: a failure is being cut smaller, which takes its time.
        sinceMs = performance.now();
        if (answer.kind === "ready") isReady = true;
        else if (answer.kind === "failure") this.#onFailure(answer.failure);
        else settle({ kind: "done", counts: answer.counts });
      };
      const died = (message: string): void =>
        settle({ kind: "died", index: Math.max(job.from, Atomics.load(this.#current, 0)), message });
      const onError = (error: Error): void => died(`${error.name}: ${error.message}`);
      const onExit = (code: number): void => died(`the worker ended with code ${code}`);
      worker.on("message", onMessage).on("error", onError).on("exit", onExit);
      worker.postMessage(job);
    });
    if (end.kind !== "done") await this.stop();
    return end;
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    const workerData: FuzzRun = { ...this.#run, current: this.#current };
    const worker = new Worker(new URL("./fuzz-worker.ts", import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMegabytes },
    });
    // Between two jobs nobody else listens, and a worker that is killed may still have something to say.
    worker.on("error", () => {});
    return worker;
  }
}
