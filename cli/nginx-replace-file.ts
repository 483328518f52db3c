import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Puts a file in the place of another at once: a reader sees the old one or the new one, whole.
 *
 * The new one is written beside it under a name that begins with a dot, which nginx's `include *` does not match. Mode
 * and owner stay where the old one is there, and so does a link to it.
 *
 * @throws as node:fs does; the old file is then as it was
 */
export const replaceFile = (name: string, content: Uint8Array): void => {
  const before = statSync(name, { throwIfNoEntry: false });
  const file = before === undefined ? name : realpathSync(name);
  const beside = join(dirname(file), `.${basename(file)}.headgate-${process.pid}`);
  try {
    const handle = openSync(beside, "wx", before?.mode ?? 0o644);
    try {
      writeSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (before !== undefined) {
      chmodSync(beside, before.mode);
      if (process.getuid?.() === 0) chownSync(beside, before.uid, before.gid);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
};
