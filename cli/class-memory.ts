import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { classMemoryTable } from "./class-memory-table.ts";

// Writes shared/limits/class-memory-table.ts from a table of instance classes:
// node cli/class-memory.ts FILE.csv

const [, , csvFile] = process.argv;
if (csvFile === undefined) {
  console.error("node cli/class-memory.ts FILE.csv: name the table, with the columns class and memory_gib");
  process.exitCode = 2;
} else {
  const file = fileURLToPath(new URL("../shared/limits/class-memory-table.ts", import.meta.url));
  writeFileSync(file, classMemoryTable(readFileSync(csvFile, "utf8")));
}
