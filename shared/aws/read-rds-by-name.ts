import type { Reading } from "../reading.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** A page of RDS holds 100 records, so that a full call is one page. */
const namesPerCall = 100;

/**
 * Reads RDS resources by name, a hundred per call.
 *
 * Where RDS refuses a whole call for one name that it doesn't know, the names are asked one by one.
 *
 * @param names unique, in lower case as RDS keeps them
 * @param action as IAM calls it
 * @param noun for people: "DB instance"
 * @param describe all pages of one call, by name
 * @returns by the names given, every name answered
 * @throws never
 */
export const readByName = async <Found>(
  names: readonly string[],
  action: `rds:${string}`,
  noun: string,
  describe: (names: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): Promise<ReadonlyMap<string, Reading<Found>>> => {
  const describeChunk = async (chunk: readonly string[]): Promise<readonly [string, Reading<Found>][]> => {
    try {
      const found = await describe(chunk);
      return chunk.map((name) => {
        const value = found.get(name);
        return [name, value === undefined ? notThere(noun, name) : { kind: "known", value }];
      });
    } catch (error) {
      const unknown = unknownBecause(action, error);
      if (unknown.because === "not-found" && chunk.length > 1) {
        return (await inParallel(chunk, (name) => describeChunk([name]))).flat();
      }
      return chunk.map((name) => [
        name,
        unknown.because === "not-found" ? notThere(noun, name) : unknownBecause(`${action} ${name}`, error),
      ]);
    }
  };
  return new Map((await inParallel(chunksOf(names, namesPerCall), describeChunk)).flat());
};

const notThere = (noun: string, name: string): Reading<never> => ({
  kind: "unknown",
  because: "not-found",
  detail: `RDS has no ${noun} ${name} in this account and region`,
});
