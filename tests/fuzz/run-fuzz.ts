// npm run fuzz [-- --inputs 20000 --seed N --target router,config --workers N --minutes N --hang-seconds N --heap-megabytes N]
// npm run fuzz -- --replay .headgate/fuzz/router-crash-1a2b3c4d.json
//
// Structure-aware fuzzing of every reader of what Headgate doesn't write itself. Inputs begin as real ones and are changed
// by the grammar of their language. Each is accepted, and then what was made of it is held to what is promised; or it is
// rejected under a documented code. Anything else is a failure: a crash, a broken promise, a rejection without a code, an
// input that never ends.
//
// An input follows from seed, target and number alone, so that the same seed gives the same run on every machine. One that
// fails is cut smaller for as long as it fails in the same way, and kept in .headgate/fuzz; --replay reads it again and
// says what comes of it. When the cause is mended: replay it, and put what it teaches into the tests of its reader.

import type { FuzzFailure } from "./fuzz-job.ts";
import { type FuzzOptions, readFuzzOptions } from "./fuzz-options.ts";
import { replayInput } from "./replay-input.ts";
import { runInputs } from "./run-inputs.ts";
import { saveFailure } from "./saved-failure.ts";
import { doubtsAbout, renderTally } from "./tally.ts";

/** Caches fill, and V8 compiles more of what is run more often; a leak passes this within minutes. */
const mostGrowthBytes = 96 * 1024 * 1024;

const describeFailure = (failure: FuzzFailure): string => {
  const { target, kind, message, index, input } = failure;
  const shown = JSON.stringify(input.length > 300 ? `${input.slice(0, 300)}…` : input);
  const lines = [`${kind} in ${target}, input ${index}: ${message}`, `  input (${input.length} characters): ${shown}`];
  return [...lines, `  replay: npm run fuzz -- --replay ${saveFailure(failure)}`].join("\n");
};

const fuzz = async (options: FuzzOptions): Promise<boolean> => {
  console.log(`${options.inputs} inputs, seed ${options.seed}, ${options.workers} workers`);
  let toldMs = performance.now();
  const result = await runInputs(options, (done) => {
    if (performance.now() - toldMs < 30_000) return;
    toldMs = performance.now();
    console.log(`  ${done} inputs done`);
  });
  const doubts = result.tallies.map(doubtsAbout).filter((doubt) => doubt !== null);
  const growthMegabytes = result.heapGrowthBytes / 1024 / 1024;
  if (result.heapGrowthBytes > mostGrowthBytes)
    doubts.push(`${growthMegabytes.toFixed(0)} MB more are alive at the end than at the beginning: something is kept`);
  console.log(`\n${renderTally(result.tallies)}\n`);
  for (const failure of result.failures) console.log(`${describeFailure(failure)}\n`);
  for (const doubt of doubts) console.log(doubt);
  const inputs = result.tallies.reduce((sum, tally) => sum + tally.inputs, 0);
  const failed = result.tallies.flatMap((tally) => Object.values(tally.failed)).reduce((sum, count) => sum + count, 0);
  const missing = options.minutes === null && inputs < options.inputs;
  if (missing) console.log(`${options.inputs - inputs} inputs were not read`);
  console.log(
    `${inputs} inputs in ${result.seconds.toFixed(0)} s, ${failed} failed; the heap grew by ${growthMegabytes.toFixed(1)} MB`,
  );
  return failed === 0 && doubts.length === 0 && !missing;
};

try {
  const options = readFuzzOptions(process.argv.slice(2));
  const isClean = options.replay === null ? await fuzz(options) : await replayInput(options.replay, options);
  if (!isClean) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
