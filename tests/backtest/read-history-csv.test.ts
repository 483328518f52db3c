import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { HistoryReading } from "../../simulator/backtest/history.ts";
import type { HistoryProblemCode } from "../../simulator/backtest/history-problem-codes.ts";
import { offsetStartMs } from "../../simulator/backtest/parse-history-csv.ts";
import { readHistoryCsv } from "../../simulator/backtest/read-history-csv.ts";
import { configFor } from "./recorded-world.ts";

const config = configFor({ order: "{ pools: { shop-db: 12 } }", mail: "{}" });
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-csv-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = async (text: string | Buffer, name = "order.csv"): Promise<HistoryReading> => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return readHistoryCsv([path], config);
};
const header = "timestamp,requests,cpu_percent,running_tasks,database_connections";

describe("readHistoryCsv", () => {
  it.each([
    { title: "ISO 8601 in UTC", times: ["2026-03-02T10:00:00Z", "2026-03-02T10:01:00Z"] },
    { title: "ISO 8601 with an offset", times: ["2026-03-02T11:00:00+01:00", "2026-03-02 11:01:00+01:00"] },
    { title: "no zone, which is UTC", times: ["2026-03-02 10:00", "2026-03-02 10:01"] },
    { title: "epoch seconds", times: ["1772445600", "1772445660"] },
    { title: "epoch milliseconds", times: ["1772445600000", "1772445660000"] },
  ])("reads moments as $title", async ({ times }) => {
    const rows = times.map((time) => `${time},600,40,4,65`);
    expect(await read(`${header}\n${rows.join("\n")}\n`)).toEqual({
      kind: "ok",
      history: {
        startMs: Date.parse("2026-03-02T10:00:00Z"),
        slotSeconds: 60,
        slots: 2,
        services: [
          {
            service: "order",
            requests: [600, 600],
            cpuPercent: [40, 40],
            runningTasks: [4, 4],
            desiredTasks: [null, null],
          },
        ],
        databases: [{ database: "shop-db", connections: [65, 65] }],
      },
    });
  });

  it("takes empty fields and missing rows as unknown, never as zero", async () => {
    const rows = ["0,600,40,4,65", "1,,41,4,", "4,0,2,4,65", "5,30,3,4,65", "6,30,3,4,65"];
    const reading = await read(`${header.replace("timestamp", "minute_offset")}\n${rows.join("\n")}\n`);
    expect(reading).toMatchObject({
      kind: "ok",
      history: {
        startMs: offsetStartMs,
        slots: 7,
        services: [{ requests: [600, null, null, null, 0, 30, 30], cpuPercent: [40, 41, null, null, 2, 3, 3] }],
        databases: [{ connections: [65, null, null, null, 65, 65, 65] }],
      },
    });
  });

  it("takes rows in any order as what they are in time, so that slots of 5 minutes stay slots of 5 minutes", async () => {
    const rows = ["0,10,1,2,5", "5,11,1,2,5", "10,12,1,2,5", "15,13,1,2,5", "20,14,1,2,5"];
    const offsets = header.replace("timestamp", "minute_offset");
    const sorted = await read(`${offsets}\n${rows.join("\n")}\n`);
    expect(sorted).toMatchObject({ kind: "ok", history: { slotSeconds: 300, slots: 5 } });
    const reversed = [...rows].reverse();
    const mixed = [3, 0, 4, 1, 2].map((row) => rows[row]!);
    expect(await read(`${offsets}\n${reversed.join("\n")}\n`)).toEqual(sorted);
    expect(await read(`${offsets}\n${mixed.join("\n")}\n`)).toEqual(sorted);
  });

  it("takes several services from one file, spreadsheet output included", async () => {
    const text =
      '\uFEFF"Minute_Offset";"service";"requests";"cpu_percent";"running_tasks"\r\n0;"order";10;1;2\r\n0;"mail";20;2;3\r\n5;"order";11;1;2\r\n5;"mail";21;2;3\r\n';
    const reading = await read(text, "all.csv");
    expect(reading).toMatchObject({
      kind: "ok",
      history: {
        slotSeconds: 300,
        services: [
          { service: "mail", requests: [20, 21] },
          { service: "order", requests: [10, 11] },
        ],
      },
    });
  });

  type Row = {
    readonly title: string;
    readonly text: string | Buffer;
    readonly name?: string;
    readonly expected: {
      readonly line: number;
      readonly code: HistoryProblemCode;
      readonly message: string;
      readonly fix: RegExp;
    };
  };
  it.each<Row>([
    {
      title: "a column that is missing",
      text: "timestamp,requests,cpu,running_tasks\n",
      expected: {
        line: 1,
        code: "header",
        message: 'no column cpu_percent, found "timestamp", "requests", "cpu", "running_tasks"',
        fix: /Name the columns as in timestamp/,
      },
    },
    {
      title: "a name that is no service",
      text: `service,${header}\nordr,2026-03-02T10:00:00Z,1,1,1,1\n`,
      expected: {
        line: 2,
        code: "unknown-service",
        message: '"ordr" is no service of headgate.yml',
        fix: /did you mean "?order"?\?/,
      },
    },
    {
      title: "a file that no service is named after",
      text: `${header}\n`,
      name: "export.csv",
      expected: {
        line: 1,
        code: "unknown-service",
        message: 'nothing says which service this is: there is no column service, and "export" is none of headgate.yml',
        fix: /Add a column service/,
      },
    },
    {
      title: "a day that no calendar has",
      text: `${header}\n2026-02-30T10:00:00Z,600,40,4,65\n`,
      expected: {
        line: 2,
        code: "not-a-time",
        message: "timestamp is no moment: 2026-02-30T10:00:00Z",
        fix: /Write it as 2026-/,
      },
    },
    {
      title: "an empty line that rows follow",
      text: `${header}\n\n2026-03-02T10:00:00Z,600,40,4,65\n`,
      expected: { line: 2, code: "empty-line", message: "the line is empty, but rows follow", fix: /Remove the line/ },
    },
    {
      title: "a mistyped year",
      text: `${header}\n2026-03-02T10:00:00Z,600,40,4,65\n2036-03-02T10:01:00Z,600,40,4,65\n2026-03-02T10:02:00Z,600,40,4,65\n`,
      expected: {
        line: 3,
        code: "too-long",
        message:
          "the recording spans 3654 days, at most 31 are played; its widest gap ends with 2036-03-02T10:01:00.000Z here",
        fix: /Correct the time/,
      },
    },
    {
      title: "text in place of a number",
      text: `${header}\n2026-03-02T10:00:00Z,many,40,4,65\n`,
      expected: {
        line: 2,
        code: "not-a-number",
        message: "requests is not a number: many",
        fix: /leave it empty where it is unknown/,
      },
    },
    {
      title: "a negative count",
      text: `${header}\n2026-03-02T10:00:00Z,600,40,-4,65\n`,
      expected: { line: 2, code: "negative-number", message: "running_tasks is negative: -4", fix: /Write 0 or more/ },
    },
    {
      title: "CPU above 100",
      text: `${header}\n2026-03-02T10:00:00Z,600,400,4,65\n`,
      expected: { line: 2, code: "too-large", message: "cpu_percent is above 100: 400", fix: /average of the tasks/ },
    },
    {
      title: "no moment",
      text: `${header}\nyesterday,600,40,4,65\n`,
      expected: {
        line: 2,
        code: "not-a-time",
        message: "timestamp is no moment: yesterday",
        fix: /2026-03-02T10:15:00Z/,
      },
    },
    {
      title: "a moment twice",
      text: `${header}\n2026-03-02T10:00:00Z,6,4,4,5\n2026-03-02T10:01:00Z,6,4,4,5\n2026-03-02T10:01:00Z,6,4,4,5\n`,
      expected: { line: 4, code: "slot-repeated", message: "order repeats line 3", fix: /one row for each moment/ },
    },
    {
      title: "a moment between two slots",
      text: `${header}\n2026-03-02T10:00:00Z,6,4,4,5\n2026-03-02T10:01:00Z,6,4,4,5\n2026-03-02T10:02:20Z,6,4,4,5\n2026-03-02T10:03:00Z,6,4,4,5\n2026-03-02T10:04:00Z,6,4,4,5\n`,
      expected: {
        line: 4,
        code: "slot-length",
        message: "2026-03-02T10:02:20.000Z lies between two slots of 60 s",
        fix: /slots of one length/,
      },
    },
    {
      title: "slots of a second",
      text: `${header}\n2026-03-02T10:00:00Z,6,4,4,5\n2026-03-02T10:00:01Z,6,4,4,5\n`,
      expected: { line: 2, code: "slot-length", message: "rows are 1 s apart", fix: /one row for each minute/ },
    },
    {
      title: "too few fields",
      text: `${header}\n2026-03-02T10:00:00Z,600\n`,
      expected: {
        line: 2,
        code: "field-count",
        message: "expected 5 fields as in the header, found 2",
        fix: /one value for every column/,
      },
    },
    {
      title: "a header without rows",
      text: `${header}\n`,
      expected: {
        line: 1,
        code: "no-rows",
        message: "there is a header, but no row below it",
        fix: /a row for every slot/,
      },
    },
    {
      title: "an empty file",
      text: "",
      expected: { line: 1, code: "header", message: "the file has no header", fix: /Begin it with the line timestamp/ },
    },
    {
      title: "connections of a service without a pool",
      text: `${header}\n2026-03-02T10:00:00Z,6,4,4,5\n`,
      name: "mail.csv",
      expected: {
        line: 2,
        code: "unclear-database",
        message: "mail has no pool in headgate.yml, so its database_connections are nobody's",
        fix: /configure its pool/,
      },
    },
    {
      title: "a compressed file",
      text: Buffer.from([0x1f, 0x8b, 0, 0]),
      expected: { line: 0, code: "file-unreadable", message: "is compressed", fix: /gunzip/ },
    },
  ])("refuses $title, with its line and what to do", async ({ text, name, expected }) => {
    expect(await read(text, name)).toMatchObject({
      kind: "refused",
      problems: [
        {
          line: expected.line,
          code: expected.code,
          message: expected.message,
          fix: expect.stringMatching(expected.fix),
        },
      ],
    });
  });

  it("lists ten problems and counts the rest", async () => {
    const rows = Array.from({ length: 25 }, (_, minute) => `2026-03-02T10:${10 + minute}:00Z,x,40,4,65`);
    const reading = await read(`${header}\n${rows.join("\n")}\n`);
    expect(reading.kind === "refused" && { shown: reading.problems.length, all: reading.problemCount }).toEqual({
      shown: 10,
      all: 25,
    });
  });
});
