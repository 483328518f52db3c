#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that an old one says what is missing instead of a syntax error.
import module from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const fail = (...lines) => {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = 1;
};

// Node 22.18 and 23.6 are the first that run TypeScript as it is.
if (!process.features.typescript) {
  fail(
    `Headgate needs Node 22.18 or later, which runs TypeScript. This is Node ${process.versions.node} (${process.execPath}).`,
    `Run \`npm ci\` in ${root} once: it installs Node 24 there, and \`npx headgate\` in that folder takes it.`,
    "Or install Node 24: https://nodejs.org",
  );
} else {
  // What was compiled once is not compiled again: the next start takes half the time.
  module.enableCompileCache();
  try {
    await import("./headgate.ts");
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND" || !error.message.startsWith("Cannot find package")) throw error;
    fail("Headgate's dependencies are not installed.", `Run \`npm ci\` in ${root}`);
  }
}
