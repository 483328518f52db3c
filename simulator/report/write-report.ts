import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** Checked before the runs, so that a mistyped path does not cost their minute. */
export async function prepareReportFolder(
  path: string,
): Promise<{ readonly kind: "ok" } | { readonly kind: "refused"; readonly message: string }> {
  const folder = dirname(resolve(path));
  try {
    await makeFolder(folder);
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

/** One by one: where nobody can make folders, as below /proc, Node's recursive mkdir tries for ever. */
const makeFolder = async (folder: string): Promise<void> => {
  if ((await stat(folder).catch(() => null))?.isDirectory()) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch(async (error: NodeJS.ErrnoException) => {
    // Somebody else was faster, or something else has its name.
    if (error.code !== "EEXIST" || !(await stat(folder)).isDirectory()) throw error;
  });
};

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
