import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { accountActions } from "../shared/aws/audit/read-account.ts";
import { checklistPage } from "../shared/checklist/render-checklist-docs.ts";

// Writes docs/checklist.md; with --check it only says whether it is in step.

const { path, text } = checklistPage(accountActions);
const file = fileURLToPath(new URL(`../${path}`, import.meta.url));

const readIfThere = (): string | null => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
};

if (readIfThere() !== text) {
  if (process.argv.includes("--check")) {
    console.error(`${path} is out of step with its source; run node cli/checklist-docs.ts`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
