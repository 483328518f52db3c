import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { historyProblemCodes } from "../../simulator/backtest/history-problem-codes.ts";

it("docs/backtest.md lists every code that a recording is refused with, in its words", () => {
  const page = readFileSync("docs/backtest.md", "utf8");
  const section = page.split("what to do and a code:\n")[1]!.split("\n## ")[0]!;
  const rows = [...section.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, code, means]) => [code, means]);
  expect(rows).toEqual(Object.entries(historyProblemCodes));
});
