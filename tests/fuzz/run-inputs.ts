import { Dice } from "./dice.ts";
import type { FuzzFailure, FuzzJob } from "./fuzz-job.ts";
import type { FuzzOptions } from "./fuzz-options.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import { signatureOf } from "./judge-input.ts";
import { planJobs } from "./plan-jobs.ts";
import { addCounts, addFailure, newTally, type TargetTally } from "./tally.ts";
import { WatchedWorker } from "./watched-worker.ts";

export type FuzzResult = {
  readonly tallies: readonly TargetTally[];
  /** The smallest input of each cause. */
  readonly failures: readonly FuzzFailure[];
  /** How much more was alive in a worker at the end than after its first look at every target, in bytes; the worst. */
  readonly heapGrowthBytes: number;
  readonly seconds: number;
};

/**
 * Runs the inputs of a run over a few watched workers.
 *
 * An input that hangs or takes its worker along is counted, and what stood beside it in its job is run again without it.
 *
 * @param onProgress told the inputs that are done
 */
export const runInputs = async (
  targets: readonly FuzzTarget[],
  options: Pick<FuzzOptions, "inputs" | "seed" | "workers" | "hangSeconds" | "minutes" | "module">,
  onProgress: (done: number) => void,
): Promise<FuzzResult> => {
  const startedMs = performance.now();
  const tallies = new Map(targets.map(({ name, codes }) => [name, newTally(name, codes.size)]));
  const causes = new Map<string, FuzzFailure>();
  const counted = new Set<string>();
  const note = (failure: FuzzFailure): void => {
    const place = `${failure.target} ${failure.index}`;
    if (!counted.has(place)) addFailure(tallies.get(failure.target)!, failure);
    counted.add(place);
    const cause = `${failure.target} ${signatureOf(failure.kind, failure.message)}`;
    const known = causes.get(cause);
    if (known === undefined || failure.input.length < known.input.length) causes.set(cause, failure);
  };
  const jobs = [...planJobs(targets, options.inputs)];
  const lastMs = options.minutes === null ? Number.POSITIVE_INFINITY : startedMs + options.minutes * 60_000;
  let done = 0;
  const growths: number[] = [];

  const work = async (): Promise<void> => {
    const worker = new WatchedWorker(options, options.hangSeconds * 1000, note);
    const seen = new Set<string>();
    let firstBytes: number | null = null;
    for (let job = jobs.shift(); job !== undefined && performance.now() < lastMs; job = jobs.shift()) {
      const end = await worker.run(job);
      if (end.kind !== "done") {
        const kind = end.kind === "stuck" ? "hang" : "crash";
        const message = end.kind === "stuck" ? `no answer within ${options.hangSeconds} s` : end.message;
        note({
          target: job.target,
          kind,
          message,
          seed: options.seed,
          ...(await inputOf(targets, options.seed, job, end.index)),
        });
        tallies.get(job.target)!.inputs += 1;
        jobs.unshift(...withoutInput(job, end.index));
        seen.clear();
        firstBytes = null;
        continue;
      }
      const tally = tallies.get(job.target)!;
      tally.inputs += job.to - job.from;
      addCounts(tally, end.counts);
      done += job.to - job.from;
      onProgress(done);
      seen.add(job.target);
      // What is loaded, compiled and kept once is no growth.
      if (seen.size === targets.length) firstBytes ??= end.counts.heapBytes;
      if (firstBytes !== null) growths.push(end.counts.heapBytes - firstBytes);
    }
    await worker.stop();
  };
  await Promise.all(Array.from({ length: options.workers }, work));
  return {
    tallies: [...tallies.values()],
    failures: [...causes.values()],
    heapGrowthBytes: Math.max(0, ...growths.slice(-options.workers * 10)),
    seconds: (performance.now() - startedMs) / 1000,
  };
};

/** Made again here: whoever had it is gone. */
const inputOf = async (targets: readonly FuzzTarget[], seed: number, { target: name }: FuzzJob, index: number) => {
  const prepared = await targets.find((target) => target.name === name)!.prepare();
  return { index, input: prepared.generate(new Dice(seed, name, index)) };
};

const withoutInput = (job: FuzzJob, index: number): readonly FuzzJob[] =>
  [
    { ...job, to: index },
    { ...job, from: index + 1 },
  ].filter(({ from, to }) => from < to);
