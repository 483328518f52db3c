import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generatedFiles } from "../shared/config/render-docs.ts";
import { codesPage } from "./codes-page.ts";
import { noticeSchemas } from "./notice-schemas.ts";

// Writes docs/headgate.schema.json, docs/configuration.md, docs/codes.md and the schemas of notices and digests; with
// --check it only says whether they are in step.

const root = new URL("../", import.meta.url);
const onlyCheck = process.argv.includes("--check");

const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

for (const { path, text } of [...generatedFiles(), codesPage(), ...noticeSchemas()]) {
  const file = fileURLToPath(new URL(path, root));
  if (readIfThere(file) === text) continue;
  if (onlyCheck) {
    console.error(`${path} is out of step with its source; run node cli/config-docs.ts`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
