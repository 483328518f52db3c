import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goldenFiles } from "./golden-files.ts";

// Writes tests/notices/golden again: node tests/notices/write-golden.ts. Read the difference before it is committed.

const folder = join(import.meta.dirname, "golden");
const files = goldenFiles();
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) rmSync(join(folder, file));
for (const { name, text } of files) writeFileSync(join(folder, name), text);
console.log(`wrote ${files.length} files to tests/notices/golden`);
