import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

const root = join(__dirname, "../..");
const bin = join(root, "cli/headgate.mjs");

const valid = `version: 1
name: shop
databases: { db: { instance: db-1, engine: postgres, maxConnections: 100 } }
services: { order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 10 } } }
`;
const published = `${valid.replace("cpu: 70 }", "cpu: 70 }, records: { order.shop.internal: {} }")}zones:
  internal: { hostedZoneId: Z0123456789ABCDEFGHIJ, domain: shop.internal, policy: sync }
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-cli-"));
  writeFileSync(join(folder, "headgate.yml"), valid);
  writeFileSync(join(folder, "wrong.yml"), valid.replace("postgres", "oracle"));
  writeFileSync(join(folder, "published.yml"), published);
  const rows = Array.from({ length: 30 }, (_, i) => `${i},${i < 10 ? 3_000 : 6_000}`);
  writeFileSync(join(folder, "short.csv"), `minute_offset,requests\n${rows.join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const runNode = (...args: readonly string[]) => {
  const env = { PATH: process.env["PATH"], CI: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env });
  return { status, stdout, stderr };
};
const headgate = (...args: readonly string[]) => runNode(bin, ...args);

describe("headgate validate", () => {
  it("reads headgate.yml of the folder where no file is named", () => {
    const { status, stdout, stderr } = headgate("validate");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("db (postgres, db-1): budget 100 - 8 reserved - 5 margin - 5 replacement = 82;");
    expect(stdout).toMatch(/headgate\.yml: valid, 1 service, 1 database, 0 warnings\n$/);
  });

  it("with --json prints JSON, of a refusal too", () => {
    const ok = headgate("validate", "--json");
    expect({ status: ok.status, kind: JSON.parse(ok.stdout).kind }).toEqual({ status: 0, kind: "ok" });
    const refused = headgate("validate", "wrong.yml", "--json");
    expect({ status: refused.status, json: JSON.parse(refused.stdout) }).toMatchObject({
      status: 1,
      json: { kind: "refused", problems: [{ code: "not-one-of", line: 3 }] },
    });
    const missing = headgate("validate", "none.yml", "--json");
    expect({ status: missing.status, json: JSON.parse(missing.stdout) }).toMatchObject({
      status: 2,
      json: { kind: "unreadable", file: "none.yml" },
    });
  });

  it("shows where the tasks are published, as JSON too", () => {
    const { status, stdout } = headgate("validate", "published.yml");
    expect(status).toBe(0);
    expect(stdout).toContain("zone internal (shop.internal, Z0123456789ABCDEFGHIJ): sync: written, and removed with");
    expect(stdout).toContain("  order.shop.internal  order    60 s  120 s  330 s  multivalue, A\n");
    expect(JSON.parse(headgate("validate", "published.yml", "--json").stdout)).toMatchObject({
      destinations: [
        {
          id: "zone/Z0123456789ABCDEFGHIJ",
          kind: "zone",
          isWritten: true,
          services: [{ name: "order", drainSeconds: 330, entries: [{ name: "order.shop.internal", ttlSeconds: 60 }] }],
        },
      ],
    });
  });

  it("refuses with 1 and shows the problems, and says on the error output that a file can't be read", () => {
    expect(headgate("validate", "wrong.yml")).toEqual({
      status: 1,
      stdout: expect.stringMatching(/^wrong\.yml:3:\d+ error not-one-of databases\.db\.engine: /),
      stderr: "",
    });
    expect(headgate("validate", "none.yml")).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/^none\.yml: can't be read: ENOENT/),
    });
  });
});

describe("headgate rehearse", () => {
  it("is npm start: the same replay for the same options", () => {
    const options = ["--trace", "short.csv", "--json", "--quiet", "--seed", "3"];
    const rehearsed = headgate("rehearse", ...options);
    expect({ status: rehearsed.status, stderr: rehearsed.stderr }).toEqual({ status: 0, stderr: "" });
    expect(rehearsed.stdout).toBe(runNode(join(root, "cli/start.mjs"), ...options).stdout);
    expect(existsSync(join(folder, ".headgate/short.html"))).toBe(true);
  });

  it("takes the options of npm start, and refuses what it refuses", () => {
    const optionsOf = (help: string) => /Options:[\s\S]*?\n\n/.exec(help)![0];
    const start = runNode(join(root, "cli/start.mjs"), "--help");
    expect(optionsOf(headgate("rehearse", "--help").stdout)).toBe(optionsOf(start.stdout));
    expect(headgate("rehearse", "--scale", "2")).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/--scale needs --trace/),
    });
  });
});

describe("headgate codes", () => {
  it("says what a code means and what to do, in either case", () => {
    expect(headgate("codes", "Database-Budget")).toEqual({
      status: 0,
      stdout: [
        "database-budget (in notices and plans)",
        "  cap: less is granted than was asked",
        "  The service wants more tasks than the connections left on a database can",
        "  carry.",
        "  What to do: Take one of the unlock options in the notice: a smaller pool, a",
        "  larger limit, a reserve that is not needed.",
        "",
      ].join("\n"),
      stderr: "",
    });
  });

  it("lists every code where none is named", () => {
    const { status, stdout } = headgate("codes");
    expect(status).toBe(0);
    for (const code of ["database-budget", "scaled-out", "min-above-budget", "alarm-alone"])
      expect(stdout).toMatch(new RegExp(`^ {2}${code} `, "m"));
  });
});

describe("the command line", () => {
  it("--version is the package's", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(headgate("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each([
    ["--help"],
    ["validate", "--help"],
    ["rehearse", "--help"],
    ["codes", "--help"],
    ["release", "--help"],
    ["history", "--help"],
    ["explain", "--help"],
    ["plan", "--help"],
    ["nginx", "--help"],
    ["nginx", "adopt", "--help"],
    ["nginx", "render", "--help"],
    ["ports", "--help"],
    ["help", "codes"],
  ])("%s %s %s shows examples and exit codes within 80 columns", (...args) => {
    const { status, stdout } = headgate(...args.filter((arg) => arg !== undefined));
    expect(status).toBe(0);
    expect(stdout).toContain("Examples:\n  $ npx headgate ");
    expect(stdout).toContain("Exit codes: 0 ");
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it.each<{ when: string; args: readonly string[]; stderr: RegExp }>([
    { when: "no command", args: [], stderr: /^Usage: headgate/ },
    { when: "a mistyped command", args: ["validat"], stderr: /unknown command 'validat'\n\(Did you mean validate\?\)/ },
    { when: "an option of another command", args: ["validate", "--seed", "2"], stderr: /unknown option '--seed'/ },
    { when: "a word too many", args: ["codes", "a", "b"], stderr: /too many arguments for 'codes'/ },
    { when: "a mistyped code", args: ["codes", "databse-budget"], stderr: /^There .* Did you mean database-budget, / },
    { when: "a part of a code", args: ["codes", "deploy"], stderr: /no code deploy\. `headgate codes` lists all/ },
    { when: "a word of codes", args: ["codes", "deployments"], stderr: /Did you mean deployment-exceeds-budget, / },
    { when: "a code of control characters", args: ["codes", "\u001b[31m"], stderr: /There is no code \?\[31m\./ },
  ])("$when is a usage error", ({ args, stderr }) => {
    expect(headgate(...args)).toEqual({ status: 2, stdout: "", stderr: expect.stringMatching(stderr) });
  });
});

describe("before anything is loaded", () => {
  it("a Node that can't run TypeScript is told how to get one that can", () => {
    const { status, stdout, stderr } = runNode("--no-strip-types", bin, "validate");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(
      `Headgate needs Node 22.18 or later, which runs TypeScript. This is Node ${process.versions.node}`,
    );
    expect(stderr).toContain(`Run \`npm ci\` in ${root} once`);
  });

  it("missing dependencies are named with the command that installs them", () => {
    const clone = join(folder, "clone");
    mkdirSync(clone);
    for (const part of ["cli", "functions", "shared", "simulator", "package.json"])
      cpSync(join(root, part), join(clone, part), { recursive: true });
    expect(runNode(join(clone, "cli/headgate.mjs"), "--version")).toEqual({
      status: 1,
      stdout: "",
      stderr: `Headgate's dependencies are not installed.\nRun \`npm ci\` in ${clone}\n`,
    });
    symlinkSync(join(root, "node_modules"), join(clone, "node_modules"), "dir");
    expect(runNode(join(clone, "cli/headgate.mjs"), "--version").status).toBe(0);
  });

  it("the bin of package.json is there, with a line that says who runs it", () => {
    const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { bin: Record<string, string> };
    expect(readFileSync(join(root, bin["headgate"]!), "utf8").split("\n")[0]).toBe("#!/usr/bin/env node");
  });
});
