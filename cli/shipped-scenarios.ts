import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { suggestName } from "../shared/config/nearest-name.ts";

const folder = fileURLToPath(new URL("../scenarios/", import.meta.url));
const ending = /\.ya?ml$/;

export type ScenarioFile =
  | { readonly kind: "ok"; readonly path: string }
  | { readonly kind: "refused"; readonly message: string };

/** Files of the scenarios that come with Headgate, by name. */
export function shippedScenarios(): readonly { readonly name: string; readonly path: string }[] {
  return readdirSync(folder)
    .filter((file) => ending.test(file))
    .sort()
    .map((file) => ({ name: basename(file).replace(ending, ""), path: join(folder, file) }));
}

/** Whether somebody who wrote this meant a scenario. */
export function isScenario(text: string): boolean {
  return ending.test(text) || shippedScenarios().some(({ name }) => name === text);
}

/** A path, or the bare name of a shipped scenario. A path that exists wins. */
export function findScenario(file: string): ScenarioFile {
  if (existsSync(file) || ending.test(file) || /[\\/]/.test(file)) return { kind: "ok", path: file };
  const shipped = shippedScenarios();
  const found = shipped.find(({ name }) => name === file);
  if (found !== undefined) return { kind: "ok", path: found.path };
  const names = shipped.map(({ name }) => name);
  return {
    kind: "refused",
    message: `no scenario is named "${file}": ${suggestName(file, names)} \`headgate simulate --list\` lists them.`,
  };
}
