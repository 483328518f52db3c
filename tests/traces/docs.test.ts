import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { traceProblemCodes } from "../../simulator/traces/trace-problem-codes.ts";

it("docs/simulate.md lists every code that a recording is refused with, in its words", () => {
  const page = readFileSync("docs/simulate.md", "utf8");
  const section = page.split("## Why a recording is refused\n")[1]!.split("\n## ")[0]!;
  const rows = [...section.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, code, means]) => [code, means]);
  expect(rows).toEqual(Object.entries(traceProblemCodes));
});
