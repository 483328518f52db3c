import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { GeneratedFile } from "../shared/config/render-docs.ts";

/**
 * Writes generated files where they differ from what they are made of; with --check on the command line it only says so,
 * and fails.
 *
 * @param script that writes them, for whoever reads the complaint
 */
export const keepInStep = (files: readonly GeneratedFile[], script: string): void => {
  const onlyCheck = process.argv.includes("--check");
  for (const { path, text } of files) {
    const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
    if (readIfThere(file) === text) continue;
    if (onlyCheck) {
      console.error(`${path} is out of step with its source; run node ${script}`);
      process.exitCode = 1;
    } else {
      writeFileSync(file, text);
      console.log(`wrote ${path}`);
    }
  }
};

const readIfThere = (file: string): string | null => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
};
