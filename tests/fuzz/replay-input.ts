import type { FuzzOptions } from "./fuzz-options.ts";
import { readFailure } from "./saved-failure.ts";
import { WatchedWorker } from "./watched-worker.ts";

/**
 * Reads one kept input again, in a watched worker, and says what came of it.
 *
 * @returns whether it is sound now
 * @throws what is wrong with the file
 */
export const replayInput = async (file: string, options: FuzzOptions): Promise<boolean> => {
  const kept = readFailure(file);
  const said: string[] = [];
  const worker = new WatchedWorker(
    { seed: options.seed, module: options.module, replayed: kept.input },
    options,
    (failure) => said.push(`${failure.kind}: ${failure.message}`),
  );
  const end = await worker.run({ target: kept.target, from: 0, to: 1 });
  await worker.stop();
  if (end.kind === "stuck") said.push(`hang: no answer within ${options.hangSeconds} s`);
  if (end.kind === "died") said.push(`crash: ${end.message}`);
  if (said[0] !== undefined) {
    console.log(`${kept.target}: ${said[0]}`);
    return false;
  }
  const counts = end.kind === "done" ? end.counts : null;
  const codes = Object.keys(counts?.codes ?? {});
  console.log(
    `${kept.target}: ${counts?.accepted === 1 ? "accepted" : "rejected"}${codes.length > 0 ? `, ${codes.join(", ")}` : ""}`,
  );
  return true;
};
