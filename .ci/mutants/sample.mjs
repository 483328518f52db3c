// What to mutate: whole files, or a share of their declarations that is the same on every machine and in every night.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** A declaration begins in the first column; everything up to the next one belongs to it. */
const DECLARATION = /^(export |const |let |function |async |class )/;

const unitOf = (text) => createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;

/**
 * The share of a file's declarations to mutate, as Stryker's `file:line-line`.
 *
 * Chosen by file and first line, so that an edit elsewhere doesn't change the sample. Whole declarations, because a
 * mutant may span lines.
 *
 * @param share of the declarations, 0..1; 1 is the file
 */
export const sampleOf = (file, share) => {
  if (share >= 1) return [file];
  const lines = readFileSync(file, "utf8").split("\n");
  const starts = lines.flatMap((line, index) => (DECLARATION.test(line) ? [index] : []));
  return starts.flatMap((start, nth) =>
    unitOf(`${file} ${lines[start]}`) < share ? [`${file}:${start + 1}-${starts[nth + 1] ?? lines.length}`] : [],
  );
};
