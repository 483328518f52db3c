import type { SiteStatement } from "./parse-site.ts";
import { insertAfter, insertBefore, type SiteEdit } from "./site-edit.ts";
import { type Included, type LevelDirective, levelsAround, type SiteLevel } from "./site-levels.ts";
import type { PlacedStatement } from "./walk-site.ts";

export type KeepaliveNeeds = { readonly edits: readonly SiteEdit[]; readonly notes: readonly string[] };

const version = "proxy_http_version 1.1;";
const connection = 'proxy_set_header Connection "";';

/**
 * What a proxied location lacks for connections that are kept: HTTP/1.1, and no `Connection: close`.
 *
 * A level with a `proxy_set_header` of its own inherits none, so the header goes to the level that the location's
 * headers come from: in the location it would take Host and X-Forwarded-For away. Where `Connection` or `Upgrade` is set
 * already, websockets are served, and nothing is changed.
 *
 * @throws never
 * @see nginx, ngx_http_proxy_module: proxy_set_header, proxy_http_version; ngx_http_upstream_module: keepalive
 */
export const keepaliveNeeds = (
  text: string,
  root: readonly SiteStatement[],
  { statement, around }: PlacedStatement,
  included: Included,
): KeepaliveNeeds => {
  const levels = levelsAround(root, around, included);
  const own = levels[0]!;
  const notes: string[] = [];
  const wanted: string[] = [];
  const edits: SiteEdit[] = [];

  const spoken = firstOf(levels, "proxy_http_version")?.values[0];
  if (spoken === undefined) wanted.push(version);
  else if (spoken === "1.0") notes.push("proxy_http_version is 1.0, so no connection is kept; 1.1 would keep them");

  const source = levels.find((level) => headersOf(level).length > 0);
  const headers = source === undefined ? [] : headersOf(source);
  const set = new Map(headers.map(({ values }) => [(values[0] ?? "").toLowerCase(), values[1] ?? ""]));
  if (set.has("upgrade")) notes.push("it serves websockets: Connection is left as it is");
  else if (set.has("connection")) {
    if (set.get("connection") !== "") notes.push("it sets Connection itself: that is left as it is");
  } else if (source === undefined) wanted.push(connection);
  else edits.push(insertAfter(text, headers.at(-1)!.anchor, [connection]));

  if (source === undefined && !around.some(({ words }) => words[0]!.value === "http"))
    notes.push(
      "no proxy_set_header is in sight: if nginx.conf sets some at its http level, repeat them here, as one of its own takes them away",
    );
  if (!set.has("host"))
    notes.push(
      "no Host header is set, so tasks get the upstream's name: add proxy_set_header Host $host; if they look at it",
    );
  if (own.unseen.length > 0) {
    const missing = [...wanted, ...(set.has("connection") || source === own ? [] : [connection])];
    if (missing.length > 0)
      notes.push(
        `${own.unseen.join(", ")} can't be read, so ${[...new Set(missing)].join(" ")} is left for you to add`,
      );
    return { edits: source === own ? edits : [], notes };
  }
  for (const name of ["proxy_redirect", "proxy_cookie_domain"]) {
    const value = firstOf(levels, name)?.values[0] ?? "";
    if (/localhost|127\.0\.0\.1|\[::1\]/.test(value))
      notes.push(`${name} names ${value}: check it, tasks now see another Host`);
  }
  if (wanted.length > 0) edits.push(placed(text, statement, around, own, wanted));
  return { edits, notes };
};

/** Beside the proxy_pass; before the `if` or `limit_except` that it is in, where these directives are not allowed. */
const placed = (
  text: string,
  statement: SiteStatement,
  around: readonly SiteStatement[],
  own: SiteLevel,
  directives: readonly string[],
): SiteEdit => {
  const mine = own.directives.find(({ anchor }) => anchor === statement);
  if (mine !== undefined) return insertAfter(text, statement, directives);
  const child = own.directives.find(({ anchor }) => around.includes(anchor))!;
  return insertBefore(text, child.anchor, directives);
};

const headersOf = ({ directives }: SiteLevel): readonly LevelDirective[] =>
  directives.filter(({ name }) => name === "proxy_set_header");

const firstOf = (levels: readonly SiteLevel[], name: string): LevelDirective | undefined =>
  levels.flatMap(({ directives }) => directives).find((directive) => directive.name === name);
