import { placeOf, type SiteProblem } from "./site-problem.ts";

/** A piece of a site file. Every character is in exactly one of them, so that they join to the file again. */
export type SiteToken = {
  readonly kind: "space" | "comment" | "word" | "semicolon" | "open" | "close";
  readonly start: number;
  /** As it is in the file: quotes and escapes included. */
  readonly raw: string;
};

export type SiteTokens =
  | { readonly kind: "read"; readonly tokens: readonly SiteToken[] }
  | { readonly kind: "refused"; readonly problem: SiteProblem };

type Step =
  | { readonly kind: "token"; readonly token: SiteToken }
  | { readonly kind: "refused"; readonly problem: SiteProblem };

/**
 * Cuts an nginx file into its tokens as nginx does: a word ends at white space, `;` or `{`, but not at `}`, `#` or a
 * quote inside of it; `${name}` is part of a word; a quoted word is followed by white space, `;`, `{` or `)`.
 *
 * Blocks of Lua have a grammar of their own, in which braces and quotes mean something else: they are refused.
 *
 * @throws never
 * @see nginx, src/core/ngx_conf_file.c, ngx_conf_read_token
 */
export const tokenizeSite = (text: string): SiteTokens => {
  const tokens: SiteToken[] = [];
  let firstWord: string | null = null;
  for (let at = 0; at < text.length; ) {
    const step = nextToken(text, at);
    if (step.kind === "refused") return step;
    const { token } = step;
    if (token.kind === "open" && firstWord?.endsWith("_by_lua_block")) return lua(text, token.start, firstWord);
    if (token.kind === "word") firstWord ??= token.raw;
    if (token.kind === "semicolon" || token.kind === "open" || token.kind === "close") firstWord = null;
    tokens.push(token);
    at += token.raw.length;
  }
  return { kind: "read", tokens };
};

const space = new Set([" ", "\t", "\r", "\n"]);
const marks = new Map([
  [";", "semicolon"],
  ["{", "open"],
  ["}", "close"],
] as const);

const nextToken = (text: string, start: number): Step => {
  const first = text[start]!;
  const token = (kind: SiteToken["kind"], end: number): Step => ({
    kind: "token",
    token: { kind, start, raw: text.slice(start, end) },
  });
  if (space.has(first))
    return token(
      "space",
      whileAt(text, start, (char) => space.has(char)),
    );
  if (first === "#")
    return token(
      "comment",
      whileAt(text, start, (char) => char !== "\n"),
    );
  const mark = marks.get(first as ";");
  if (mark !== undefined) return token(mark, start + 1);
  if (first !== '"' && first !== "'") return token("word", endOfWord(text, start));
  const end = endOfQuoted(text, start);
  if (end === null)
    return refused(text, start, `the quote ${first} is never closed`, `write ${first} where the text ends`);
  const after = text[end];
  if (after !== undefined && !space.has(after) && !";{)".includes(after))
    return refused(text, end, `${after} follows a quoted text`, "put a space between the two, or quote all of it");
  return token("word", end);
};

const whileAt = (text: string, start: number, holds: (char: string) => boolean): number => {
  let end = start;
  while (end < text.length && holds(text[end]!)) end += 1;
  return end;
};

const endOfWord = (text: string, start: number): number => {
  let end = start;
  while (end < text.length) {
    const char = text[end]!;
    if (char === "\\") end += 2;
    else if (char === "$" && text[end + 1] === "{") end += 2;
    else if (space.has(char) || char === ";" || char === "{") break;
    else end += 1;
  }
  return Math.min(end, text.length);
};

const endOfQuoted = (text: string, start: number): number | null => {
  for (let end = start + 1; end < text.length; end += text[end] === "\\" ? 2 : 1) {
    if (text[end] === text[start]) return end + 1;
  }
  return null;
};

const lua = (text: string, offset: number, directive: string): SiteTokens =>
  refused(
    text,
    offset,
    `${directive} opens a block of Lua, which is not read here`,
    `move it to a file, with ${directive.replace(/_block$/, "_file")}, or adopt this site by hand`,
  );

const refused = (
  text: string,
  offset: number,
  message: string,
  fix: string,
): { readonly kind: "refused"; readonly problem: SiteProblem } => ({
  kind: "refused",
  problem: { ...placeOf(text, offset), message, fix },
});
