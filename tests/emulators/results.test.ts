import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { notProven, renderNotProven } from "../../emulators/not-proven.ts";
import { renderResults } from "../../emulators/render-results.ts";

it("a step a line, the most called service first, and the sum", () => {
  const lines = renderResults([
    { name: "deploy", outcome: "passed", seconds: 12.3, calls: { s3: 2, cloudformation: 9 } },
    { name: "tick", outcome: "failed", seconds: 2, calls: { s3: 1 } },
    { name: "remove", outcome: "not run", seconds: 0, calls: {} },
  ]);
  expect(lines).toEqual([
    "step               seconds  calls of the stack and of serverless",
    "deploy    passed      12.3  cloudformation 9, s3 2",
    "tick      failed       2.0  s3 1",
    "remove    not run      0.0",
    "together              14.3  cloudformation 9, s3 3",
  ]);
});

it.each(notProven)("$what is shown by $shownBy, which is there", ({ shownBy }) => {
  expect(existsSync(join(import.meta.dirname, "..", "..", shownBy))).toBe(true);
});

it("what the template had to lose is named", () => {
  const because = "ministack has no documents";
  const lines = renderNotProven([
    { logicalId: "RunScale", type: "AWS::SSM::Document", because },
    { logicalId: "RunPlan", type: "AWS::SSM::Document", because },
  ]);
  expect(lines.at(-1)).toBe(`Left out of the template: RunPlan, RunScale: ${because}`);
});
