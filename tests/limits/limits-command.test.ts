import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { limits } from "../../cli/limits.ts";
import type { ComparedRow, Comparison } from "../../cli/limits-comparison.ts";

const root = join(__dirname, "../..");
const published = join(root, "../shared/data/max_connections.csv");

const HEADER = "engine,class,memory_gib,max_connections";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "limits-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const written = (text: string): string => {
  const file = join(folder, "limits.csv");
  writeFileSync(file, text);
  return file;
};

type Json = Comparison & { readonly kind: string; readonly file: string };

const compared = (text: string): { readonly exitCode: number; readonly json: Json } => {
  const { exitCode, output } = limits({ reference: written(text), json: true });
  return { exitCode, json: JSON.parse(output) };
};

describe("headgate limits", () => {
  it("prints each row with its figures, and what they amount to", () => {
    const text = [
      HEADER,
      "aurora-mysql,db.r6g.large,16,1000",
      'aurora-mysql,"db.serverless[minACU=0.5,maxACU=1]",2,90',
      "postgres,db.m6g.xlarge,16,1705",
    ].join("\n");
    const { exitCode, output } = limits({ reference: written(text) });
    expect(exitCode).toBe(0);
    expect(output.split("\n").slice(0, 9)).toEqual([
      "aurora-mysql",
      expect.stringMatching(/^ {2}class +GiB reference +safe +diff +expected +diff +kind$/),
      expect.stringMatching(/^ {2}db\.r6g\.large +16 +1000 +1000 +0 +1000 +0 {2}exact$/),
      expect.stringMatching(/^ {2}db\.serverless\[minACU=0\.5,maxACU=1\] +2 +90 +90 +0 +90 +0 {2}exact$/),
      "",
      "postgres",
      expect.stringMatching(/kind$/),
      expect.stringMatching(/^ {2}db\.m6g\.xlarge +16 +1705 +1681 +-24 +1722 +\+17 {2}estimate$/),
      "",
    ]);
    expect(output).toContain("  aurora-mysql: 2 rows; 2 of 2 exact figures agree\n");
    expect(output).toContain(
      "db.serverless[minACU=0.5,maxACU=1] (line 3): published 90, the formula gives 45; predicted 90",
    );
    expect(output).toMatch(/limits\.csv: 3 rows, none against the rules$/);
  });

  it.each<{ when: string; row: string; exitCode: number; verdict: string; safe: number; expected: number }>([
    {
      when: "an observed limit at the safe end",
      row: "postgres,db.m6g.xlarge,16,1681",
      exitCode: 0,
      verdict: "safe",
      safe: 1_681,
      expected: 1_722,
    },
    {
      when: "an observed limit below the safe end",
      row: "postgres,db.m6g.xlarge,16,1680",
      exitCode: 1,
      verdict: "safe-above-observed",
      safe: 1_681,
      expected: 1_722,
    },
    {
      when: "an exact figure that agrees",
      row: "postgres,db.r7g.2xlarge,64,5000",
      exitCode: 0,
      verdict: "exact",
      safe: 5_000,
      expected: 5_000,
    },
    {
      when: "an exact figure that is too low",
      row: "postgres,db.r7g.2xlarge,64,5001",
      exitCode: 1,
      verdict: "exact-differs",
      safe: 5_000,
      expected: 5_000,
    },
    {
      when: "an exact figure that is too high",
      row: "aurora-mysql,db.r6g.large,16,999",
      exitCode: 1,
      verdict: "exact-differs",
      safe: 1_000,
      expected: 1_000,
    },
  ])("exits with $exitCode for $when", ({ row, exitCode, verdict, safe, expected }) => {
    const comparison = compared(`${HEADER}\n${row}\n`);
    expect(comparison).toMatchObject({ exitCode, json: { kind: exitCode === 0 ? "ok" : "refuted" } });
    expect(comparison.json.rows).toMatchObject([
      { line: 2, verdict, safeConnections: safe, expectedConnections: expected, observed: true },
    ]);
  });

  it("takes a figure of documentation for rounded: a safe end above it is shown, and not held against the rules", () => {
    const { exitCode, json } = compared(`${HEADER},basis\npostgres,db.m6g.xlarge,16,1600,"AWS, documentation"\n`);
    expect({ exitCode, verdict: json.rows[0]!.verdict }).toEqual({ exitCode: 0, verdict: "safe-above-published" });
    expect(json.summary).toMatchObject([{ engine: "postgres", safeAboveObserved: 0, safeAbovePublished: 1 }]);
  });

  it("has JSON of one shape", () => {
    const { json } = compared(`${HEADER}\npostgres,db.m6g.xlarge,15,1705\n`);
    expect(json).toEqual({
      kind: "ok",
      file: join(folder, "limits.csv"),
      rows: [
        {
          line: 2,
          engine: "postgres",
          class: "db.m6g.xlarge",
          memoryGib: 15,
          referenceConnections: 1_705,
          observed: true,
          safeConnections: 1_574,
          expectedConnections: 1_612,
          exact: false,
          source: "formula",
          safeDifference: -131,
          expectedDifference: -93,
          verdict: "safe",
        },
      ],
      summary: [
        {
          engine: "postgres",
          rows: 1,
          exactRows: 0,
          exactDiffers: 0,
          estimatedRows: 1,
          safeAboveObserved: 0,
          safeAbovePublished: 0,
          mostBelowPercent: 7.7,
          expectedOffPercent: [-5.5, -5.5],
        },
      ],
      formulaExceptions: [],
      memoryDiffers: [{ line: 2, class: "db.m6g.xlarge", tableGib: 16 }],
    });
  });

  it.each<{ when: string; text: string; figures: readonly number[] }>([
    {
      when: "a byte order mark and CRLF",
      text: `\uFEFF${HEADER}\r\npostgres,db.m6g.xlarge,16,1705\r\n\r\n`,
      figures: [1_681],
    },
    {
      when: "columns in another order and case, and more of them",
      text: "Note,max_connections,Memory_GiB,class,engine\nx,1705,16.0,db.m6g.xlarge,postgres",
      figures: [1_681],
    },
    {
      when: "quotes around every field",
      text: `"engine","class","memory_gib","max_connections"\n"postgres","db.m6g.xlarge","16","1705"`,
      figures: [1_681],
    },
    {
      when: "a quote inside quotes",
      text: `${HEADER},basis\npostgres,db.m6g.xlarge,16,1705,"observed ""by hand"", once"`,
      figures: [1_681],
    },
    {
      when: "an engine version",
      text: `${HEADER},engine_version\nmariadb,db.m6g.xlarge,16,1280,10.4.34\nmariadb,db.m6g.xlarge,16,640,10.11.6`,
      figures: [1_274, 637],
    },
    {
      when: "a capacity range with and without its minimum",
      text: `${HEADER}\naurora-postgresql,db.serverless[maxACU=16],32,3360\naurora-postgresql,"db.serverless[minACU=0,maxACU=16]",32,2000\naurora-postgresql,"db.serverless[minACU>=1,maxACU=16]",32,3360`,
      figures: [3_360, 2_000, 3_360],
    },
  ])("reads $when", ({ text, figures }) => {
    const { exitCode, json } = compared(text);
    expect({ exitCode, figures: json.rows.map((row) => row.safeConnections) }).toEqual({ exitCode: 0, figures });
  });

  it.each<{ when: string; text: string; problems: readonly string[] }>([
    { when: "nothing", text: "", problems: ["1: the file is empty"] },
    { when: "a header alone", text: `${HEADER}\n`, problems: ["1: there is a header, but no row below it"] },
    {
      when: "a column that is missing",
      text: "engine,class,max_connections\na,b,1",
      problems: ["1: no column memory_gib, found engine, class, max_connections"],
    },
    {
      when: "semicolons",
      text: `${HEADER.replaceAll(",", ";")}\n`,
      problems: [
        "1: no column engine, class, memory_gib, max_connections, found engine;class;memory_gib;max_connections",
      ],
    },
    { when: "a column that is there twice", text: `${HEADER},class\n`, problems: ["1: column class is there twice"] },
    {
      when: "too few and too many fields",
      text: `${HEADER}\npostgres,db.m6g.large,8\npostgres,db.m6g.large,8,1,2`,
      problems: ["2: expected 4 fields as in the header, found 3", "3: expected 4 fields as in the header, found 5"],
    },
    {
      when: "a capacity range without quotes",
      text: `${HEADER}\naurora-mysql,db.serverless[minACU=1,maxACU=8],16,1000`,
      problems: ["2: expected 4 fields as in the header, found 5"],
    },
    {
      when: "a quote that isn't closed",
      text: `${HEADER}\n"postgres,db.m6g.large,8,1`,
      problems: ["2: a quote is not closed, or text follows a closed one"],
    },
    {
      when: "an empty line in between",
      text: `${HEADER}\n\npostgres,db.m6g.large,8,800`,
      problems: ["2: the line is empty, but rows follow"],
    },
    {
      when: "numbers that aren't",
      text: `${HEADER}\npostgres,db.m6g.large,much,800\npostgres,db.m6g.large,8,"1,705"\npostgres,db.m6g.large,8,800.5\npostgres,db.m6g.large,-8,800\npostgres,db.m6g.large,8,`,
      problems: [
        '2: memory_gib is "much"',
        '3: max_connections is "1,705"',
        '4: max_connections is "800.5"',
        '5: memory_gib is "-8"',
        "6: max_connections is empty",
      ],
    },
    {
      when: "an engine without a rule",
      text: `${HEADER}\noracle-ee,db.m6i.large,8,800`,
      problems: ['2: engine is "oracle-ee", which has no rule'],
    },
    {
      when: "a class that isn't one",
      text: `${HEADER}\npostgres,m6g.large,8,800\naurora-mysql,db.serverless,8,800\naurora-mysql,"db.serverless[minACU=9,maxACU=4]",8,800`,
      problems: [
        '2: class is "m6g.large"',
        '3: class is "db.serverless"',
        '4: class is "db.serverless[minACU=9,maxACU=4]"',
      ],
    },
    {
      when: "a memory that its capacity range hasn't",
      text: `${HEADER}\naurora-mysql,db.serverless[maxACU=4],4,135`,
      problems: ["2: memory_gib is 4, but 4 ACU are 8 GiB"],
    },
    { when: "something that isn't text", text: "\u0000\u0001", problems: ["1: the file is not text"] },
  ])("refuses $when, with each line and a fix", ({ text, problems }) => {
    const { exitCode, output } = limits({ reference: written(text), json: true });
    const json = JSON.parse(output) as { kind: string; problems: { line: number; message: string; fix: string }[] };
    expect({ exitCode, kind: json.kind }).toEqual({ exitCode: 2, kind: "refused" });
    expect(json.problems.map(({ line, message }) => `${line}: ${message}`)).toEqual(problems);
    for (const { fix } of json.problems) expect(fix).toMatch(/\.$|\?$/);
  });

  it("names an engine that is nearly right, and counts what it doesn't list", () => {
    const { exitCode, output } = limits({
      reference: written(`${HEADER}\n${"postgress,db.m6g.large,8,800\n".repeat(12)}`),
    });
    expect(exitCode).toBe(2);
    expect(output).toMatch(/limits\.csv:2: engine is "postgress", which has no rule\n {2}Did you mean postgres\?\n/);
    expect(output).toMatch(/limits\.csv:11: .*\n.*\nand 2 more$/);
  });

  it("says that a file isn't there", () => {
    const reference = join(folder, "none.csv");
    const plain = limits({ reference });
    expect(plain.exitCode).toBe(2);
    expect(plain.output).toMatch(/none\.csv: can't be read: ENOENT.*\n {2}Check the path/);
    expect(JSON.parse(limits({ reference, json: true }).output)).toMatchObject({ kind: "unreadable", file: reference });
  });

  it("is a command of headgate", () => {
    const run = (...args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(root, "cli/headgate.mjs"), "limits", ...args],
        {
          encoding: "utf8",
          env: { PATH: process.env["PATH"], CI: "1" },
        },
      );
      return { status, stdout, stderr };
    };
    const file = written(`${HEADER}\npostgres,db.m6g.xlarge,16,1680\n`);
    expect(run("--reference", file)).toEqual({
      status: 1,
      stdout: expect.stringMatching(/1 against the rules\n$/),
      stderr: "",
    });
    expect(run()).toEqual({ status: 2, stdout: "", stderr: expect.stringContaining("--reference <file>") });
    expect(run("--reference", `${file}x`)).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("ENOENT"),
    });
  });
});

describe("known limits", () => {
  const present = existsSync(published);
  if (!present) console.log(`Not tested: the known limits are not at ${published}.`);
  const itIfPresent = present ? it : it.skip;

  const read = () => {
    const { exitCode, output } = limits({ reference: published, json: true });
    return { exitCode, json: JSON.parse(output) as Json };
  };
  const rowsOf = (choose: (row: ComparedRow) => boolean): readonly ComparedRow[] => {
    const rows = read().json.rows.filter(choose);
    expect(rows.length).toBeGreaterThan(0);
    return rows;
  };

  itIfPresent("speak against no rule", () => {
    const { exitCode, json } = read();
    expect({ exitCode, rows: json.rows.length, memoryDiffers: json.memoryDiffers }).toEqual({
      exitCode: 0,
      rows: 104,
      memoryDiffers: [],
    });
  });

  itIfPresent("of Aurora MySQL are exact, one of them against AWS's own formula", () => {
    const rows = rowsOf(({ engine }) => engine === "aurora-mysql");
    expect(rows.filter(({ verdict }) => verdict !== "exact")).toEqual([]);
    expect(read().json.formulaExceptions).toMatchObject([
      { class: "db.serverless[maxACU=1]", referenceConnections: 90, formulaConnections: 45, predictedConnections: 90 },
    ]);
  });

  itIfPresent("of Serverless v2, and of PostgreSQL at 64 GiB and above, are exact", () => {
    const exact = rowsOf(
      (row) => row.class.startsWith("db.serverless") || (/postgres/.test(row.engine) && row.memoryGib >= 64),
    );
    expect(exact.filter(({ verdict }) => verdict !== "exact")).toEqual([]);
  });

  itIfPresent("that were observed are never below the safe end, nor are the published ones", () => {
    expect(rowsOf(({ observed }) => observed)).toHaveLength(26);
    expect(rowsOf(() => true).filter(({ safeDifference }) => safeDifference > 0)).toEqual([]);
  });
});
