import { globSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Imports that are left at run time: those of types alone are not followed. */
const imported = /(?:^(?:import|export) (?!type\b)[^;]*?from |\bimport\()\s*"(\.[^"]+\.ts)"/gm;
const sentCommand = /\bnew (\w+)Command\(/g;

/** @returns SDK operations that the code behind the deployed functions can send, sorted */
export const reachedCommands = (): readonly string[] => {
  const files = new Map<string, string>();
  const open = globSync("functions/*/index.ts").map((file) => resolve(file));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    const text = readFileSync(file, "utf8");
    files.set(file, text);
    for (const [, path] of text.matchAll(imported)) open.push(resolve(dirname(file), path!));
  }
  const commands = [...files.values()].flatMap((text) => [...text.matchAll(sentCommand)].map(([, name]) => name!));
  return [...new Set(commands)].sort();
};
