/** What AWS says may have line breaks, control characters and halves of characters, and be long. Never throws. */
export const oneLine = (text: string, mostCharacters: number): string => {
  const line = text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  if (line.length <= mostCharacters) return line;
  // A cut between the halves of a character would leave one of them.
  return `${line.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, "")}...`;
};

/** SNS takes no other characters in a subject. */
export const ascii = (text: string): string => text.normalize("NFKD").replace(/[^\x20-\x7e]/g, "");

/** Of ASCII, GSM-7 lacks the backtick, and spends two characters on these others. */
export const gsm7 = (text: string): string => ascii(text).replace(/[`^{}\\[\]~|]/g, "");

/** A moment as a person reads it: 2026-03-14 02:15 UTC. */
export const minuteOf = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** @returns "40 s", "12 min", "3 h 5 min", "2 d 4 h" */
export const durationOf = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? joined(hours, "h", minutes % 60, "min") : joined(Math.floor(hours / 24), "d", hours % 24, "h");
};

const joined = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** The first of a list, and how many more there are. @param most lines, >= 2 */
export const andMore = (lines: readonly string[], most: number, more: (count: number) => string): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), more(lines.length - most + 1)];
