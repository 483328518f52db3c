import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runbooksPage } from "./runbooks-page.ts";

// Writes docs/runbooks.md; with --check it only says whether it is in step with the registry.

const { path, text } = runbooksPage();
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
    console.error(`${path} is out of step with the runbooks; run node cli/runbook-docs.ts`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
