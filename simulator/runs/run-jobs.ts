import { Worker } from "node:worker_threads";

/** `advance` is called with the part of the job's work that was done since the last call. */
export type RunJob<Job, Result> = (job: Job, advance: (work: number) => void) => Promise<Result>;

export type JobRunner<Job, Result> = {
  /** A module that answers each job posted to it with `answerJobs`. */
  readonly workerUrl: URL;
  /** The same work without a worker, for machines with one core. */
  readonly runHere: RunJob<Job, Result>;
  readonly workers: number;
  /** Called in the order of finishing. */
  readonly onDone: (job: Job, result: Result) => void;
  readonly onAdvance: (work: number, job: Job) => void;
};

/** What a worker posts back: any number of `advanced`, then one of the others. */
export type JobAnswer<Result> =
  | { readonly kind: "advanced"; readonly work: number }
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "failed"; readonly message: string };

/**
 * Runs every job once, on as many threads as given.
 *
 * @returns the results in the order of `jobs`, whatever finished first
 * @throws Error with the first failure; the other workers are stopped
 */
export async function runJobs<Job, Result>(
  jobs: readonly Job[],
  runner: JobRunner<Job, Result>,
): Promise<readonly Result[]> {
  const results = new Array<Result>(jobs.length);
  const workerCount = Math.min(runner.workers, jobs.length);
  if (workerCount <= 1) {
    for (const [i, job] of jobs.entries()) {
      const result = await runner.runHere(job, (work) => runner.onAdvance(work, job));
      results[i] = result;
      runner.onDone(job, result);
    }
    return results;
  }

  const workers = Array.from({ length: workerCount }, () => new Worker(runner.workerUrl));
  let next = 0;
  const drain = async (worker: Worker): Promise<void> => {
    while (next < jobs.length) {
      const index = next++;
      const job = jobs[index]!;
      const result = await ask<Job, Result>(worker, job, (work) => runner.onAdvance(work, job));
      results[index] = result;
      runner.onDone(job, result);
    }
  };
  try {
    await Promise.all(workers.map(drain));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

function ask<Job, Result>(worker: Worker, job: Job, onAdvance: (work: number) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      then();
    };
    const onMessage = (answer: JobAnswer<Result>) => {
      switch (answer.kind) {
        case "advanced":
          return onAdvance(answer.work);
        case "result":
          return settle(() => resolve(answer.result));
        case "failed":
          return settle(() => reject(new Error(answer.message)));
      }
    };
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) => settle(() => reject(new Error(`a worker ended early with code ${code}`)));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(job);
  });
}
