import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readScenario } from "../scenario/read-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { BenchEntry } from "./bench-entry.ts";

/**
 * The scenario files of a folder, by name.
 *
 * @throws Error with file, line and fix for a file that is refused: figures without it would pass for figures with it
 */
export async function scenarioEntries(folder: string): Promise<readonly BenchEntry[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yml")).sort();
  const entries: BenchEntry[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const reading = await readScenario(path);
    if (reading.kind === "refused") {
      const lines = reading.problems.map(({ file, line, message, fix }) => `${file}:${line}: ${message}\n  ${fix}`);
      throw new Error(lines.join("\n"));
    }
    entries.push(scenarioEntry(reading.scenario));
  }
  return entries;
}

/** Its seeds are the bench's, so that everything has as many runs; a sweep keeps its own. */
export function scenarioEntry(scenario: Scenario): BenchEntry {
  return {
    id: scenario.name,
    title: scenario.title,
    part: "scored",
    source: { kind: "scenario", name: scenario.name },
    scenario: () => scenario,
  };
}
