import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { withLock } from "./with-lock.ts";

/** One environment per set of tools, because their pins contradict each other: checkov wants an older botocore. */
export type PythonTools = "emulators" | "lint";

export type PythonEnvironment = {
  /** Where the tools' commands are: an absolute path. */
  readonly bin: string;
  /** False: it was there from an earlier run. */
  readonly isNew: boolean;
};

/** Why there is none, in one line that says what to do. */
export class NoPythonEnvironment extends Error {
  override readonly name = "NoPythonEnvironment";
}

/** The oldest that all pinned packages run on. */
const oldestPython = { major: 3, minor: 11 };

/**
 * A Python virtual environment with the pinned tools, made on first use under `.headgate/` and kept between runs.
 *
 * Its folder is named after the hash of the requirements and of Python's version, and is marked when it is complete:
 * neither a changed pin nor an installation that was broken off is ever taken for it.
 *
 * @param tools "emulators": moto_server and ministack; "lint": cfn-lint and checkov
 * @param print takes a line when an installation begins, which takes about half a minute
 * @param signal ends an installation that has begun; the next run begins it again
 * @throws AbortError; NoPythonEnvironment where Python or the package index is missing
 */
export const pythonEnvironment = async (
  tools: PythonTools,
  print: (line: string) => void,
  signal?: AbortSignal,
): Promise<PythonEnvironment> => {
  const run = (command: string, args: readonly string[], orElse: string): Promise<string> =>
    runProgram(command, args, orElse, signal);
  const requirements = join(import.meta.dirname, `requirements-${tools}.txt`);
  const hash = createHash("sha256")
    .update(await pythonVersion(run))
    .update(await readFile(requirements));
  const parent = join(import.meta.dirname, "..", ".headgate", "python");
  const directory = join(parent, `${tools}-${hash.digest("hex").slice(0, 12)}`);
  const complete = join(directory, "complete");
  const bin = join(directory, "bin");
  if (existsSync(complete)) return { bin, isNew: false };

  await mkdir(parent, { recursive: true });
  return withLock(`${directory}.lock`, async () => {
    if (existsSync(complete)) return { bin, isNew: false };
    print(`Installing the Python tools "${tools}", once; this takes about half a minute.`);
    await rm(directory, { recursive: true, force: true });
    await run("python3", ["-m", "venv", directory], "python3 -m venv failed; on Debian: apt-get install python3-venv");
    const install = (): Promise<string> =>
      run(
        join(bin, "python"),
        ["-m", "pip", "install", ...pipOptions, "--requirement", requirements],
        `pip could not install ${requirements}; is the package index reachable?`,
      );
    // An index that has hiccuped at one of a hundred packages gets a second chance; what was fetched is kept.
    await install().catch((error: unknown) => {
      if (!(error instanceof NoPythonEnvironment)) throw error;
      print("The package index has failed; trying once more.");
      return install();
    });
    await writeFile(complete, "");
    return { bin, isNew: true };
  });
};

const pipOptions = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "3"];

/** @returns such as "Python 3.11.7" */
const pythonVersion = async (run: Run): Promise<string> => {
  const needed = `${oldestPython.major}.${oldestPython.minor}`;
  const version = await run("python3", ["--version"], `python3 is not there; Python ${needed} or newer is needed`);
  const [major = 0, minor = 0] = (/\d+\.\d+/.exec(version)?.[0] ?? "").split(".").map(Number);
  if (major !== oldestPython.major || minor < oldestPython.minor) {
    throw new NoPythonEnvironment(`python3 is ${version}; Python ${needed} or newer is needed`);
  }
  return version;
};

type Run = (command: string, args: readonly string[], orElse: string) => Promise<string>;

const runProgram = async (
  command: string,
  args: readonly string[],
  orElse: string,
  signal: AbortSignal | undefined,
): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)(command, args, {
      maxBuffer: 64 * 1024 * 1024,
      ...(signal === undefined ? {} : { signal }),
    });
    return stdout.trim();
  } catch (error) {
    signal?.throwIfAborted();
    const { stderr, message } = error as Error & { readonly stderr?: string };
    throw new NoPythonEnvironment(`${orElse} (${lastLine(stderr ?? "") || message})`);
  }
};

/** What pip and venv end with is what went wrong. */
const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.trim() ?? "";
