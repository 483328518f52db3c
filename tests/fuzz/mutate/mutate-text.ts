import type { Dice } from "../dice.ts";
import { hostileText } from "./hostile.ts";

/**
 * Changes a text in a few places: cut, doubled, swapped, overwritten, cut off; lines too.
 *
 * @param words of the language that the text is in
 * @param changes how many, >= 1
 */
export const mutateText = (dice: Dice, text: string, words: readonly string[], changes: number): string => {
  let changed = text;
  for (let change = 0; change < changes; change += 1) changed = changeOnce(dice, changed, words);
  return changed.slice(0, mostCharacters);
};

/** A longer one finds what a long one finds, later. */
const mostCharacters = 200_000;

const changeOnce = (dice: Dice, text: string, words: readonly string[]): string => {
  const at = dice.below(text.length + 1);
  const length = dice.chance(0.1) ? dice.below(400) : dice.below(12);
  switch (dice.below(14)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at + length) + text.slice(at);
    case 2:
    case 3:
    case 4:
      return text.slice(0, at) + dice.pick(words) + text.slice(at + (dice.chance(0.5) ? 0 : length));
    case 5:
      return text.slice(0, at) + hostileText(dice) + text.slice(at + (dice.chance(0.5) ? 0 : length));
    case 6:
      return text.slice(0, at);
    case 7:
      return withLines(text, (lines) => lines.splice(dice.below(lines.length + 1), 0, dice.pick(lines)));
    case 8:
      return withLines(text, (lines) => lines.splice(dice.below(lines.length), dice.between(1, 3)));
    case 9:
      return withLines(text, (lines) => {
        const from = dice.below(lines.length);
        const to = dice.below(lines.length);
        [lines[from], lines[to]] = [lines[to]!, lines[from]!];
      });
    case 10:
      return dice.pick([
        () => text.replaceAll("\n", "\r\n"),
        () => `\uFEFF${text}`,
        () => text.replaceAll("\n", "\r"),
        () => text.replaceAll("  ", "\t"),
        () => text.trimEnd(),
        () => `${text}\n\n\n`,
        () => `${text}\u0000`,
      ])();
    case 11:
      return replaceNumber(dice, text);
    case 12:
      return (
        text.slice(0, at) +
        dice.pick(words).repeat(dice.chance(0.1) ? dice.between(20, 2_000) : dice.between(2, 5)) +
        text.slice(at)
      );
    default:
      return text.slice(0, at) + String.fromCharCode(dice.below(dice.chance(0.5) ? 128 : 65_536)) + text.slice(at + 1);
  }
};

const withLines = (text: string, change: (lines: string[]) => void): string => {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
};

const numbers = [
  "0",
  "-1",
  "1",
  "1e999",
  "NaN",
  "99999999999999999999",
  "0.5",
  "1_000",
  "0x10",
  ".5",
  "1e3",
  "007",
  "1,5",
];

const replaceNumber = (dice: Dice, text: string): string => {
  const found = [...text.matchAll(/\d+(\.\d+)?/g)];
  if (found.length === 0) return text + dice.pick(numbers);
  const { index, 0: digits } = dice.pick(found);
  const other = dice.chance(0.5) ? String(Number(digits) + dice.between(-3, 3)) : dice.pick(numbers);
  return text.slice(0, index) + other + text.slice(index + digits.length);
};
