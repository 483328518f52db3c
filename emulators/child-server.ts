import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export type ChildServer = {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  /** All that it printed. */
  readonly logFile: string;
  /** Ends it and whatever it started, by the id of its process group. */
  readonly close: () => Promise<void>;
};

export type ServerCommand = {
  readonly name: string;
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  readonly env: (port: number) => Readonly<Record<string, string>>;
  /** Answers 200 when the server is ready. */
  readonly readyPath: string;
  readonly logFile: string;
};

/** How long a server may take to answer, in seconds: a start takes about three on a machine with nothing else to do. */
const startWithinSeconds = 90;
/** How long it may take to end before it is killed. */
const endWithinMs = 5_000;

/**
 * Starts a server on a free loopback port and waits until it answers.
 *
 * @throws Error with the end of its log when it ended or did not answer in time
 */
export const startChildServer = async (server: ServerCommand): Promise<ChildServer> => {
  const port = await freePort();
  const log = openSync(server.logFile, "w");
  // A process group of its own, so that the functions that ministack runs end with it.
  const child = spawn(server.command, server.args(port), {
    detached: true,
    env: server.env(port),
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const close = () => endGroup(child);
  try {
    await untilReady(server, child, `http://127.0.0.1:${port}${server.readyPath}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { name: server.name, port, url: `http://127.0.0.1:${port}`, logFile: server.logFile, close };
};

const untilReady = async (server: ServerCommand, child: ChildProcess, url: string): Promise<void> => {
  let failure: string | null = null;
  child.once("error", ({ message }) => {
    failure = message;
  });
  child.once("exit", (code, signal) => {
    failure = `it ended with ${signal ?? code}`;
  });
  const deadlineMs = Date.now() + startWithinSeconds * 1000;
  while (failure === null) {
    if (await isReady(url)) return;
    if (Date.now() > deadlineMs) failure = `it did not answer within ${startWithinSeconds} s`;
    else await pause(50);
  }
  throw new Error(`${server.name} did not start: ${failure}\n${lastLines(server.logFile)}`);
};

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

const lastLines = (file: string): string => readFileSync(file, "utf8").trimEnd().split("\n").slice(-20).join("\n");

const endGroup = async (child: ChildProcess): Promise<void> => {
  if (child.pid === undefined) return;
  const ended =
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise<void>((resolve) => child.once("exit", () => resolve()));
  signalGroup(child.pid, "SIGTERM");
  await Promise.race([ended, pause(endWithinMs, undefined, { ref: false })]);
  signalGroup(child.pid, "SIGKILL"); // also what is left of the group when its leader has ended
};

/** A group without a process left is what was wanted. */
const signalGroup = (leader: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
