import type { Reading } from "../reading.ts";
import { unknownBecause } from "./failure.ts";
import { chunksOf, inParallel } from "./in-parallel.ts";

/** EC2 takes far more; a call that has to be halved stays cheap. */
const idsPerCall = 100;

/**
 * Reads EC2 resources by their ids.
 *
 * EC2 refuses a whole call for one id that it doesn't know, so a refused call is halved until the others are read.
 *
 * @param action as IAM calls it
 * @param describe all pages of one call, by id
 * @returns every id answered, each of them once
 * @throws never
 */
export const readById = async <Found>(
  ids: readonly string[],
  action: `ec2:${string}`,
  describe: (ids: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): Promise<ReadonlyMap<string, Reading<Found>>> => {
  const read = async (chunk: readonly string[]): Promise<readonly (readonly [string, Reading<Found>])[]> => {
    try {
      const found = await describe(chunk);
      return chunk.map((id) => {
        const value = found.get(id);
        return [id, value === undefined ? notThere(action, id) : { kind: "known", value }];
      });
    } catch (error) {
      const unknown = unknownBecause(`${action} ${chunk.length === 1 ? chunk[0] : `of ${chunk.length} ids`}`, error);
      if (unknown.because !== "not-found") return chunk.map((id) => [id, unknown]);
      if (chunk.length === 1) return [[chunk[0]!, notThere(action, chunk[0]!)]];
      const half = Math.ceil(chunk.length / 2);
      return (await inParallel([chunk.slice(0, half), chunk.slice(half)], read)).flat();
    }
  };
  return new Map((await inParallel(chunksOf([...new Set(ids)], idsPerCall), read)).flat());
};

const notThere = (action: string, id: string): Reading<never> => ({
  kind: "unknown",
  because: "not-found",
  detail: `${action}: EC2 has no ${id} in this account and region`,
});
