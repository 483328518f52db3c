import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

const page = readFileSync("docs/reliability.md", "utf8");
const promises = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && line.includes("`tests/"))
  .map((line) => ({ promise: line.split("|")[1]!.trim(), line }));

describe("each promise of docs/reliability.md is held by tests that are there", () => {
  it.each(promises)("$promise", ({ line }) => {
    const cited = [...line.matchAll(/`(tests\/[^`]+)`(?:: "([^"]+)")?/g)];
    expect(cited.length).toBeGreaterThan(0);
    for (const [, file, title] of cited) {
      expect([file, existsSync(file!)]).toEqual([file, true]);
      if (title !== undefined) expect([title, readFileSync(file!, "utf8").includes(title)]).toEqual([title, true]);
    }
  });

  it("has a row for more than a dozen", () => expect(promises.length).toBeGreaterThan(12));

  it("names npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    const named = [...page.matchAll(/npm run ([a-z:]+)/g)].map(([, script]) => script!);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});
