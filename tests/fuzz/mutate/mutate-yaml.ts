import { stringify } from "yaml";
import type { Dice } from "../dice.ts";
import { withoutRaw } from "./hostile.ts";
import { mutateText } from "./mutate-text.ts";
import { mutateTree } from "./mutate-tree.ts";

/** What only YAML has: anchors, tags, merges, documents, its own numbers; and names that maps have already. */
const yamlWords = [
  "&a ",
  "*a",
  "*a\n",
  "<<: *a\n",
  "!x ",
  "!!binary ",
  "!!python/object:os.system ",
  "!!map ",
  "---\n",
  "...\n",
  "%YAML 1.1\n---\n",
  "%TAG ! x\n",
  "? ",
  "? [a, b]\n: c\n",
  "- ",
  ": ",
  ":",
  "{",
  "}",
  "[",
  "]",
  ",",
  "|\n",
  "|+9\n",
  ">-\n",
  "#",
  "'",
  '"',
  "\t",
  "~",
  "null",
  ".nan",
  ".inf",
  "-.inf",
  "0x1F",
  "0o17",
  "1_000",
  "1e999",
  "yes",
  "2026-03-02",
  "\n",
  "\n  ",
  "\n    ",
  "__proto__: 1\n",
  "constructor: 1\n",
  "toString: {}\n",
  "hasOwnProperty: []\n",
  "? __proto__\n",
] as const;

/** A text of the seed's YAML with a few places changed, in the text, in the tree, or both. */
export const mutateYaml = (dice: Dice, seed: YamlSeed): string => {
  if (dice.chance(0.3)) return legalVariant(dice, seed.text);
  const changes = dice.pick([1, 1, 1, 2, 3, 6]);
  if (dice.chance(0.03)) return billionLaughs(dice, seed.text);
  if (seed.tree === null || dice.chance(0.35)) return mutateText(dice, seed.text, yamlWords, changes);
  const tree = withoutRaw(mutateTree(dice, structuredClone(seed.tree), changes));
  const text = dice.chance(0.1)
    ? JSON.stringify(tree)
    : stringify(tree, { collectionStyle: dice.chance(0.1) ? "flow" : "any" });
  return dice.chance(0.1) ? mutateText(dice, text ?? "", yamlWords, 1) : (text ?? "");
};

export type YamlSeed = {
  readonly text: string;
  /** `null`: the text is changed as text alone. */
  readonly tree: unknown;
};

/** Says the same in other words, or nearly: comments, blanks, line ends, a number. */
const legalVariant = (dice: Dice, text: string): string => {
  switch (dice.below(6)) {
    case 0:
      return text.replaceAll("\n", "\r\n");
    case 1:
      return `\uFEFF${text}`;
    case 2:
      return `# ${dice.pick(["note", "\u202E", "e\u0301", "-".repeat(500)])}\n${text}\n# end`;
    case 3:
      return text.replace(/\b\d+\b/g, (digits) => (dice.chance(0.2) ? String(Number(digits) + dice.below(3)) : digits));
    case 4:
      return `---\n${text}\n`;
    default:
      return text.replaceAll("\n", dice.chance(0.5) ? "\n\n" : " \n");
  }
};

const billionLaughs = (dice: Dice, text: string): string => {
  const levels = dice.between(2, 12);
  const lines = Array.from({ length: levels }, (_, level) =>
    level === 0 ? "l0: &l0 [x, x]" : `l${level}: &l${level} [${`*l${level - 1}, `.repeat(dice.between(2, 9))}]`,
  );
  return dice.chance(0.5) ? `${lines.join("\n")}\n${text}` : `${text}\n${lines.join("\n")}\n`;
};
