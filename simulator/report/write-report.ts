import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** Checked before the runs, so that a mistyped path does not cost their minute. */
export async function prepareReportFolder(
  path: string,
): Promise<{ readonly kind: "ok" } | { readonly kind: "refused"; readonly message: string }> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
  } catch (error) {
    return { kind: "refused", message: `the folder of ${path} can't be made: ${(error as Error).message}` };
  }
  const existing = await stat(path).catch(() => null);
  // A device such as /dev/null would be replaced by the report, not written to.
  if (existing !== null && !existing.isFile())
    return {
      kind: "refused",
      message: `${path} is ${existing.isDirectory() ? "a folder" : "not a file"}; give a file name`,
    };
  return { kind: "ok" };
}

/** Whole or not at all: written beside its place and moved there. */
export async function writeReport(path: string, html: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await writeFile(unfinished, html);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
