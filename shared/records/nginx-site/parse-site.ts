import { placeOf, type SiteProblem } from "./site-problem.ts";
import { type SiteToken, tokenizeSite } from "./tokenize-site.ts";

/** A directive with its place in the file. */
export type SiteStatement = {
  /** At least one; the first is the directive's name. */
  readonly words: readonly SiteWord[];
  /** `null`: it ends with a semicolon. */
  readonly block: readonly SiteStatement[] | null;
  readonly start: number;
  /** After the semicolon or the closing brace. */
  readonly end: number;
};

export type SiteWord = {
  readonly start: number;
  readonly raw: string;
  /** Without quotes and escapes, variables as they are written. */
  readonly value: string;
};

export type ParsedSite =
  | { readonly kind: "read"; readonly text: string; readonly statements: readonly SiteStatement[] }
  | { readonly kind: "refused"; readonly problem: SiteProblem };

type OpenBlock = { readonly words: readonly SiteWord[]; readonly statements: SiteStatement[] };

/**
 * Reads an nginx file, or a part of one that others include, as a tree of directives.
 *
 * What directives mean is not looked at: nginx's own modules know that, and `nginx -t` says it.
 *
 * @throws never
 */
export const parseSite = (text: string): ParsedSite => {
  const tokens = tokenizeSite(text);
  if (tokens.kind === "refused") return tokens;
  const refused = (offset: number, message: string, fix: string): ParsedSite => ({
    kind: "refused",
    problem: { ...placeOf(text, offset), message, fix },
  });
  const open: OpenBlock[] = [];
  let statements: SiteStatement[] = [];
  const root = statements;
  let words: SiteWord[] = [];
  for (const token of tokens.tokens) {
    if (token.kind === "space" || token.kind === "comment") continue;
    if (token.kind === "word") {
      words.push(wordOf(token));
      continue;
    }
    const end = token.start + token.raw.length;
    if (token.kind === "close") {
      if (words.length > 0)
        return refused(token.start, `} follows ${words.at(-1)!.raw}`, "end the directive before it with a semicolon");
      const block = open.pop();
      if (block === undefined) return refused(token.start, "} closes nothing", "take it out, or write what it closes");
      const closed = { words: block.words, block: statements, start: block.words[0]!.start, end };
      statements = block.statements;
      statements.push(closed);
      continue;
    }
    if (words.length === 0)
      return refused(token.start, `${token.raw} follows no directive`, "take it out, or write the directive");
    if (token.kind === "semicolon") {
      statements.push({ words, block: null, start: words[0]!.start, end });
    } else {
      open.push({ words, statements });
      statements = [];
    }
    words = [];
  }
  if (words.length > 0)
    return refused(words[0]!.start, `${words[0]!.raw} is never ended`, "end it with a semicolon or a block");
  const unclosed = open.at(-1)?.words[0];
  if (unclosed !== undefined) return refused(unclosed.start, `the block ${unclosed.raw} is never closed`, "add a }");
  return { kind: "read", text, statements: root };
};

const wordOf = ({ start, raw }: SiteToken): SiteWord => {
  const quoted = raw.startsWith('"') || raw.startsWith("'");
  return { start, raw, value: unescaped(quoted ? raw.slice(1, -1) : raw) };
};

const escapes: Readonly<Record<string, string>> = { '"': '"', "'": "'", "\\": "\\", t: "\t", r: "\r", n: "\n" };

/** nginx keeps the backslash before every other character. */
const unescaped = (text: string): string => text.replace(/\\([\s\S])/g, (all, char: string) => escapes[char] ?? all);
