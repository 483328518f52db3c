import { parseSite, type SiteStatement } from "./parse-site.ts";
import { nameOf } from "./walk-site.ts";

/** Where directives of the proxy module may stand: a location, a server, http, or the file that one of them includes. */
export type SiteLevel = {
  /** Its own directives in their order, with those of the files it includes. */
  readonly directives: readonly LevelDirective[];
  /** Paths of included files that could not be read. */
  readonly unseen: readonly string[];
};

export type LevelDirective = {
  readonly name: string;
  readonly values: readonly string[];
  /** The directive of this file that it stands in: itself, or the `include`. */
  readonly anchor: SiteStatement;
};

/** What an `include` brings; `null`: it can't be read. */
export type Included = (path: string) => string | null;

const deepestInclude = 4;

export const levelOf = (statements: readonly SiteStatement[], included: Included): SiteLevel => {
  const unseen: string[] = [];
  const spread = (inner: readonly SiteStatement[], anchor: SiteStatement | null, depth: number): LevelDirective[] =>
    inner.flatMap((statement): LevelDirective[] => {
      const own = anchor ?? statement;
      const [name, ...values] = statement.words.map(({ value }) => value);
      if (name !== "include") return [{ name: name!, values, anchor: own }];
      const parsed = parseIncluded(values[0] ?? "", included, depth);
      if (parsed === null) unseen.push(values[0] ?? "");
      return spread(parsed ?? [], own, depth + 1);
    });
  return { directives: spread(statements, null, 0), unseen };
};

const parseIncluded = (path: string, included: Included, depth: number): readonly SiteStatement[] | null => {
  const text = depth < deepestInclude ? included(path) : null;
  if (text === null) return null;
  const parsed = parseSite(text);
  return parsed.kind === "read" ? parsed.statements : null;
};

const levels = new Set(["http", "server", "location"]);

/** The block of the level that a directive is at; `null`: the file itself. */
export const innermostLevel = (around: readonly SiteStatement[]): SiteStatement | null =>
  [...around].reverse().find((block) => levels.has(nameOf(block))) ?? null;

/** The levels around a directive, innermost first; the file itself is the last. */
export const levelsAround = (
  root: readonly SiteStatement[],
  around: readonly SiteStatement[],
  included: Included,
): readonly SiteLevel[] =>
  [root, ...around.filter((block) => levels.has(nameOf(block))).map(({ block }) => block ?? [])]
    .reverse()
    .map((statements) => levelOf(statements, included));
