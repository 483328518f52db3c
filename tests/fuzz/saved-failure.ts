import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FuzzFailure } from "./fuzz-job.ts";
import { signatureOf } from "./judge-input.ts";

const folder = ".headgate/fuzz";

/**
 * Keeps an input that failed, as JSON: half characters, which no encoding has, survive in it.
 *
 * @returns the file; one per target and cause, the smallest input in it
 */
export const saveFailure = (failure: FuzzFailure): string => {
  mkdirSync(folder, { recursive: true });
  const cause = createHash("sha256").update(signatureOf(failure.kind, failure.message)).digest("hex").slice(0, 8);
  const file = join(folder, `${failure.target}-${failure.kind}-${cause}.json`);
  writeFileSync(file, `${JSON.stringify(failure, null, 2)}\n`);
  return file;
};

/** @throws what the file system says, or that the file is no kept input */
export const readFailure = (file: string): FuzzFailure => {
  const kept = JSON.parse(readFileSync(file, "utf8")) as Partial<FuzzFailure>;
  if (typeof kept.target !== "string" || typeof kept.input !== "string")
    throw new Error(`${file} is no input that was kept: it has no target or no input`);
  return kept as FuzzFailure;
};
