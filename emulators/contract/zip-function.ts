import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * The deployment package of a function of one file, `index.js`.
 *
 * @param bin of the emulators' Python environment, whose `zipfile` does it
 * @param code CommonJS
 */
export const zipFunction = async (bin: string, code: string): Promise<Uint8Array> => {
  const directory = await mkdtemp(join(tmpdir(), "headgate-function-"));
  try {
    await writeFile(join(directory, "index.js"), code);
    const python = join(bin, "python");
    await promisify(execFile)(python, ["-m", "zipfile", "-c", "function.zip", "index.js"], { cwd: directory });
    return await readFile(join(directory, "function.zip"));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};
