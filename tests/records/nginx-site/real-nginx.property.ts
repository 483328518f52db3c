import { rmSync } from "node:fs";
import { afterAll, describe, expect } from "@jest/globals";
import * as fc from "fast-check";
import { parseSite, type SiteStatement } from "../../../shared/records/nginx-site/parse-site.ts";
import { workingFolder } from "../../cli/nginx-case.ts";
import { itWithNginx } from "../../installed-nginx.ts";
import { always } from "../../plan/always.ts";

const itIfInstalled = itWithNginx("tests/records/nginx-site/real-nginx");

const place = workingFolder();
afterAll(() => rmSync(place.folder, { recursive: true }));

/** Text for a directive that takes any words; without $, which log_format would look up. */
const awkward = fc.string({
  unit: fc.constantFrom("a", "b", " ", "\n", '"', "'", "\\", "{", "}", ";", "#", ")"),
  maxLength: 12,
});
const files = fc
  .array(awkward, { minLength: 1, maxLength: 3 })
  .map((texts) => texts.map((text, index) => `log_format n${index} a ${text};\n`).join(""));

/** Nothing but its syntax could be wrong with it. */
const isPlain = (statements: readonly SiteStatement[]): boolean => {
  const names = statements.map(({ words }) => words[1]?.value);
  return (
    statements.every(({ words, block }) => words[0]!.value === "log_format" && words.length > 2 && block === null) &&
    new Set(names).size === names.length
  );
};

describe("the reader of site files and the real nginx", () => {
  itIfInstalled("always agree on what is legal, quotes, escapes, braces and comments included", () => {
    const seen = { read: 0, refused: 0 };
    always(
      fc.property(files, (text) => {
        const site = parseSite(text);
        fc.pre(site.kind === "refused" || isPlain(site.statements));
        seen[site.kind] += 1;
        place.write("fuzz.conf", text);
        const { status, stderr } = place.nginxTest("fuzz.conf");
        expect({ text, status, stderr }).toMatchObject({ text, status: site.kind === "read" ? 0 : 1 });
      }),
      300,
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(50);
  });
});
