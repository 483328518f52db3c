import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, it } from "@jest/globals";

/** nginx is seldom in the PATH of people who are not root. `undefined`: it is not installed. */
export const nginxPath = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"]
  .map((directory) => join(directory, "nginx"))
  .find((path) => existsSync(path));

/** Says what is missing where everybody sees it. @param where the suite that is about to be skipped */
const sayMissing = (where: string): void => {
  process.stderr.write(`${where} needs nginx: apt-get install nginx\n`);
};

/** A suite that needs nginx: without it, it is skipped, and says what to install. */
export const describeWithNginx = (where: string, title: string, suite: () => void): void => {
  if (nginxPath === undefined) {
    sayMissing(where);
    describe.skip(`${title} (skipped: nginx is not installed)`, suite);
  } else {
    describe(title, suite);
  }
};

/** The `it` of single cases that need nginx, in a suite that goes on without it. */
export const itWithNginx = (where: string): typeof it | typeof it.skip => {
  if (nginxPath !== undefined) return it;
  sayMissing(where);
  return it.skip;
};
