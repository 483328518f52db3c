import { nearestName } from "../shared/config/nearest-name.ts";
import { shown } from "../shared/config/problems.ts";
import { wrapText } from "../simulator/report/wrap-text.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { toJson } from "./json-output.ts";
import { type KnownCode, kindMeanings, knownCodes, places } from "./known-codes.ts";

export type CodesResult = { readonly exitCode: ExitCode; readonly output: string };

const WIDTH = 80;
/** Where the meanings begin: past the longest code. */
const COLUMN = 4 + Math.max(...knownCodes.map(({ code }) => code.length));
const MOST_SUGGESTIONS = 5;

/** Every code with its meaning, for finding the one that is meant. */
export const listCodes = (json = false): CodesResult => {
  if (json) return { exitCode: EXIT.ok, output: toJson({ kind: "found", codes: knownCodes }) };
  const sources = [...new Set(knownCodes.map(({ source }) => source))];
  const sections = sources.map((source) => {
    const codes = knownCodes.filter((known) => known.source === source);
    return [
      `Codes ${places[source]}:`,
      ...codes.map(({ code, means }) => `  ${code}`.padEnd(COLUMN) + indented(means, " ".repeat(COLUMN)).trimStart()),
    ].join("\n");
  });
  return { exitCode: EXIT.ok, output: sections.join("\n\n") };
};

/** One code's meaning and remedy; twice where notices and the configuration share a name. */
export const describeCode = (wanted: string, json = false): CodesResult => {
  const found = knownCodes.filter(({ code }) => code === wanted.toLowerCase());
  if (found.length > 0 && json) return { exitCode: EXIT.ok, output: toJson({ kind: "found", codes: found }) };
  if (found.length > 0) return { exitCode: EXIT.ok, output: found.map(describe).join("\n\n") };
  const near = nearCodes(wanted);
  if (json) return { exitCode: EXIT.usage, output: toJson({ kind: "unknown-code", code: wanted, near }) };
  const advice = near.length > 0 ? `Did you mean ${near.join(", ")}?` : "`headgate codes` lists all of them.";
  return { exitCode: EXIT.usage, output: `There is no code ${shown(wanted)}. ${advice}` };
};

const describe = ({ code, source, kind, means, remedy }: KnownCode): string =>
  [
    `${code} (${places[source]})`,
    `  ${kind}: ${kindMeanings[kind]}`,
    indented(means, "  "),
    indented(`What to do: ${remedy}`, "  "),
  ].join("\n");

/** The nearest by spelling, then those that share a word with it: `budgett` may mean any of the budget's codes. */
const nearCodes = (wanted: string): readonly string[] => {
  const codes = [...new Set(knownCodes.map(({ code }) => code))].sort();
  const nearest = nearestName(wanted, codes);
  const parts = codes.flatMap((code) => code.split("-")).filter(isTelling);
  const words = wanted
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(isTelling);
  const meant = new Set(words.map((word) => nearestName(word, parts)));
  const sharing = codes.filter((code) => code.split("-").some((part) => meant.has(part)));
  return [...new Set([...(nearest === null ? [] : [nearest]), ...sharing])].slice(0, MOST_SUGGESTIONS);
};

const isTelling = (word: string): boolean => word.length >= 4;

const indented = (text: string, indent: string): string =>
  wrapText(text, WIDTH - indent.length)
    .map((line) => indent + line)
    .join("\n");
