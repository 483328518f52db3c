import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where Debian keeps each version's server; it is in nobody's PATH. */
const debianFolder = "/usr/lib/postgresql";

/** The two programs that a server of one's own needs. */
export type PostgresPrograms = { readonly initdb: string; readonly postgres: string };

/**
 * The newest installed server.
 *
 * @param versionsFolder a folder per version
 * @param path folders, as in PATH; searched after that
 * @throws Error of one line with the package to install, where there is none
 */
export const installedPostgres = (
  versionsFolder = debianFolder,
  path = process.env["PATH"] ?? "",
): PostgresPrograms => {
  const versions = existsSync(versionsFolder) ? readdirSync(versionsFolder) : [];
  const newestFirst = versions.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a));
  const folders = [...newestFirst.map((version) => join(versionsFolder, version, "bin")), ...path.split(delimiter)];
  const folder = folders.find((bin) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres")));
  if (folder === undefined)
    throw new Error("PostgreSQL's server is not installed; on Debian: apt-get install postgresql");
  return { initdb: join(folder, "initdb"), postgres: join(folder, "postgres") };
};
