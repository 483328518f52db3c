import type { GeneratedFile } from "../shared/config/render-docs.ts";
import { type KnownCode, kindMeanings, knownCodes, places } from "./known-codes.ts";

/** docs/codes.md: a paragraph per code. */
export const codesPage = (): GeneratedFile => ({
  path: "docs/codes.md",
  text: [
    "<!-- Generated from shared/plan/explain/codes.ts and shared/config/problem-codes.ts by cli/config-docs.ts. Edit those. -->",
    "# Codes",
    "Notices, decisions and problems of the configuration carry a code that stays the same between releases: filter and\nsearch by it. `headgate codes <code>` prints the same as this page.",
    ...sectionOf(
      "notice",
      "Each notice shows the numbers behind its code, and what would unlock more where that can be computed. Its severity, high, medium\nor low, stands beside its kind; [notices.md](notices.md) says what each is for.",
    ),
    ...sectionOf(
      "configuration",
      "`headgate validate` shows the line, and a fix with the file's own names and numbers.",
    ),
  ]
    .join("\n\n")
    .concat("\n"),
});

const sectionOf = (source: KnownCode["source"], introduction: string): readonly string[] => {
  const codes = knownCodes.filter((known) => known.source === source);
  const kinds = [...new Set(codes.map(({ kind }) => kind))];
  return [
    `## ${capital(places[source])}`,
    introduction,
    kinds.map((kind) => `- *${kind}*: ${kindMeanings[kind]}`).join("\n"),
    ...codes.map(
      ({ code, kind, severity, means, remedy }) =>
        `### \`${code}\`\n\n*${severity === null ? kind : `${kind}, ${severity}`}.* ${means}\n\nWhat to do: ${remedy}`,
    ),
  ];
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
