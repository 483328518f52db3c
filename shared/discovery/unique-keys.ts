import { compareText } from "../config/by-name.ts";

/** As headgate.yml has them: 1 to 128 letters, digits, - and _, the first one a letter or a digit. */
const mostCharacters = 128;

/** The nearest legal key. @returns "" where no character of it may stand in one */
export const legalKey = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, mostCharacters);

/**
 * Keys for things that may share a name: the name where nothing else has it, else the first longer form that is free.
 *
 * @param forms of each thing, the shortest first; order decides who gets a name, so sort before
 * @param taken keys that are used already
 */
export const uniqueKeys = (
  forms: readonly (readonly string[])[],
  taken: ReadonlySet<string> = new Set(),
): readonly string[] => {
  const shared = new Set(
    [...countsOf(forms.map(([shortest = ""]) => legalKey(shortest)))]
      .filter(([, count]) => count > 1)
      .map(([key]) => key),
  );
  const used = new Set(taken);
  return forms.map((candidates) => {
    const legal = candidates.map(legalKey).filter((key) => key !== "");
    const free = legal.find((key) => !used.has(key) && !shared.has(key)) ?? numbered(legal.at(-1) ?? "entry", used);
    used.add(free);
    return free;
  });
};

const numbered = (key: string, used: ReadonlySet<string>): string => {
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? "" : `-${number}`;
    const candidate = key.slice(0, mostCharacters - ending.length) + ending;
    if (!used.has(candidate)) return candidate;
  }
};

const countsOf = (keys: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const key of [...keys].sort(compareText)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
