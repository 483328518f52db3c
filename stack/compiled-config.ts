import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Config } from "../shared/config/config.ts";
import type { Problem } from "../shared/config/problems.ts";
import { parseConfig } from "../shared/config/read-config.ts";

/** Names another file than headgate.yml, for a team that keeps one per environment. */
export const configFileVariable = "HEADGATE_CONFIG_FILE";

/** A configuration that may be deployed, and a line for every doubt about it. */
export type CompiledConfig = { readonly config: Config; readonly warnings: readonly string[] };

/**
 * headgate.yml as the build and the template take it.
 *
 * @throws RefusedConfig with every problem of the file: nothing may be packaged out of a file that isn't understood;
 * Error where there is no file
 */
export const readCompiledConfig = (root: string): CompiledConfig => {
  const fileName = process.env[configFileVariable] ?? "headgate.yml";
  const path = resolve(root, fileName);
  if (!existsSync(path)) throw new Error(`${path} is not there; ${configFileVariable} may name another file`);
  const reading = parseConfig(readFileSync(path, "utf8"), fileName);
  if (reading.kind === "refused") throw new RefusedConfig(fileName, reading.problems);
  return { config: reading.config, warnings: reading.warnings.map((warning) => describe(fileName, warning)) };
};

export class RefusedConfig extends Error {
  override readonly name = "RefusedConfig";
  constructor(fileName: string, problems: readonly Problem[]) {
    const lines = problems.map((problem) => `  ${describe(fileName, problem)}`);
    super([`${fileName} is refused:`, ...lines].join("\n"));
    this.stack = this.message; // it is read by the author of headgate.yml, for whom our stack is noise
  }
}

const describe = (fileName: string, { line, column, message, fix }: Problem): string =>
  `${fileName}:${line}:${column} ${message}; ${fix}`;
