import type { Dice } from "../dice.ts";
import { printJson, withoutRaw } from "./hostile.ts";
import { mutateText } from "./mutate-text.ts";
import { mutateTree } from "./mutate-tree.ts";

const jsonWords = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\u0000",
  "\\ud800",
  "\\",
  "null",
  "true",
  "1e999",
  "-",
  ".",
  '"__proto__":{},',
  '"kind":"tick",',
  '"a":1,"a":2,',
  "\n",
  "\t",
  "/* */",
  "NaN",
] as const;

/** A JSON text of the seed with a few places changed, in the tree or in the text; in part it is no JSON any more. */
export const mutateJson = (dice: Dice, seed: unknown): string => {
  if (dice.chance(0.25)) return JSON.stringify(seed, null, dice.pick([0, 1, 2, "\t"]));
  const changes = dice.pick([1, 1, 1, 1, 2, 3, 6]);
  if (dice.chance(0.2)) return mutateText(dice, JSON.stringify(seed), jsonWords, changes);
  return printJson(mutateTree(dice, structuredClone(seed), changes), dice.chance(0.1) ? 2 : undefined);
};

/** As `mutateJson`, and always JSON: what is invoked with JSON never sees anything else. */
export const mutateValue = (dice: Dice, seed: unknown): string => {
  if (dice.chance(0.25)) return JSON.stringify(seed);
  const changed = mutateTree(dice, structuredClone(seed), dice.pick([1, 1, 1, 1, 2, 3, 6]));
  const text = printJson(changed);
  return isJson(text) ? text : (JSON.stringify(withoutRaw(changed)) ?? "null");
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
