import { InvalidArgumentError } from "commander";

/** A repeatable option `NAME=N`, collected into a map. */
export const nameCount = (text: string, before: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
  const match = /^([A-Za-z0-9][A-Za-z0-9_-]{0,127})=(\d{1,6})$/.exec(text);
  if (match === null) throw new InvalidArgumentError("write NAME=N, with N a whole number, for example inventory=4.");
  return new Map(before).set(match[1]!, Number(match[2]));
};
