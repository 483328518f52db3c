import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { controllerNames } from "../../simulator/controllers/controller-names.ts";

const root = join(__dirname, "../..");
const bin = join(root, "cli/headgate.mjs");
/** The shipped scenario that is played soonest, as docs/simulate.md shows it. */
const shipped = "incident-b";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-simulate-"));
  const rows = Array.from({ length: 30 }, (_, minute) => `${minute},${minute < 10 ? 3_000 : 6_000}`);
  writeFileSync(join(folder, "traffic.csv"), `minute_offset,requests\n${rows.join("\n")}\n`);
  writeFileSync(join(folder, "gap.csv"), "minute_offset,requests\n0,10\n1,10\n3,10\n");
  writeFileSync(join(folder, "shop.yml"), readFileSync(join(root, "scenarios/chain-latency.yml")));
  const wrong = readFileSync(join(root, "scenarios/chain-latency.yml"), "utf8");
  writeFileSync(join(folder, "swept.yml"), swept);
  writeFileSync(join(folder, "wrong.yml"), `${wrong}\nservises: {}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const swept = `version: 1
name: swept
services:
  web:
    traffic: { steps: [{ atSecond: 0, requestsPerSecond: 50 }] }
    cpuSecondsPerRequest: 0.02
sweep:
  - { path: "services.web.traffic.steps[0].requestsPerSecond", values: [50, 60] }
`;

const simulate = (...args: readonly string[]) => {
  const env = { PATH: process.env["PATH"], CI: "1" };
  const run = spawnSync(process.execPath, [bin, "simulate", ...args], { cwd: folder, encoding: "utf8", env });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
};

const count = z.number().int().min(0);
const ratio = z.number().min(0).max(1);
/** The object that docs/simulate.md documents: no key more, no key less. */
const runResult = z.strictObject({
  version: z.literal(1),
  scenario: z.string(),
  controller: z.enum(controllerNames),
  seed: count,
  seconds: count,
  requests: count,
  attempts: count,
  served: count,
  failedByCause: z.strictObject({
    refusedConnection: count,
    timeout: count,
    shed: count,
    borrowTimeout: count,
    error: count,
  }),
  failedRatio: ratio,
  inFlight: count,
  sloViolationSeconds: count,
  taskHours: z.number().min(0),
  dollars: z.number().min(0),
  scoreDollars: z.number().min(0),
  peakTasks: count,
  databases: z.record(
    z.string(),
    z.strictObject({ limit: count, peak: count, peakCommitted: count, secondsOver: count }),
  ),
  actions: count,
  collapsed: z.boolean(),
  invariantBreaches: z.array(
    z.strictObject({ invariant: z.string(), count, firstAtSeconds: count, detail: z.string() }),
  ),
  overCommittedSeconds: z.strictObject({ controller: count, deployment: count, start: count, replacement: count }),
});

describe("headgate simulate", () => {
  it("prints one documented object for one controller, the same each time", () => {
    const first = simulate(shipped, "--controller", "static", "--json", "--quiet");
    expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: "" });
    const result = runResult.parse(JSON.parse(first.stdout));
    expect(result).toMatchObject({ scenario: shipped, controller: "static", seed: 1 });
    const failed = Object.values(result.failedByCause).reduce((sum, one) => sum + one, 0);
    // Rounded apart, so a few requests may be off.
    expect(Math.abs(result.served + failed + result.inFlight - result.requests)).toBeLessThan(5);
    expect(simulate(shipped, "--controller", "static", "--json", "--quiet").stdout).toBe(first.stdout);
  });

  it("documents each key of that object in docs/simulate.md", () => {
    const page = readFileSync(join(root, "docs/simulate.md"), "utf8");
    const missing = Object.keys(runResult.shape).filter((key) => !page.includes(`\`${key}\``));
    expect(missing).toEqual([]);
  });

  it("prints what docs/simulate.md shows", () => {
    const page = readFileSync(join(root, "docs/simulate.md"), "utf8");
    const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    expect(simulate(shipped, "--controller", "static", "--json", "--quiet").stdout).toBe(example);
  });

  it("prints an array for several controllers, in the order of tables, each once", () => {
    const { status, stdout } = simulate(
      shipped,
      "--controller",
      "target-tracking",
      "static",
      "static",
      "--json",
      "--quiet",
    );
    expect(status).toBe(0);
    const results = z.array(runResult).parse(JSON.parse(stdout));
    expect(results.map(({ controller }) => controller)).toEqual(["static", "target-tracking"]);
  });

  it("shows a table no wider than the terminal is taken to be, and what is inferred", () => {
    const { status, stdout } = simulate(
      shipped,
      "--controller",
      "static",
      "--controller",
      "target-tracking",
      "--quiet",
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^static|^Static/m);
    expect(stdout).toContain("[I] Inferred, not documented");
    expect(stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  it("takes its width from COLUMNS where that is said", () => {
    const widest = (columns: string): number => {
      const env = { PATH: process.env["PATH"], COLUMNS: columns };
      const { stdout } = spawnSync(process.execPath, [bin, "simulate", "--list"], { encoding: "utf8", env });
      return Math.max(...stdout.split("\n").map((line) => line.length));
    };
    expect(widest("70")).toBeLessThanOrEqual(70);
    expect(widest("160")).toBeGreaterThan(100);
    expect(widest("wide")).toBeLessThanOrEqual(100);
  });

  it("plays Headgate beside others, breaks none of its rules, and says what it said", () => {
    const { status, stdout, stderr } = simulate(shipped, "--controller", "headgate-scale", "--quiet");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^headgate-scale +407,6\d\d /m);
    expect(stdout).toContain("What headgate-scale said (time from the start)");
  });

  it("plays another recording where only the sweep that is not played changes what it replaces", () => {
    const { status, stdout, stderr } = simulate(
      "swept.yml",
      "--trace",
      "traffic.csv",
      "--controller",
      "static",
      "--json",
      "--quiet",
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(runResult.parse(JSON.parse(stdout))).toMatchObject({ seconds: 1800 });
  });

  it("plays a file with another recording, scaled, and writes the report", () => {
    const options = ["--controller", "static", "--trace", "traffic.csv", "--scale", "2", "--json", "--quiet"];
    const { status, stdout } = simulate("shop.yml", ...options, "--seed", "4", "--report", "out/shop.html");
    expect(status).toBe(0);
    const result = runResult.parse(JSON.parse(stdout));
    expect(result).toMatchObject({ seconds: 1800, seed: 4 });
    // Twice 10 x 3,000 + 20 x 6,000, drawn as Poisson: within five standard deviations.
    expect(Math.abs(result.requests - 300_000)).toBeLessThan(5 * Math.sqrt(300_000));
    expect(readFileSync(join(folder, "out/shop.html"), "utf8")).toMatch(/^<!doctype html>/i);
  });

  it("lists every scenario and every controller with a sentence", () => {
    const { status, stdout } = simulate("--list");
    expect(status).toBe(0);
    const named = stdout.split("\n").map((line) => /^ {2}(\S+) +\S/.exec(line)?.[1]);
    const scenarios = readdirSync(join(root, "scenarios")).flatMap((file) => /^(.*)\.ya?ml$/.exec(file)?.[1] ?? []);
    expect(named).toEqual(expect.arrayContaining(scenarios));
    expect(named).toEqual(expect.arrayContaining(["static", "target-tracking", "clairvoyant"]));
  });

  type Row = { readonly title: string; readonly args: readonly string[]; readonly expected: RegExp };
  it.each<Row>([
    {
      title: "a controller that nobody knows",
      args: [shipped, "--controller", "target-traking"],
      expected: /^no controller is named "target-traking": did you mean target-tracking\?/,
    },
    {
      title: "a scenario that nobody ships",
      args: ["incident-bb"],
      expected: /^no scenario is named "incident-bb": did you mean incident-b\?/,
    },
    {
      title: "a file that is not there",
      args: ["gone.yml"],
      expected: /^gone\.yml:1: gone\.yml does not exist\n {2}check the path/,
    },
    { title: "a key that a scenario has not", args: ["wrong.yml"], expected: /^wrong\.yml:\d+: .*\n {2}.*services/ },
    {
      title: "a trace with a gap",
      args: ["shop.yml", "--trace", "gap.csv"],
      expected: /gap\.csv:4: .*1 row is missing\n {2}Add a row for every slot/,
    },
    {
      title: "a recording that is not there",
      args: ["shop.yml", "--trace", "gone.csv"],
      expected: /^gone\.csv:1: gone\.csv does not exist\n {2}Check the path; it is relative to the current folder\./,
    },
    {
      title: "a recording in place of what the sweep changes",
      args: ["swept.yml", "--trace", "traffic.csv", "--sweep"],
      expected:
        /^swept\.yml:8: the sweep changes services\.web\.traffic\.steps\[0\]\.requestsPerSecond, and the recording/,
    },
    {
      title: "a scale that is too large",
      args: ["swept.yml", "--scale", "1000000"],
      expected: /^swept\.yml:5: with the scale of 1000000, requestsPerSecond is 50000000; .*\n {2}take a smaller scale/,
    },
    {
      title: "a scenario behind --controller",
      args: ["--controller", "static", shipped],
      expected: /^--controller takes every name after it, incident-b too: put the scenario first/,
    },
    { title: "no scenario", args: [], expected: /^name a scenario: a file, or one of/ },
    { title: "a scale of 0", args: [shipped, "--scale", "0"], expected: /Give a plain number above 0/ },
  ])("refuses $title with 2, and writes nothing", ({ args, expected }) => {
    const run = simulate(...args, "--report", "refused/report.html");
    expect(run).toEqual({ status: 2, stdout: "", stderr: expect.stringMatching(expected) });
    expect(existsSync(join(folder, "refused"))).toBe(false);
  });
});
