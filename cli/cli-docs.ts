import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildProgram, type ProgramPackage } from "./build-program.ts";
import { cliPage } from "./cli-page.ts";

// Writes docs/cli.md; with --check it only says whether it is in step.

const root = new URL("../", import.meta.url);
const onlyCheck = process.argv.includes("--check");

const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

const packageText = readFileSync(new URL("package.json", root), "utf8");
const { path, text } = cliPage(buildProgram(JSON.parse(packageText) as ProgramPackage));
const file = fileURLToPath(new URL(path, root));
if (readIfThere(file) !== text) {
  if (onlyCheck) {
    console.error(`${path} is out of step with its source; run node cli/cli-docs.ts`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
