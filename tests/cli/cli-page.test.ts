import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { buildProgram, type ProgramPackage } from "../../cli/build-program.ts";
import { cliPage } from "../../cli/cli-page.ts";

const root = join(__dirname, "../..");
const ofPackage = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as ProgramPackage;

describe("docs/cli.md", () => {
  it("is in step with the program", () => {
    const { path, text } = cliPage(buildProgram(ofPackage));
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });

  it("has a section for each line of its contents", () => {
    const { text } = cliPage(buildProgram(ofPackage));
    const anchors = [...text.matchAll(/\]\(#([a-z-]+)\)/g)].map(([, anchor]) => anchor);
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!.replaceAll(" ", "-"));
    expect(anchors.length).toBeGreaterThan(15);
    expect(anchors).toEqual(headings);
  });

  it("does not depend on the terminal that it is made in", () => {
    const before = process.env["COLUMNS"];
    process.env["COLUMNS"] = "200";
    try {
      expect(cliPage(buildProgram(ofPackage)).text).toBe(readFileSync(join(root, "docs/cli.md"), "utf8"));
    } finally {
      if (before === undefined) delete process.env["COLUMNS"];
      else process.env["COLUMNS"] = before;
    }
  });
});
