import { readFileSync } from "node:fs";
import type { Config } from "../shared/config/config.ts";
import { parseConfig } from "../shared/config/read-config.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { renderProblems } from "./render-problems.ts";

export type LoadedConfig =
  | { readonly kind: "ok"; readonly config: Config }
  | { readonly kind: "failed"; readonly exitCode: ExitCode; readonly output: string };

/** Reads a configuration for a command that works from one. Never throws. */
export const loadConfig = (file: string): LoadedConfig => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    return { kind: "failed", exitCode: EXIT.usage, output: `${file}: can't be read: ${(error as Error).message}` };
  }
  const reading = parseConfig(text, file);
  if (reading.kind === "ok") return { kind: "ok", config: reading.config };
  return { kind: "failed", exitCode: EXIT.failed, output: renderProblems(file, text, reading.problems, "error") };
};
