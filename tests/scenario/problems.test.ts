import { describe, expect, it } from "@jest/globals";
import { problemRows } from "./problem-rows.ts";
import { lines, readText } from "./scenario-text.ts";

describe("a scenario with one mistake has one problem, with place and fix", () => {
  it.each(problemRows)("$when", ({ text, traces, gives, says }) => {
    const reading = readText(text, traces);
    expect(reading).toMatchObject({ kind: "refused", problems: [{ file: "rehearsals/sale.yml", ...gives }] });
    if (reading.kind === "refused") expect(reading.problems[0]?.message).toContain(says ?? "");
  });
});

it("all mistakes of a file are told at once, in the order of the lines, traces last", () => {
  const text = lines(
    "version: 2",
    "services:",
    "  web:",
    "    cpuSecondsPerRequest: 0.02",
    "    traffic: { trace: { file: ../monday.csv } }",
    "    calls: [{ service: pay }]",
    "  user: { cpuSecondsPerRequest: -1 }",
    "  stock: { cpuSecondsPerRequest: 0.02, pool: { database: db, connectionsPerTask: 1 } }",
    "databases: { dbs: { maxConnections: 100, maxConnections: 200 } }",
    "controllers: [hpaa]",
  );
  const reading = readText(text, { "monday.csv": "minute_offset,requests\n0,-1\n" });
  if (reading.kind === "ok") throw new Error("the file is legal");
  expect(reading.problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
    "rehearsals/sale.yml:1 missing-key",
    "rehearsals/sale.yml:1 wrong-version",
    "rehearsals/sale.yml:6 unknown-name",
    "rehearsals/sale.yml:7 out-of-bounds",
    "rehearsals/sale.yml:8 unknown-name",
    "rehearsals/sale.yml:9 duplicate-key",
    "rehearsals/sale.yml:10 not-one-of",
    "monday.csv:2 trace-row",
  ]);
});

it("one wrong line of the defaults block is one problem", () => {
  const text = lines(
    "version: 1",
    "name: sale",
    "defaults: { cpuSecondsPerRequest: 0.1, tasks: { min: 9, max: 3 } }",
    "services: { a: {}, b: {} }",
  );
  expect(readText(text)).toMatchObject({
    kind: "refused",
    problems: [{ line: 3, message: "tasks.min 9 is above tasks.max 3 (the same for b)" }],
  });
});
