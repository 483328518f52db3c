// Makes `npm start` work in a fresh clone: installs the dependencies when they are missing or older than the lockfile.
// Runs before every script, on any Node from 20, with nothing installed; a stat or two when there is nothing to do.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname, "..");
// npm writes this file last, so an installation that was broken off has none.
const installed = join(root, "node_modules", ".package-lock.json");
const lock = join(root, ".headgate", "setup.lock");
const holderFile = join(lock, "pid");

/** Longest wait for another run's installation, in seconds. */
const longestWaitSeconds = 600;

const modifiedMs = (file) => {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return null;
  }
};

const isCurrent = () => {
  const installedMs = modifiedMs(installed);
  return installedMs !== null && installedMs >= (modifiedMs(join(root, "package-lock.json")) ?? 0);
};

/** Making a directory either succeeds or fails as a whole, so only one of two runs gets it. */
const takeLock = () => {
  mkdirSync(join(root, ".headgate"), { recursive: true });
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(holderFile, String(process.pid));
  return true;
};

/** A run that was killed leaves its lock behind. A lock without a process id is younger than a moment. */
const isAbandoned = () => {
  try {
    process.kill(Number(readFileSync(holderFile, "utf8")), 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
};

const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const install = () => {
  console.error("Installing the dependencies (npm ci), once; this takes about a minute.");
  // Not with the Node that is about to be replaced.
  const own = join(root, "node_modules", ".bin");
  const PATH = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((directory) => directory !== own)
    .join(delimiter);
  const { status, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"], {
    cwd: root,
    env: { ...process.env, PATH },
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  console.error(`npm ci failed${error === undefined ? "" : `: ${error.message}`}. Run it by hand to see why.`);
  process.exitCode = 1;
};

const startedMs = Date.now();
while (!isCurrent()) {
  if (takeLock()) {
    try {
      if (!isCurrent()) install();
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
    break;
  }
  if (isAbandoned()) {
    rmSync(lock, { recursive: true, force: true });
  } else if (Date.now() - startedMs > longestWaitSeconds * 1000) {
    console.error(`Another installation has been running for ${longestWaitSeconds} s; remove ${lock} if it is not.`);
    process.exitCode = 1;
    break;
  } else {
    pause(200);
  }
}
