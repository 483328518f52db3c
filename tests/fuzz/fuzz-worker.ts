import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { Dice } from "./dice.ts";
import type { FuzzAnswer, FuzzFailure, FuzzJob, FuzzRun } from "./fuzz-job.ts";
import type { FuzzTarget, PreparedTarget } from "./fuzz-target.ts";
import { judgeInput, signatureOf } from "./judge-input.ts";
import { loadTargets } from "./load-targets.ts";
import { shrink } from "./shrink.ts";

/** Reads the inputs of one job after the other. It is watched from outside, and killed where an input never ends. */

const { seed, module, replayed, current } = workerData as FuzzRun;
const shrinkMs = 3_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const targets = new Map((await loadTargets(module)).map((target) => [target.name, target]));
const prepared = new Map<string, PreparedTarget>();
/** A cause that has been told is not told a thousand times. */
const told = new Set<string>();

const post = (answer: FuzzAnswer): void => parentPort!.postMessage(answer);

const preparedOf = async (target: FuzzTarget): Promise<PreparedTarget> => {
  const ready = prepared.get(target.name) ?? (await target.prepare());
  prepared.set(target.name, ready);
  return ready;
};

const answerJob = async ({ target: name, from, to, onlyMakes }: FuzzJob): Promise<void> => {
  const target = targets.get(name)!;
  const reader = await preparedOf(target);
  if (onlyMakes) return post({ kind: "made", input: reader.generate(new Dice(seed, name, from)) });
  post({ kind: "ready" });
  const codes: Record<string, number> = {};
  let accepted = 0;
  let rejected = 0;
  const startedMs = performance.now();
  let shrunkMs = 0;
  for (let index = from; index < to; index += 1) {
    Atomics.store(current, 0, index);
    const input = replayed ?? reader.generate(new Dice(seed, name, index));
    const judgement = await judgeInput(target, reader, input);
    if (judgement.kind === "sound") {
      if (judgement.verdict.kind === "accepted") accepted += 1;
      else rejected += 1;
      for (const code of new Set(judgement.verdict.codes)) codes[code] = (codes[code] ?? 0) + 1;
      continue;
    }
    const { failure: kind, message } = judgement;
    const failure: FuzzFailure = { target: name, kind, message, seed, index, input };
    post({ kind: "failure", failure });
    const signature = signatureOf(kind, message);
    if (told.has(signature)) continue;
    told.add(signature);
    const beforeMs = performance.now();
    post({ kind: "failure", failure: await smaller(target, reader, failure) });
    shrunkMs += performance.now() - beforeMs;
  }
  const seconds = (performance.now() - startedMs - shrunkMs) / 1000;
  // Between inputs nobody waits for an answer.
  Atomics.store(current, 0, -1);
  collectGarbage();
  post({ kind: "done", counts: { accepted, rejected, codes, seconds, heapBytes: getHeapStatistics().used_heap_size } });
};

const smaller = async (target: FuzzTarget, reader: PreparedTarget, failure: FuzzFailure): Promise<FuzzFailure> => {
  const signature = signatureOf(failure.kind, failure.message);
  let { message } = failure;
  const input = await shrink(
    failure.input,
    async (candidate) => {
      const judgement = await judgeInput(target, reader, candidate);
      if (judgement.kind === "sound" || signatureOf(judgement.failure, judgement.message) !== signature) return false;
      message = judgement.message;
      return true;
    },
    shrinkMs,
  );
  return { ...failure, message, input };
};

post({
  kind: "loaded",
  targets: [...targets.values()].map(({ name, share, codes }) => ({ name, share, documentedCodes: codes.size })),
});
parentPort!.on("message", (job: FuzzJob) => void answerJob(job));
