import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe } from "@jest/globals";

/** Debian's name first, then the others that the same browser goes by. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** `undefined`: it is not installed. */
export const chromiumPath = (process.env["PATH"] ?? "")
  .split(delimiter)
  .flatMap((directory) => NAMES.map((name) => join(directory, name)))
  .find((path) => existsSync(path));

/** A suite that needs a real browser: without it, it is skipped, and says what to install. @param where the suite's file */
export const describeWithChromium = (where: string, title: string, suite: () => void): void => {
  if (chromiumPath === undefined) {
    process.stderr.write(`${where} needs Chromium: apt-get install chromium\n`);
    describe.skip(`${title} (skipped: Chromium is not installed)`, suite);
  } else {
    describe(title, suite);
  }
};
