import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** How long a waiting process sleeps between two looks. */
const lookEveryMs = 200;

/**
 * Runs `use` while no other process runs one under the same lock.
 *
 * The lock is a directory: making one either succeeds or fails as a whole. A holder that was killed leaves its lock
 * behind, which is found by its process id.
 *
 * @param lock an absolute path whose parent exists
 */
export const withLock = async <T>(lock: string, use: () => Promise<T>): Promise<T> => {
  while (!(await take(lock))) {
    if (await isAbandoned(lock)) await rm(lock, { recursive: true, force: true });
    else await pause(lookEveryMs);
  }
  try {
    return await use();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
};

const take = async (lock: string): Promise<boolean> => {
  try {
    await mkdir(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  await writeFile(join(lock, "pid"), String(process.pid));
  return true;
};

/** A lock without a process id is younger than a moment. */
const isAbandoned = async (lock: string): Promise<boolean> => {
  try {
    process.kill(Number(await readFile(join(lock, "pid"), "utf8")), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
};
