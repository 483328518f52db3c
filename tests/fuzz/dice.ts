import { RandomStream } from "../../simulator/world/random.ts";

/** Choices of one input: the same seed, target and index make the same input on every machine. */
export class Dice {
  readonly #random: RandomStream;

  constructor(seed: number, target: string, index: number) {
    this.#random = new RandomStream(seed ^ hashOf(target), index);
  }

  /** @returns a whole number, 0 <= n < count */
  below(count: number): number {
    return Math.floor(this.#random.uniform() * count);
  }

  /** @returns a whole number, both ends included */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(ratio: number): boolean {
    return this.#random.uniform() < ratio;
  }

  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error("nothing to pick from");
    return choices[this.below(choices.length)]!;
  }
}

/** @see FNV-1a, 32 bits */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash;
};
