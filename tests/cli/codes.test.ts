import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { codesPage } from "../../cli/codes-page.ts";
import { kindMeanings, knownCodes } from "../../cli/known-codes.ts";
import { describeCode, listCodes } from "../../cli/print-codes.ts";
import { problemCodes } from "../../shared/config/problem-codes.ts";
import { findingCodes } from "../../shared/plan/explain/codes.ts";

const root = join(__dirname, "../..");

describe("docs/codes.md", () => {
  it("is in step with the tables (node cli/config-docs.ts)", () => {
    const { path, text } = codesPage();
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });

  it("is checked with the other generated pages by npm run check", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(scripts.check).toContain("npm run --silent check:docs");
    expect(scripts["check:docs"]).toContain("node cli/config-docs.ts --check");
    const { status, stderr } = spawnSync(process.execPath, [join(root, "cli/config-docs.ts"), "--check"], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("has a paragraph for every code of both tables", () => {
    const headings = [...codesPage().text.matchAll(/^### `(.+)`\n\n\*(.+)\.\* .+\n\nWhat to do: .+$/gm)];
    expect(headings.map(([, code]) => code)).toEqual([...Object.keys(findingCodes), ...Object.keys(problemCodes)]);
  });

  it("says what each kind of its codes does", () => {
    for (const kind of new Set(knownCodes.map((known) => known.kind)))
      expect(codesPage().text).toContain(`- *${kind}*: ${kindMeanings[kind]}`);
  });
});

describe("headgate codes", () => {
  it.each(knownCodes.map(({ code }) => code))("%s is described and listed within 80 columns", (code) => {
    for (const { output, exitCode } of [describeCode(code), listCodes()]) {
      expect(exitCode).toBe(0);
      expect(output).toContain(code);
      expect(Math.max(...output.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
    }
  });

  it("a name of both tables is described twice", () => {
    expect(describeCode("no-signal").output.match(/^no-signal .*\n.*$/gm)).toEqual([
      "no-signal (in notices and plans)\n  hold: what is there is kept",
      "no-signal (in headgate.yml)\n  warning: nothing is changed by it",
    ]);
  });

  it.each([
    { when: "a swapped letter", wanted: "tasks-unkonwn", first: "tasks-unknown" },
    { when: "a word that codes share", wanted: "deployment", first: "deployment-exceeds-budget" },
    { when: "a word that is nearly shared", wanted: "budgett", first: "budget-empty" },
  ])("$when names $first first", ({ wanted, first }) => {
    const { exitCode, output } = describeCode(wanted);
    expect(exitCode).toBe(2);
    expect(output).toMatch(new RegExp(`^There is no code ${wanted}\\. Did you mean ${first}, `));
  });

  it("nothing near names none", () => {
    expect(describeCode("xyzzy").output).toBe("There is no code xyzzy. `headgate codes` lists all of them.");
  });
});
