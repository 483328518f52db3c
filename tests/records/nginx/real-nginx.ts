import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe } from "@jest/globals";
import { describeWithNginx as describeInstalled, nginxPath } from "../../installed-nginx.ts";

const run = promisify(execFile);

/** A suite that needs nginx: without it, it is skipped where everybody sees it, and says what to install. */
export const describeWithNginx = (title: string, suite: () => void): void =>
  describeInstalled("tests/records/nginx", title, suite);

/** A suite that needs nginx, and a mount namespace as root has it on every host that Headgate installs on. */
export const describeWithMounts = (title: string, suite: () => void): void => {
  if (nginxPath !== undefined && spawnSync("unshare", ["--mount", "true"]).status !== 0) {
    process.stderr.write("tests/records/nginx needs mount namespaces for the installer: run it as root\n");
    describe.skip(`${title} (skipped: unshare --mount is not permitted)`, suite);
  } else {
    describeWithNginx(title, suite);
  }
};

/** An nginx of the test's own: everything of it is in one temporary directory, and it listens on loopback. */
export type RealNginx = {
  readonly port: number;
  readonly directory: string;
  /** What `headgate.yml` calls the file: included in the http block. */
  readonly file: string;
  /** A command that is nginx with this configuration: `-t`, `-s reload`. */
  readonly command: string;
  readonly masterPid: number;
  /** Puts a file in its place in one step. */
  readonly put: (content: string) => Promise<void>;
  /** What `nginx -t` says, and whether it accepts. */
  readonly test: () => Promise<{ readonly accepted: boolean; readonly words: string }>;
  /** Reloads, and waits until the workers of before have exited. */
  readonly reload: () => Promise<void>;
  /** Ids of the worker processes. */
  readonly workers: () => Promise<readonly number[]>;
  readonly errorLog: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** @param servers lines of the http block after the included file, with LISTEN for the address */
export const startNginx = async (content: string, servers: string): Promise<RealNginx> => {
  const directory = await mkdtemp(join(tmpdir(), "headgate-nginx-"));
  const port = await freePort();
  const file = join(directory, "conf.d", "headgate.conf");
  const configuration = join(directory, "nginx.conf");
  const command = join(directory, "nginx");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `  ${kind}_temp_path ${directory}/${kind};`,
  );
  const text = [
    ...(process.getuid?.() === 0 ? ["user root;"] : []),
    "daemon off;",
    "worker_processes 2;",
    `pid ${directory}/nginx.pid;`,
    `error_log ${directory}/error.log notice;`,
    "events { worker_connections 1024; }",
    "http {",
    "  access_log off;",
    ...temporary,
    `  include ${directory}/conf.d/*.conf;`,
    servers.replaceAll("LISTEN", `127.0.0.1:${port}`),
    "}",
  ].join("\n");
  await mkdir(join(directory, "conf.d"));
  await writeFile(configuration, text);
  await writeFile(file, content);
  const script = `#!/bin/sh\nexec '${nginxPath}' -p '${directory}' -c '${configuration}' -e '${directory}/error.log' "$@"\n`;
  await writeFile(command, script, { mode: 0o755 });
  const child = spawn(command, [], { stdio: ["ignore", "ignore", "pipe"] });
  const masterPid = child.pid!;
  const errorLog = () => readFile(join(directory, "error.log"), "utf8").catch(() => "");
  const workers = async (): Promise<readonly number[]> => {
    const children = await readFile(`/proc/${masterPid}/task/${masterPid}/children`, "utf8").catch(() => "");
    return children
      .split(" ")
      .filter((pid) => pid !== "")
      .map(Number);
  };
  await until("nginx serves", async () => (await workers()).length === 2, errorLog);
  return {
    port,
    directory,
    file,
    command,
    masterPid,
    workers,
    errorLog,
    put: async (next) => {
      await writeFile(`${file}.new`, next);
      await rename(`${file}.new`, file);
    },
    test: () => testWith(command),
    reload: async () => {
      const before = await workers();
      await run(command, ["-s", "reload"]);
      const isOver = async () => {
        const now = await workers();
        return now.length === 2 && now.every((pid) => !before.includes(pid));
      };
      await until("the old workers have exited", isOver, errorLog);
    },
    stop: async () => {
      await ended(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const testWith = async (command: string): Promise<{ readonly accepted: boolean; readonly words: string }> => {
  try {
    const { stderr } = await run(command, ["-t"]);
    return { accepted: true, words: stderr };
  } catch (error) {
    return { accepted: false, words: (error as { readonly stderr: string }).stderr };
  }
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });

/** A port that nobody had a moment ago: nginx can't tell which one it was given. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { readonly port: number };
      probe.close(() => resolve(port));
    });
  });

export const until = async (
  what: string,
  isSo: () => Promise<boolean>,
  explain: () => Promise<string> = async () => "",
): Promise<void> => {
  const endMs = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > endMs) throw new Error(`${what}: not within 60 s. ${await explain()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
