import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { configFileVariable } from "../stack/compiled-config.ts";
import { endGroup } from "./end-group.ts";
import { inheritedEnvironment } from "./inherited-environment.ts";
import type { Emulators } from "./start-emulators.ts";

export const stage = "test";

/** What begins the name of everything in the stack. */
export const stackName = `headgate-${stage}`;

export type ServerlessCommand = "package" | "deploy" | "remove";

/** How often it asks how far the stack is, in milliseconds; on AWS every five seconds. */
const monitorEveryMs = 500;

const osls = join(dirname(createRequire(import.meta.url).resolve("osls/package.json")), "bin", "serverless.js");
const root = join(import.meta.dirname, "..");

/**
 * Runs `serverless` as a user does, against the emulators.
 *
 * @param configFile an absolute path: the headgate.yml that is deployed
 * @returns what it printed
 * @throws Error with what it printed last, where it fails; AbortError
 */
export const runServerless = async (
  command: ServerlessCommand,
  configFile: string,
  { environment }: Pick<Emulators, "environment">,
  signal: AbortSignal,
): Promise<string> => {
  const child = spawn(process.execPath, [osls, command, "--stage", stage], {
    cwd: root,
    detached: true,
    env: {
      ...inheritedEnvironment(),
      ...environment,
      [configFileVariable]: configFile,
      SLS_AWS_MONITORING_FREQUENCY: String(monitorEveryMs),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = (): void => void endGroup(child);
  signal.addEventListener("abort", end);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  try {
    const [code] = (await once(child, "close")) as [number | null];
    signal.throwIfAborted();
    const printed = Buffer.concat(chunks).toString("utf8").trim();
    if (code !== 0) throw new Error(`serverless ${command} failed:\n${printed.split("\n").slice(-25).join("\n")}`);
    return printed;
  } finally {
    signal.removeEventListener("abort", end);
  }
};
