import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { accountActions } from "../../shared/aws/audit/read-account.ts";
import { checkCodes } from "../../shared/checklist/check-codes.ts";
import { checklistPage } from "../../shared/checklist/render-checklist-docs.ts";

it("docs/checklist.md is in step, and has every check and every permission", () => {
  const { path, text } = checklistPage(accountActions);
  expect(readFileSync(path, "utf8")).toBe(text);
  for (const code of Object.keys(checkCodes)) expect(text).toContain(`| \`${code}\` |`);
  for (const action of accountActions) expect(text).toContain(`\n${action}\n`);
});

it("no rule or reason breaks the page's table", () => {
  for (const { rule, why } of Object.values(checkCodes)) expect(`${rule}${why}`).not.toMatch(/[|\n]/);
});
