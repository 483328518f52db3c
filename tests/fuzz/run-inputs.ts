import type { FuzzFailure, FuzzJob, TargetAbout } from "./fuzz-job.ts";
import type { FuzzOptions } from "./fuzz-options.ts";
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
 * @throws Error for a name that no target has
 */
export const runInputs = async (
  options: Omit<FuzzOptions, "replay">,
  onProgress: (done: number) => void,
): Promise<FuzzResult> => {
  const startedMs = performance.now();
  const notes = new FailureNotes();
  const workers = Array.from(
    { length: options.workers },
    () => new WatchedWorker({ seed: options.seed, module: options.module }, options, (failure) => notes.add(failure)),
  );
  try {
    const targets = chosen(await workers[0]!.targets(), options.targets);
    const tallies = new Map(targets.map(({ name, documentedCodes }) => [name, newTally(name, documentedCodes)]));
    const jobs = [...planJobs(targets, options.inputs)];
    const lastMs = options.minutes === null ? Number.POSITIVE_INFINITY : startedMs + options.minutes * 60_000;
    const growths: number[] = [];
    let done = 0;
    const work = async (worker: WatchedWorker): Promise<void> => {
      const heap = new HeapWatch(targets.length);
      for (let job = jobs.shift(); job !== undefined && performance.now() < lastMs; job = jobs.shift()) {
        const end = await worker.run(job);
        const tally = tallies.get(job.target)!;
        if (end.kind === "stuck" || end.kind === "died") {
          notes.add(await lostInput(worker, job, end.index, options, end.kind === "died" ? end.message : null));
          tally.inputs += 1;
          jobs.unshift(...withoutInput(job, end.index));
          heap.restart();
        } else if (end.kind === "done") {
          tally.inputs += job.to - job.from;
          addCounts(tally, end.counts);
          done += job.to - job.from;
          onProgress(done);
          growths.push(heap.grownBytes(job.target, end.counts.heapBytes));
        }
      }
    };
    await Promise.all(workers.map(work));
    for (const failure of notes.counted) addFailure(tallies.get(failure.target)!, failure);
    return {
      tallies: [...tallies.values()],
      failures: notes.smallest(),
      heapGrowthBytes: Math.max(0, ...growths.slice(-10 * workers.length)),
      seconds: (performance.now() - startedMs) / 1000,
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
};

const chosen = (targets: readonly TargetAbout[], names: readonly string[] | null): readonly TargetAbout[] => {
  const known = targets.map(({ name }) => name);
  const strange = (names ?? []).filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`there is no target ${strange.join(", ")}; there are ${known.join(", ")}`);
  return targets.filter(({ name }) => names === null || names.includes(name));
};

/** Each input that failed once, and of each cause the smallest input. */
class FailureNotes {
  readonly #byPlace = new Map<string, FuzzFailure>();
  readonly #byCause = new Map<string, FuzzFailure>();

  add(failure: FuzzFailure): void {
    const place = `${failure.target} ${failure.index}`;
    if (!this.#byPlace.has(place)) this.#byPlace.set(place, failure);
    const cause = `${failure.target} ${signatureOf(failure.kind, failure.message)}`;
    const known = this.#byCause.get(cause);
    if (known === undefined || failure.input.length < known.input.length) this.#byCause.set(cause, failure);
  }

  get counted(): Iterable<FuzzFailure> {
    return this.#byPlace.values();
  }

  smallest(): readonly FuzzFailure[] {
    return [...this.#byCause.values()];
  }
}

/** What is loaded, compiled and kept once is no growth: it begins with the first look at every target. */
class HeapWatch {
  readonly #targets: number;
  readonly #seen = new Set<string>();
  #firstBytes: number | null = null;

  constructor(targets: number) {
    this.#targets = targets;
  }

  grownBytes(target: string, heapBytes: number): number {
    this.#seen.add(target);
    if (this.#seen.size === this.#targets) this.#firstBytes ??= heapBytes;
    return heapBytes - (this.#firstBytes ?? heapBytes);
  }

  /** Of a new worker. */
  restart(): void {
    this.#seen.clear();
    this.#firstBytes = null;
  }
}

/** An input that its worker did not survive, made again by a new one. @param message `null`: it hung */
const lostInput = async (
  worker: WatchedWorker,
  { target }: FuzzJob,
  index: number,
  { seed, hangSeconds }: Pick<FuzzOptions, "seed" | "hangSeconds">,
  message: string | null,
): Promise<FuzzFailure> => {
  const made = await worker.run({ target, from: index, to: index + 1, onlyMakes: true });
  return {
    target,
    kind: message === null ? "hang" : "crash",
    message: message ?? `no answer within ${hangSeconds} s`,
    seed,
    index,
    // Where not even making it ends, its number is all that there is.
    input: made.kind === "made" ? made.input : "",
  };
};

const withoutInput = (job: FuzzJob, index: number): readonly FuzzJob[] =>
  [
    { ...job, to: index },
    { ...job, from: index + 1 },
  ].filter(({ from, to }) => from < to);
