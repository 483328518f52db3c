import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "../../emulators/with-lock.ts";

/** Everything that a package is made of but headgate.yml. */
const sources = [
  "functions/**/*",
  "shared/**/*",
  "simulator/**/*",
  "stack/**/*",
  "serverless.yml",
  "package.json",
  "package-lock.json",
];

/**
 * A folder with what `make` puts there, made once for the same sources and the same headgate.yml: the suites that look at
 * the packaged stack are many, in processes of their own, and packaging takes seconds of all cores.
 *
 * What other sources have made is removed.
 *
 * @param root the project's folder; kept is in its `.headgate/packaged`
 */
export const keptPackage = async (
  root: string,
  configFile: string,
  make: (folder: string) => Promise<void>,
): Promise<string> => {
  const all = join(root, ".headgate", "packaged");
  const ofSources = join(all, await digestOf(root, sources));
  const kept = join(ofSources, digest([await readFile(configFile)]));
  await mkdir(all, { recursive: true });
  await withLock(join(all, "sweeping"), async () => {
    for await (const name of glob("????????????????", { cwd: all }))
      if (join(all, name) !== ofSources) await rm(join(all, name), { recursive: true, force: true });
    await mkdir(ofSources, { recursive: true });
  });
  await withLock(`${kept}.lock`, async () => {
    if (existsSync(kept)) return;
    const making = await mkdtemp(`${kept}-`);
    await make(making);
    await rename(making, kept);
  });
  return kept;
};

const digestOf = async (root: string, patterns: readonly string[]): Promise<string> => {
  const files: string[] = [];
  for await (const entry of glob([...patterns], { cwd: root, withFileTypes: true }))
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  return digest(await Promise.all(files.sort().map(async (file) => `${file}\0${await readFile(file, "utf8")}\0`)));
};

const digest = (parts: readonly (string | Buffer)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, 16);
};
