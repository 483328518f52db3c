import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "@jest/globals";
import { runJobs } from "../../../simulator/runs/run-jobs.ts";

const run = async (jobs: readonly number[], workers: number) => {
  const done: number[] = [];
  let work = 0;
  const results = await runJobs<number, number>(jobs, {
    workerUrl: pathToFileURL(join(__dirname, "doubling-worker.ts")),
    runHere: async (job, advance) => {
      advance(10);
      return job * 2;
    },
    workers,
    onDone: (job) => done.push(job),
    onAdvance: (amount) => {
      work += amount;
    },
  });
  return { results, work, done: done.sort((a, b) => a - b) };
};

it.each([1, 2, 5])("%d workers give every result in the order of the jobs", async (workers) => {
  const jobs = Array.from({ length: 9 }, (_, i) => i);
  expect(await run(jobs, workers)).toEqual({ results: jobs.map((job) => job * 2), work: 90, done: jobs });
});

it("a job that throws fails the whole with its message", async () => {
  await expect(run([1, 2, 13, 4], 2)).rejects.toThrow("13 is refused");
});

it("a worker that ends fails the whole", async () => {
  await expect(run([1, 14, 2], 2)).rejects.toThrow("a worker ended early with code 3");
});

it("no job gives no result", async () => expect(await run([], 2)).toEqual({ results: [], work: 0, done: [] }));
