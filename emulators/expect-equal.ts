import { isDeepStrictEqual } from "node:util";

/** @throws Error that says what, and both values */
export const expectEqual = (what: string, seen: unknown, expected: unknown): void => {
  if (isDeepStrictEqual(seen, expected)) return;
  throw new Error(`${what} is ${JSON.stringify(seen)}, and should be ${JSON.stringify(expected)}`);
};
