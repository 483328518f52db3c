import type { Dice } from "./dice.ts";

/** One reader of untrusted input, with what makes inputs for it and what its answers are held to. */
export type FuzzTarget = {
  readonly name: string;
  /** Of the inputs of a run, in parts of all targets' sum: fast readers get more. */
  readonly share: number;
  /** Every code that is documented for a rejection by this reader. */
  readonly codes: ReadonlySet<string>;
  /** Builds what is needed once for many inputs: seeds, configurations. */
  readonly prepare: () => Promise<PreparedTarget>;
};

export type PreparedTarget = {
  /** Text, so that each input can be kept in a file and cut smaller. */
  readonly generate: (dice: Dice) => string;
  /**
   * Reads one input, and holds the answer to what is promised.
   *
   * @throws BrokenPromise where the reader answers and the answer is wrong; anything else that is thrown is a crash
   */
  readonly run: (input: string) => Verdict | Promise<Verdict>;
};

export type Verdict =
  /** `codes`: of what was said beside it, warnings and notes. */
  | { readonly kind: "accepted"; readonly codes: readonly string[] }
  | { readonly kind: "rejected"; readonly codes: readonly string[] };

export const accepted = (codes: readonly string[] = []): Verdict => ({ kind: "accepted", codes });

export const rejected = (codes: readonly string[]): Verdict => ({ kind: "rejected", codes });

/** The reader gave an answer that breaks what it promises. */
export class BrokenPromise extends Error {
  override readonly name = "BrokenPromise";
}

/** @throws BrokenPromise */
export function promise(holds: boolean, what: string): asserts holds {
  if (!holds) throw new BrokenPromise(what);
}
