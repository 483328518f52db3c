import type { DescribedLetter } from "./dead-letter.ts";

/** Letters of one kind that are there for one reason. */
export type LetterGroup = {
  readonly what: string;
  readonly why: DescribedLetter["why"];
  readonly reason: string;
  /** Youngest first. */
  readonly agesSeconds: readonly number[];
};

const mostAges = 10;

/** Most letters first; ties by name. */
export const groupLetters = (letters: readonly DescribedLetter[]): readonly LetterGroup[] => {
  const groups = new Map<string, DescribedLetter[]>();
  for (const letter of letters) {
    const key = JSON.stringify([letter.what, letter.why, letter.reason]);
    groups.set(key, [...(groups.get(key) ?? []), letter]);
  }
  return [...groups]
    .sort(([a, ours], [b, theirs]) => theirs.length - ours.length || (a < b ? -1 : 1))
    .map(([, group]) => {
      const { what, why, reason } = group[0]!;
      return { what, why, reason, agesSeconds: group.map(({ ageSeconds }) => ageSeconds).sort((a, b) => a - b) };
    });
};

/** "wake-up of checkout, 60 s and 120 s old, crashed: the function failed on it each time; see its log" */
export const describeGroup = ({ what, why, reason, agesSeconds }: LetterGroup): string => {
  const shown = agesSeconds.slice(0, mostAges).map((ageSeconds) => `${ageSeconds} s`);
  const more = agesSeconds.length > mostAges ? ` and up to ${agesSeconds.at(-1)} s` : "";
  return `${what}, ${shown.join(", ")}${more} old, ${why}: ${reason}`;
};
