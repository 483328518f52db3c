import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RealNginx } from "./real-nginx.ts";

const script = join(import.meta.dirname ?? __dirname, "../../../stack/nginx-install.sh");

export type Install = {
  readonly generation: number;
  readonly content: string;
  /** Of the content, unless given. */
  readonly hash?: string;
  readonly fleet?: string;
  readonly file?: string;
  readonly candidate?: string;
  /** `nginx` unless given: what the script calls. */
  readonly command?: string;
  readonly shell?: readonly string[];
  readonly paceSeconds?: number;
  readonly reloadSeconds?: number;
};

export type Installed = { readonly code: number | null; readonly words: string };

export const hashOf = (content: string): string => createHash("sha256").update(content).digest("hex");

/** Runs the installer as it is deployed, with its state beside the test's nginx. */
export const install = async (nginx: RealNginx, options: Install): Promise<Installed> =>
  (await startInstall(nginx, options)).ended;

/** In a process group of its own, so that all of it can be killed at once, as a machine that loses its power. */
export const startInstall = async (
  nginx: RealNginx,
  options: Install,
): Promise<{ readonly child: ChildProcess; readonly ended: Promise<Installed> }> => {
  const download = await mkdtemp(join(nginx.directory, "download-"));
  const candidate = join(download, "render.conf");
  await writeFile(candidate, options.content);
  const [shell = "sh", ...flags] = options.shell ?? ["sh"];
  const child = spawn(
    shell,
    [
      ...flags,
      script,
      options.fleet ?? "edge",
      String(options.generation),
      options.hash ?? hashOf(options.content),
      options.candidate ?? candidate,
      options.file ?? nginx.file,
    ],
    { cwd: download, detached: true, stdio: ["ignore", "pipe", "pipe"], env: settings(nginx, options) },
  );
  return { child, ended: endOf(child) };
};

export const settings = (nginx: RealNginx, options: Partial<Install>): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HEADGATE_STATE: join(nginx.directory, "state"),
  HEADGATE_NGINX: options.command ?? nginx.command,
  HEADGATE_PACE_SECONDS: String(options.paceSeconds ?? 0),
  HEADGATE_RELOAD_SECONDS: String(options.reloadSeconds ?? 10),
});

export const endOf = (child: ChildProcess): Promise<Installed> =>
  new Promise((resolve) => {
    let words = "";
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        words += part;
      });
    }
    child.once("close", (code) => resolve({ code, words }));
  });

/** A command that does what nginx does, after it has waited where the test wants to look in between. */
export const slowly = async (nginx: RealNginx, flag: "-t" | "-s"): Promise<string> => {
  const path = join(nginx.directory, `slow-nginx${flag}`);
  const text = `#!/bin/sh\n[ "$1" != "${flag}" ] || { : > "${path}.reached"; sleep 30; }\nexec "${nginx.command}" "$@"\n`;
  await writeFile(path, text, { mode: 0o755 });
  return path;
};
