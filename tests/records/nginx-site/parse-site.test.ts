import { describe, expect, it } from "@jest/globals";
import { parseSite, type SiteStatement } from "../../../shared/records/nginx-site/parse-site.ts";

type Plain = { readonly words: readonly string[]; readonly block?: readonly Plain[] };
const plain = ({ words, block }: SiteStatement): Plain => ({
  words: words.map(({ value }) => value),
  ...(block === null ? {} : { block: block.map(plain) }),
});
const parsed = (text: string): readonly Plain[] | string => {
  const site = parseSite(text);
  return site.kind === "read"
    ? site.statements.map(plain)
    : `${site.problem.line}:${site.problem.column} ${site.problem.message}`;
};

describe("an nginx file is read as nginx reads it", () => {
  it.each<{ when: string; given: string; gives: readonly Plain[] }>([
    { when: "an empty file", given: "", gives: [] },
    { when: "comments only", given: "# a\n  # b ; { }", gives: [] },
    {
      when: "a directive over several lines",
      given: "log_format a\n  'x'\n  \"y\";",
      gives: [{ words: ["log_format", "a", "x", "y"] }],
    },
    {
      when: "nested blocks",
      given: "a { b c{d;}}",
      gives: [{ words: ["a"], block: [{ words: ["b", "c"], block: [{ words: ["d"] }] }] }],
    },
    { when: "a brace in quotes", given: "a \"{ ; }\" '}';", gives: [{ words: ["a", "{ ; }", "}"] }] },
    {
      when: "a quote in quotes of the other kind",
      given: `a "it's" 'say "x"';`,
      gives: [{ words: ["a", "it's", 'say "x"'] }],
    },
    { when: "escaped quotes", given: "a \"x\\\"y\" 'x\\'y';", gives: [{ words: ["a", 'x"y', "x'y"] }] },
    { when: "an escaped space in a word", given: "a x\\ y;", gives: [{ words: ["a", "x\\ y"] }] },
    { when: "an escaped semicolon in a word", given: "a x\\;y;", gives: [{ words: ["a", "x\\;y"] }] },
    { when: "a variable in braces", given: `a \${b}c/\${d};`, gives: [{ words: ["a", `\${b}c/\${d}`] }] },
    { when: "a closing brace within a word belongs to it", given: "a b}c d};", gives: [{ words: ["a", "b}c", "d}"] }] },
    { when: "a hash within a word is no comment", given: "a b#c;", gives: [{ words: ["a", "b#c"] }] },
    { when: "a quote within a word is itself", given: "a b\"c d'e;", gives: [{ words: ["a", 'b"c', "d'e"] }] },
    {
      when: "a parenthesis after quotes",
      given: 'if ($a = "b") { c; }',
      gives: [{ words: ["if", "($a", "=", "b", ")"], block: [{ words: ["c"] }] }],
    },
    { when: "a comment between words", given: "a # b;\n c;", gives: [{ words: ["a", "c"] }] },
    { when: "Windows line breaks", given: "a b;\r\nc;\r\n", gives: [{ words: ["a", "b"] }, { words: ["c"] }] },
    { when: "letters of any script", given: "a ä 日本;", gives: [{ words: ["a", "ä", "日本"] }] },
  ])("$when", ({ given, gives }) => expect(parsed(given)).toEqual(gives));

  it.each<{ when: string; given: string; says: string }>([
    { when: "a quote that never ends", given: 'a;\n b "c;\n', says: '2:4 the quote " is never closed' },
    { when: "text after a quote", given: 'a "b"c;', says: "1:6 c follows a quoted text" },
    { when: "a block that never ends", given: "a {\n b;\n", says: "1:1 the block a is never closed" },
    { when: "a directive that never ends", given: "a;\nb c", says: "2:1 b is never ended" },
    { when: "a brace too many", given: "a {}\n }", says: "2:2 } closes nothing" },
    { when: "a semicolon alone", given: "a;;", says: "1:3 ; follows no directive" },
    { when: "a block without a name", given: "{ }", says: "1:1 { follows no directive" },
    { when: "a directive that a brace ends", given: "a { b }", says: "1:7 } follows b" },
    {
      when: "Lua",
      given: "location / {\n  content_by_lua_block {\n    ngx.say('}')\n  }\n}",
      says: "2:24 content_by_lua_block opens a block of Lua, which is not read here",
    },
    {
      when: "Lua with an argument",
      given: "set_by_lua_block $a { return '{' }",
      says: "1:21 set_by_lua_block opens a block of Lua, which is not read here",
    },
  ])("$when is told with its place", ({ given, says }) => expect(parsed(given)).toBe(says));
});
