import { linkSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { replaceFile } from "../nginx-replace-file.ts";

export type Written = { readonly kind: "written" } | { readonly kind: "exists" };

/**
 * Writes a file at once: a reader sees nothing or all of it.
 *
 * @param force replaces what is there; otherwise nothing is ever replaced, not even a file that appears meanwhile
 * @throws as node:fs does
 */
export const writeConfig = (file: string, text: string, force: boolean): Written => {
  if (force) {
    replaceFile(file, Buffer.from(text));
    return { kind: "written" };
  }
  const beside = join(dirname(file), `.${basename(file)}.headgate-${process.pid}`);
  try {
    writeFileSync(beside, text, { flag: "wx" });
    // A link fails where its name is taken, which a rename does not.
    linkSync(beside, file);
    return { kind: "written" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return { kind: "exists" };
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
};
