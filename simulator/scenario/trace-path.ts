import { dirname, isAbsolute, join } from "node:path";

/** Where a trace lies that a scenario names: its path begins at the scenario file's folder. */
export function tracePathOf(scenarioFile: string, traceFile: string): string {
  return isAbsolute(traceFile) ? traceFile : join(dirname(scenarioFile), traceFile);
}
