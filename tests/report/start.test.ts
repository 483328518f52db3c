import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Replay } from "../../simulator/report/replay.ts";

const cli = join(__dirname, "../../cli/start.mjs");

describe("npm start", () => {
  let folder = "";
  let trace = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "start-"));
    trace = join(folder, "short.csv");
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${i < 10 ? 3_000 : 6_000}`);
    writeFileSync(trace, `minute_offset,requests\n${rows.join("\n")}\n`);
    writeFileSync(join(folder, "bad.csv"), "minute_offset,requests\n0,5\n1,many\n3,4\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = (...args: string[]) => {
    const env = { PATH: process.env["PATH"], CI: "1" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd: folder,
      encoding: "utf8",
      env,
    });
    return { status, stdout, stderr };
  };

  it("of a trace prints the table and writes the report", () => {
    const report = join(folder, "out/trace.html");
    const { status, stdout, stderr } = start("--trace", trace, "--report", report);
    expect({ status, stderr: stderr.trim().split("\n").at(-1) }).toEqual({
      status: 0,
      stderr: expect.stringMatching(/^5 of 5 runs, 100 %/),
    });
    expect(stdout).toMatch(/^short\.csv in front of/);
    expect(stdout).toMatch(/\nAWS target tracking [\s\S]*\nHeadgate /);
    expect(stdout).toContain("Feasible bound: ");
    expect(stdout).toContain("Traffic is multiplied by ");
    expect(stdout).not.toContain("\u001b");
    expect(
      Math.max(
        ...stdout
          .split("\nReport:")[0]!
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
    expect(readFileSync(report, "utf8")).toContain("short.csv in front of");
    expect(readdirSync(join(folder, "out"))).toEqual(["trace.html"]);
  });

  it("with --json and --quiet prints JSON and nothing else, the same for the same seed", () => {
    const [first, second, other] = ["7", "7", "8"].map((seed) => {
      const { status, stdout, stderr } = start("--trace", trace, "--json", "--quiet", "--seed", seed);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      return JSON.parse(stdout) as Replay;
    });
    expect(first!.cases[0]!.runs.map(({ controller }) => controller)).toEqual([
      "AWS target tracking",
      "tracking, 20 s metrics",
      "20 s with safe cap",
      "Headgate",
    ]);
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
    expect(existsSync(join(folder, ".headgate/short.html"))).toBe(true);
  });

  it("--help says what to do and ends well", () => {
    const { status, stdout } = start("--help");
    expect(status).toBe(0);
    for (const text of ["--trace <file>", "--window-hours", "Examples:", "Exit codes: 0"])
      expect(stdout).toContain(text);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each<{ when: string; args: readonly string[]; stderr: RegExp }>([
    { when: "an unknown option", args: ["--tracee", "x"], stderr: /unknown option '--tracee'/ },
    { when: "a word too many", args: ["x.csv"], stderr: /too many arguments/ },
    { when: "a scale of 0", args: ["--trace", "x", "--scale", "0"], stderr: /Give a number above 0/ },
    { when: "a seed with decimals", args: ["--seed", "1.5"], stderr: /Give a whole number/ },
    { when: "a scale without a trace", args: ["--scale", "2"], stderr: /--scale needs --trace/ },
    {
      when: "a window of a full trace",
      args: ["--trace", "x", "--full", "--window-hours", "2"],
      stderr: /--full takes/,
    },
    {
      when: "a trace that does not exist",
      args: ["--trace", "none.csv"],
      stderr: /^none\.csv does not exist \(file-unreadable\)\n/,
    },
    { when: "a report that is a folder", args: ["--report", "."], stderr: /is a folder/ },
    {
      when: "a window after the end",
      args: ["--trace", "short.csv", "--from-hour", "9"],
      stderr: /begins after the trace's end \(0\.5 h\)/,
    },
    {
      when: "a damaged trace, with its lines",
      args: ["--trace", "bad.csv"],
      stderr:
        /^bad\.csv:3: requests is not a number: many \(not-a-number\)\n.*\nbad\.csv:4: expected minute_offset 2, found 3: 1 row is missing \(slot-missing\)\n/,
    },
  ])("$when is bad input", ({ args, stderr }) => {
    const run = start(...args);
    expect(run).toEqual({ status: 2, stdout: "", stderr: expect.stringMatching(stderr) });
  });
});
