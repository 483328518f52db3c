import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export type FuzzOptions = {
  readonly inputs: number;
  readonly seed: number;
  /** Names; `null`: all. */
  readonly targets: readonly string[] | null;
  readonly replay: string | null;
  readonly workers: number;
  /** An input that takes longer is a hang. */
  readonly hangSeconds: number;
  /** What may be alive in a worker. An input that passes it is told as a crash, or V8 ends the whole run with it. */
  readonly heapMegabytes: number;
  /** Inputs are no longer begun after this; `null`: until all are done. */
  readonly minutes: number | null;
  readonly module: string | null;
};

const defaults = { inputs: 20_000, seed: 20_261_122, hangSeconds: 10, heapMegabytes: 768 } as const;

/** @throws Error with what is wrong about the command line */
export const readFuzzOptions = (args: readonly string[]): FuzzOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      inputs: { type: "string" },
      seed: { type: "string" },
      target: { type: "string" },
      replay: { type: "string" },
      workers: { type: "string" },
      minutes: { type: "string" },
      module: { type: "string" },
      "hang-seconds": { type: "string" },
      "heap-megabytes": { type: "string" },
    },
  });
  return {
    inputs: whole("inputs", values.inputs, 1) ?? defaults.inputs,
    seed: whole("seed", values.seed, 0) ?? defaults.seed,
    targets: values.target?.split(",").map((name) => name.trim()) ?? null,
    replay: values.replay ?? null,
    workers: whole("workers", values.workers, 1) ?? availableParallelism(),
    hangSeconds: whole("hang-seconds", values["hang-seconds"], 1) ?? defaults.hangSeconds,
    heapMegabytes: whole("heap-megabytes", values["heap-megabytes"], 16) ?? defaults.heapMegabytes,
    minutes: whole("minutes", values.minutes, 1),
    module: values.module ?? null,
  };
};

const whole = (name: string, text: string | undefined, least: number): number | null => {
  if (text === undefined) return null;
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} ${text}: a whole number of at least ${least} is expected`);
  return value;
};
