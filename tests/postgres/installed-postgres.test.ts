import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { installedPostgres } from "./installed-postgres.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-installed-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const install = (bin: string, programs = ["initdb", "postgres"]): string => {
  const at = join(folder, bin);
  mkdirSync(at, { recursive: true });
  for (const program of programs) writeFileSync(join(at, program), "");
  return at;
};

describe("the installed server", () => {
  it("is the newest of Debian's versions, by number", () => {
    install("debian/9/bin");
    const newest = install("debian/15/bin");
    const path = install("own/bin");
    expect(installedPostgres(join(folder, "debian"), path).postgres).toBe(join(newest, "postgres"));
  });

  it("without these is the first in PATH that has both programs", () => {
    const clientOnly = install("client/bin", ["initdb"]);
    const whole = install("own/bin");
    const path = [clientOnly, whole].join(delimiter);
    expect(installedPostgres(join(folder, "debian"), path)).toEqual({
      initdb: join(whole, "initdb"),
      postgres: join(whole, "postgres"),
    });
  });

  it("where there is none, one line says what to install", () => {
    const message = /^PostgreSQL's server is not installed; on Debian: apt-get install postgresql$/;
    expect(() => installedPostgres(join(folder, "debian"), install("client/bin", ["psql"]))).toThrow(message);
  });
});
