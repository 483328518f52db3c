import { describe, expect, it } from "@jest/globals";
import { diffArrays } from "diff";
import * as fc from "fast-check";
import { adoptSites } from "../../../shared/records/nginx-site/adopt-sites.ts";
import { parseSite } from "../../../shared/records/nginx-site/parse-site.ts";
import { tokenizeSite } from "../../../shared/records/nginx-site/tokenize-site.ts";
import { walkSite } from "../../../shared/records/nginx-site/walk-site.ts";
import { always } from "../../plan/always.ts";
import { optionsOf } from "./adopt-case.ts";

const gap = fc.constantFrom(" ", "\t", "\n", "\r\n", "\n  ", " # c { ; } \" '\n");
const word = fc.constantFrom(
  "a",
  "server",
  '"q { ; } \\" "',
  "'it\"s'",
  `\${v}x`,
  "a\\ b",
  "a\\;b",
  "b}c",
  "x#y",
  "$v",
  "ä日",
);
const pass = fc
  .record({
    host: fc.constantFrom("localhost", "127.0.0.1", "[::1]", "10.0.0.1", "order", "backend"),
    port: fc.constantFrom("", ":8080", ":8081", ":9000"),
    uri: fc.constantFrom("", "/", "/a%3Bb", "$request_uri", `/\${uri}`),
  })
  .map(({ host, port, uri }) => `proxy_pass http://${host}${port}${uri};`);
const header = fc.constantFrom(
  "proxy_set_header Host $host;",
  'proxy_set_header Connection "";',
  "proxy_set_header Upgrade $http_upgrade;",
  "proxy_http_version 1.1;",
  "proxy_http_version 1.0;",
  "include snippet;",
);
const plain = fc.tuple(word, fc.array(fc.tuple(gap, word)), gap).map(([name, rest, end]) => {
  return `${name}${rest.map(([before, value]) => before + value).join("")}${end};`;
});

/** Legal files, in any of nginx's ways to write them. */
const { site } = fc.letrec<{ site: string; statement: string; block: string }>((tie) => ({
  site: fc
    .tuple(gap, fc.array(fc.tuple(tie("statement"), gap), { maxLength: 5 }))
    .map(([before, statements]) => before + statements.map(([text, after]) => text + after).join("")),
  statement: fc.oneof({ maxDepth: 4 }, plain, pass, header, tie("block")),
  block: fc
    .tuple(
      fc.constantFrom(
        "location /",
        "server",
        "http",
        "if ($a)",
        'location ~ "a{2}"',
        "upstream backend",
        "upstream order",
      ),
      gap,
      tie("site"),
    )
    .map(([name, before, inner]) => `${name}${before}{${inner}}`),
}));

describe("a site file", () => {
  it("always joins from its tokens to itself again, whatever is in it", () => {
    const anything = fc.string({ unit: fc.constantFrom(..."ab{};#\"'\\$ \t\r\n)é"), maxLength: 60 });
    always(
      fc.property(fc.oneof(site, anything, fc.string()), (text) => {
        const tokens = tokenizeSite(text);
        if (tokens.kind === "refused") {
          expect(tokens.problem.line).toBeLessThanOrEqual(text.split("\n").length);
          return;
        }
        expect(tokens.tokens.map(({ raw }) => raw).join("")).toBe(text);
        expect(tokens.tokens.every(({ start, raw }) => text.startsWith(raw, start) && raw !== "")).toBe(true);
      }),
      2_000,
    );
  });

  it("is always read where it is legal, each word where it stands", () => {
    always(
      fc.property(site, (text) => {
        const parsed = parseSite(text);
        if (parsed.kind === "refused") throw new Error(parsed.problem.message);
        for (const { statement } of walkSite(parsed.statements)) {
          expect(text.slice(statement.start, statement.end)).toMatch(statement.block === null ? /;$/ : /\}$/);
          for (const { start, raw } of statement.words) expect(text.startsWith(raw, start)).toBe(true);
        }
      }),
      500,
    );
  });

  it("never changes by being adopted once more", () => {
    const options = optionsOf({ included: (path) => (path === "snippet" ? "proxy_set_header X-A b;\n" : null) });
    let changed = 0;
    const adopt = (text: string): string => {
      const adoption = adoptSites([{ name: "site", text }], options);
      if (adoption.kind === "refused") throw new Error(adoption.problem.message);
      return adoption.sites[0]!.after;
    };
    always(
      fc.property(site, (text) => {
        const once = adopt(text);
        if (once !== text) changed += 1;
        expect(adopt(once)).toBe(once);
      }),
      1_000,
    );
    expect(changed).toBeGreaterThan(100);
  });

  it("never loses anything, and never gains anything but what kept connections need", () => {
    always(
      fc.property(site, (text) => {
        fc.pre(!text.includes("upstream order"));
        const adoption = adoptSites([{ name: "site", text }], optionsOf());
        if (adoption.kind === "refused") throw new Error(adoption.problem.message);
        const changes = diffArrays(masked(text), masked(adoption.sites[0]!.after));
        expect(changes.filter(({ removed }) => removed)).toEqual([]);
        const added = changes.filter((change) => change.added).flatMap(({ value }) => value);
        expect(added.filter((raw) => !needed.has(raw))).toEqual([]);
      }),
      500,
    );
  });
});

const needed = new Set(["proxy_http_version", "1.1", ";", "proxy_set_header", "Connection", '""']);

/** What nginx sees of a file and its comments, without the addresses that may move. */
const masked = (text: string): string[] => {
  const tokens = tokenizeSite(text);
  if (tokens.kind === "refused") throw new Error(tokens.problem.message);
  return tokens.tokens
    .filter(({ kind }) => kind !== "space")
    .map(({ raw }) =>
      raw.trimEnd().replace(/^http:\/\/(localhost|127\.0\.0\.1|\[::1\]|backend|order|user)(:\d+)?/, "http://"),
    );
};
