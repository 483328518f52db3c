import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { BacktestResult } from "../../cli/backtest-result.ts";
import { historyCsv } from "../backtest/history-csv.ts";
import { dayRates, following, recordPoints, service, worldOf } from "../backtest/recorded-world.ts";

const bin = join(__dirname, "../../cli/headgate.mjs");
const hours = 6;
const config = (maxConnections: string) => `version: 1
name: shop
defaults: { cluster: shop, startSeconds: 45, drain: { deregistrationDelaySeconds: 30, stopTimeoutSeconds: 30 }, tasks: { min: 3, max: 30 }, signals: { cpu: 60 } }
databases: { shop-db: { instance: shop-orders, engine: postgres${maxConnections} } }
services: { order: { pools: { shop-db: 12 } } }
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-backtest-"));
  const rates = dayRates(hours, 80, 400);
  const points = recordPoints({ spec: worldOf([service({ rates })]), hours, counts: { order: following(rates, 45) } });
  writeFileSync(join(folder, "order.csv"), historyCsv(points));
  const unrelated = points.map((point) => {
    const isEven = (point.atMs / 60_000) % 2 === 0;
    return point.series === "cpuPercent" ? { ...point, value: point.value * (isEven ? 0.82 : 1.2) } : point;
  });
  writeFileSync(join(folder, "unrelated.csv"), historyCsv(unrelated));
  writeFileSync(join(folder, "headgate.yml"), config(", maxConnections: 170"));
  writeFileSync(join(folder, "unlimited.yml"), config(""));
  writeFileSync(join(folder, "rds.csv"), "minute_offset,rds_cc0c53_cpu_percent\n0,6.456\n5,5.816\n");
  writeFileSync(join(folder, "shop.csv"), "minute_offset,petsite_requests,rds_adoptions_requests\n0,705,206\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const backtest = (...args: readonly string[]) => {
  const env = { PATH: process.env["PATH"], CI: "1" };
  const run = spawnSync(process.execPath, [bin, "backtest", ...args], { cwd: folder, encoding: "utf8", env });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
};
const players = ["--controller", "static", "target-tracking"];

describe("headgate backtest", () => {
  it("shows what it has calibrated, that it repeats the past, and what each controller would have done", () => {
    const { status, stdout } = backtest("--csv", "order.csv", ...players, "--report", "out/report.html", "--quiet");
    expect(status).toBe(0);
    const page = readFileSync(join(__dirname, "../../docs/backtest.md"), "utf8");
    const example = /```\n(360 slots[\s\S]*?)```/.exec(page)![1]!;
    expect(stdout.slice(0, example.length)).toBe(example);
    expect(stdout).toMatch(/order: CPU per request +12 ms +0\.\d+ ms +\d+ readings, confidence high/);
    expect(stdout).toMatch(/shop-db: others' connections +17 /);
    expect(stdout).toContain(
      "The calibrated world repeats the past (bounds: 15.0 % in the middle, 45.0 % in one slot of",
    );
    expect(stdout).toContain("[I] Inferred, not documented");
    expect(readFileSync(join(folder, "out/report.html"), "utf8")).toContain("CPU per request 12 ms");
  });

  it("prints one JSON object, the same each time", () => {
    const first = backtest("--csv", "order.csv", ...players, "--json", "--quiet");
    expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: "" });
    const result = JSON.parse(first.stdout) as BacktestResult;
    expect(result).toMatchObject({
      version: 1,
      verdict: "given",
      recording: { from: "2026-03-02T00:00:00.000Z", slotSeconds: 60, slots: 360, unknownSlots: {} },
      calibration: { services: [{ service: "order", pool: { kind: "fixed" } }] },
      check: { isTrusted: true },
      runs: [
        { version: 1, scenario: "backtest", controller: "static", seconds: 21_600 },
        { version: 1, scenario: "backtest", controller: "target-tracking", seconds: 21_600 },
      ],
    });
    expect(backtest("--csv", "order.csv", ...players, "--json", "--quiet").stdout).toBe(first.stdout);
  });

  it("refuses a verdict where the calibrated world does not repeat the past, and writes no report", () => {
    const refused = backtest("--csv", "unrelated.csv", ...players, "--report", "none/report.html", "--quiet");
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/CPU of order +\d+\.\d % +\d+\.\d % +too high/);
    expect(refused.stdout).toContain("No verdict: CPU of order can't be repeated");
    expect(existsSync(join(folder, "none"))).toBe(false);
    const json = JSON.parse(backtest("--csv", "unrelated.csv", ...players, "--json", "--quiet").stdout);
    expect(json).toMatchObject({ verdict: "refused", check: { isTrusted: false }, runs: [] });
  });

  it("with --accept-error shows the figures all the same, marked", () => {
    const shown = backtest("--csv", "unrelated.csv", ...players, "--accept-error", "--quiet");
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain("Shown on request: the calibrated world does NOT repeat the past well enough.");
    const json = backtest("--csv", "unrelated.csv", ...players, "--accept-error", "--json", "--quiet");
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "accepted-error", runs: [{}, {}] });
  });

  type Row = { readonly title: string; readonly args: readonly string[]; readonly expected: RegExp };
  it.each<Row>([
    {
      title: "CPU of databases in place of a service",
      args: ["--csv", "rds.csv"],
      expected:
        /^rds\.csv:1: no column requests, found "minute_offset", "rds_cc0c53_cpu_percent" \(header\)\n {2}Name the columns/,
    },
    {
      title: "requests of several services side by side",
      args: ["--csv", "shop.csv"],
      expected: /^shop\.csv:1: no column requests, found "minute_offset", "petsite_requests"/,
    },
    {
      title: "a file that is not there",
      args: ["--csv", "gone.csv"],
      expected: /^gone\.csv: does not exist \(file-unreadable\)\n {2}Check the path/,
    },
    {
      title: "a controller that nobody knows",
      args: ["--csv", "order.csv", "--controller", "headgate-scal"],
      expected: /^no controller is named "headgate-scal": did you mean headgate-scale\?/,
    },
    {
      title: "a database without a limit",
      args: ["--csv", "order.csv", "--config", "unlimited.yml"],
      expected:
        /^unlimited\.yml: shop-db has no maxConnections, so its wall is unknown: add it, or --max-connections shop-db=N/,
    },
    { title: "more days than CloudWatch keeps", args: ["--days", "20"], expected: /Give 1 to 14: CloudWatch keeps/ },
    { title: "no configuration", args: ["--config", "gone.yml"], expected: /^gone\.yml: can't be read/ },
  ])("refuses $title with 2, and writes nothing", ({ args, expected }) => {
    const before = readdirSync(folder);
    expect(backtest(...args)).toEqual({ status: 2, stdout: "", stderr: expect.stringMatching(expected) });
    expect(readdirSync(folder)).toEqual(before);
  });

  it("takes a limit from the command line", () => {
    const { status, stdout } = backtest(
      "--csv",
      "order.csv",
      "--config",
      "unlimited.yml",
      "--max-connections",
      "shop-db=200",
      ...players,
      "--json",
      "--quiet",
    );
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as BacktestResult).runs[0]!.databases["shop-db"]!.limit).toBe(192);
  });
});
