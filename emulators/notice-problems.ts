import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const published = z.fromJSONSchema(
  JSON.parse(readFileSync(join(import.meta.dirname, "..", "docs", "notice.schema.json"), "utf8")),
);

/** Where a notice is not as docs/notice.schema.json says: the file itself, as a reader outside has it. */
export const noticeProblems = (notice: unknown): readonly string[] => {
  const parsed = published.safeParse(notice);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
};
