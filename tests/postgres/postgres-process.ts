import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installedPostgres } from "./installed-postgres.ts";

/** The superuser of the new cluster. */
export const adminRole = "headgate_admin";
const stopMs = 10_000;

/** A server's process and the folder that it lives in: its data, its log, its only socket. */
export type PostgresProcess = { readonly child: ChildProcess; readonly folder: string };

/**
 * Makes a cluster in a temporary folder and starts a server on it. It listens on a socket in that folder and nowhere else.
 *
 * @param settings beside the package's own; its limits are in it only where a caller says so
 * @throws Error where it can't be made; nothing is left of it then
 */
export const startPostgres = async (settings: Readonly<Record<string, string>>): Promise<PostgresProcess> => {
  const { initdb, postgres } = installedPostgres();
  const owner = serverOwner();
  const folder = mkdtempSync(join(tmpdir(), "headgate-postgres-"));
  try {
    chmodSync(folder, 0o700);
    if (owner !== null) chownSync(folder, owner.uid, owner.gid);
    const data = join(folder, "data");
    const as = { ...(owner ?? {}), cwd: folder, env: { ...process.env, LC_ALL: "C" } };
    await promisify(execFile)(initdb, ["-D", data, "-U", adminRole, "-A", "trust", "-E", "UTF8", "--no-sync"], as);
    const log = openSync(join(folder, "log"), "a");
    const given = Object.entries({ ...settingsIn(folder), ...settings }).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    const child = spawn(postgres, ["-D", data, ...given], { ...as, stdio: ["ignore", log, log] });
    closeSync(log);
    await once(child, "spawn");
    return { child, folder };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
};

/** Ends the server by its process id and removes its folder. SIGINT is its fast shutdown: sessions are ended, not waited for. */
export const stopPostgres = async ({ child, folder }: PostgresProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.kill("SIGINT");
    const late = setTimeout(() => child.kill("SIGKILL"), stopMs);
    await ended;
    clearTimeout(late);
  }
  rmSync(folder, { recursive: true, force: true });
};

const settingsIn = (folder: string): Readonly<Record<string, string>> => ({
  listen_addresses: "",
  unix_socket_directories: folder,
  // Nothing here outlives the run.
  fsync: "off",
  autovacuum: "off",
  log_connections: "on",
  // Seconds since the epoch, process, SQLSTATE.
  log_line_prefix: "%n|%p|%e|",
});

/** The server refuses to run as root. `null`: whoever runs this may run it. */
const serverOwner = (): { readonly uid: number; readonly gid: number } | null => {
  if (process.getuid?.() !== 0) return null;
  const idOf = (kind: "-u" | "-g") => Number(execFileSync("id", [kind, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
};
