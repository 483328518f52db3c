import { describe, expect, it } from "@jest/globals";
import { parseTrace } from "../../simulator/traces/parse-trace.ts";
import type { TraceReading } from "../../simulator/traces/trace.ts";
import type { TraceProblemCode } from "../../simulator/traces/trace-problem-codes.ts";

const ok = (slotSeconds: number, requestsPerSlot: readonly number[]): TraceReading => ({
  kind: "ok",
  trace: { slotSeconds, requestsPerSlot },
});
const header = "minute_offset,requests";

describe("a trace is accepted", () => {
  it.each<{ when: string; text: string; expected: TraceReading }>([
    { when: "minutes, with a line break at the end", text: `${header}\n0,10\n1,20\n`, expected: ok(60, [10, 20]) },
    { when: "seconds, without one", text: "second_offset,requests\n0,10\n1,20", expected: ok(1, [10, 20]) },
    { when: "one row", text: `${header}\n0,10`, expected: ok(60, [10]) },
    { when: "a byte order mark", text: `\uFEFF${header}\n0,10\n`, expected: ok(60, [10]) },
    {
      when: "CRLF and empty lines at the end",
      text: `${header}\r\n0,10\r\n1,0\r\n\r\n  \r\n`,
      expected: ok(60, [10, 0]),
    },
    { when: "CR alone", text: `${header}\r0,10\r1,11`, expected: ok(60, [10, 11]) },
    { when: "decimals with a point and exponents", text: `${header}\n0,1.5\n1,2e3\n`, expected: ok(60, [1.5, 2000]) },
    { when: "an offset that starts later", text: `${header}\n600,1\n601,2\n`, expected: ok(60, [1, 2]) },
    { when: "slots of 20 s", text: "second_offset,requests\n0,1\n20,2\n40,3\n", expected: ok(20, [1, 2, 3]) },
    { when: "quoted fields and blanks", text: `"minute_offset", "requests"\n"0", "5"\n`, expected: ok(60, [5]) },
    { when: "columns swapped, in capitals", text: "Requests,Minute_Offset\n5,0\n6,1\n", expected: ok(60, [5, 6]) },
    { when: "further columns, ignored", text: "minute_offset,host,requests\n0,a,5\n1,b,6\n", expected: ok(60, [5, 6]) },
    { when: "semicolons", text: "minute_offset;requests\n0;5\n1;6\n", expected: ok(60, [5, 6]) },
    { when: "tabs", text: "minute_offset\trequests\n0\t5\n", expected: ok(60, [5]) },
  ])("$when", ({ text, expected }) => expect(parseTrace(text)).toEqual(expected));
});

describe("a trace is refused with its line", () => {
  it.each<{ when: string; code: TraceProblemCode; text: string; line: number; message: string; fix?: string }>([
    { when: "an empty file", code: "trace-header", text: "", line: 1, message: "the file has no header" },
    { when: "blank lines only", code: "trace-header", text: "\n\n  \n", line: 1, message: "the file has no header" },
    {
      when: "no header",
      code: "trace-header",
      text: "0,10\n1,20\n",
      line: 1,
      message: 'no column minute_offset or second_offset, found "0", "10"',
    },
    {
      when: "no requests column",
      code: "trace-header",
      text: "minute_offset,hits\n0,1\n",
      line: 1,
      message: 'no column requests, found "minute_offset", "hits"',
    },
    {
      when: "both offsets",
      code: "trace-header",
      text: "minute_offset,second_offset,requests\n0,0,1\n",
      line: 1,
      message: "both minute_offset and second_offset are there",
    },
    {
      when: "a column twice",
      code: "trace-header",
      text: "minute_offset,requests,requests\n0,1,1\n",
      line: 1,
      message: "column requests is there twice",
    },
    {
      when: "a header only",
      code: "no-rows",
      text: `${header}\n`,
      line: 1,
      message: "there is a header, but no row below it",
    },
    {
      when: "zeros only",
      code: "no-requests",
      text: `${header}\n0,0\n1,0\n`,
      line: 2,
      message: "every row has 0 requests",
    },
    {
      when: "a gap",
      code: "slot-missing",
      text: `${header}\n0,1\n1,1\n4,1\n5,1\n`,
      line: 4,
      message: "expected minute_offset 2, found 4: 2 rows are missing",
    },
    {
      when: "a gap in the second row",
      code: "slot-missing",
      text: `${header}\n0,1\n2,1\n3,1\n4,1\n`,
      line: 3,
      message: "expected minute_offset 1, found 2: 1 row is missing",
    },
    {
      when: "a repeated offset",
      code: "slot-repeated",
      text: `${header}\n0,1\n1,1\n1,1\n2,1\n`,
      line: 4,
      message: "minute_offset 1 repeats line 3",
    },
    {
      when: "an offset that goes back",
      code: "slot-order",
      text: `${header}\n0,1\n1,1\n2,1\n0,1\n1,1\n`,
      line: 5,
      message: "expected minute_offset 3, found 0, which is earlier",
    },
    {
      when: "an offset between slots",
      code: "slot-length",
      text: "second_offset,requests\n0,1\n20,1\n40,1\n55,1\n75,1\n",
      line: 5,
      message: "expected second_offset 60, found 55, between two slots of 20",
    },
    {
      when: "a negative count",
      code: "negative-number",
      text: `${header}\n0,-3\n`,
      line: 2,
      message: "requests is negative: -3",
    },
    {
      when: "a negative offset",
      code: "negative-number",
      text: `${header}\n-1,3\n0,3\n`,
      line: 2,
      message: "minute_offset is negative: -1",
    },
    {
      when: "an offset with decimals",
      code: "not-whole",
      text: `${header}\n0.5,3\n`,
      line: 2,
      message: "minute_offset is not whole: 0.5",
    },
    {
      when: "text",
      code: "not-a-number",
      text: `${header}\n0,many\n`,
      line: 2,
      message: "requests is not a number: many",
    },
    {
      when: "NaN",
      code: "not-a-number",
      text: `${header}\n0,NaN\n`,
      line: 2,
      message: "requests is not a number: NaN",
    },
    {
      when: "hexadecimal",
      code: "not-a-number",
      text: `${header}\n0,0x10\n`,
      line: 2,
      message: "requests is not a number: 0x10",
    },
    {
      when: "a number past every limit",
      code: "too-large",
      text: `${header}\n0,1e999\n`,
      line: 2,
      message: "requests is too large: 1e999",
    },
    {
      when: "more requests than can be summed up",
      code: "too-large",
      text: `${header}\n0,1e300\n`,
      line: 2,
      message: "requests is too large: 1e300",
    },
    {
      when: "an offset past what is reckoned in whole numbers",
      code: "too-large",
      text: `${header}\n9007199254740993,1\n`,
      line: 2,
      message: "minute_offset is too large: 9007199254740993",
    },
    {
      when: "what would move a terminal's cursor, which is not printed",
      code: "not-a-number",
      text: `${header}\n0,\u001b[2J\u202E7\n`,
      line: 2,
      message: "requests is not a number: ?[2J?7",
    },
    {
      when: "a long text of characters of two halves, none of which is cut",
      code: "not-a-number",
      text: `${header}\n0,x${"\u{1F600}".repeat(40)}\n`,
      line: 2,
      message: `requests is not a number: x${"\u{1F600}".repeat(29)}…`,
    },
    {
      when: "a header of controls",
      code: "trace-header",
      text: "\u0007bell,\u001b[2J\n0,1\n",
      line: 1,
      message: 'no column minute_offset or second_offset, found "?bell", "?[2j"',
    },
    { when: "an empty field", code: "not-a-number", text: `${header}\n0,\n`, line: 2, message: "requests is empty" },
    {
      when: "an empty line between rows",
      code: "empty-line",
      text: `${header}\n0,1\n\n1,1\n`,
      line: 3,
      message: "the line is empty, but rows follow",
    },
    {
      when: "a missing field",
      code: "field-count",
      text: `${header}\n0,1\n1\n2,1\n`,
      line: 3,
      message: "expected 2 fields as in the header, found 1",
    },
    {
      when: "a thousands comma",
      code: "field-count",
      text: `${header}\n0,1\n1,1,110\n2,1\n`,
      line: 3,
      message: "expected 2 fields as in the header, found 3",
      fix: "Write numbers without thousands separators, and decimals with a point.",
    },
    {
      when: "a quoted thousands comma",
      code: "field-count",
      text: `${header}\n0,"1,110"\n`,
      line: 2,
      message: "expected 2 fields as in the header, found 3",
    },
    {
      when: "a thousands blank",
      code: "not-a-number",
      text: `${header}\n0,1 110\n`,
      line: 2,
      message: "requests has thousands separators: 1 110",
      fix: "Write 1110.",
    },
    {
      when: "thousands points",
      code: "not-a-number",
      text: `${header}\n0,1.110.000\n`,
      line: 2,
      message: "requests has thousands separators: 1.110.000",
      fix: "Write 1110000.",
    },
    {
      when: "a decimal comma",
      code: "not-a-number",
      text: "minute_offset;requests\n0;1,5\n",
      line: 2,
      message: "requests has a comma in it: 1,5",
      fix: "Write decimals with a point, and no thousands separators.",
    },
    {
      when: "a comment",
      code: "field-count",
      text: `${header}\n# from nginx\n0,1\n`,
      line: 2,
      message: "expected 2 fields as in the header, found 1",
    },
  ])("$when", ({ code, text, line, message, fix }) => {
    const reading = parseTrace(text);
    expect(reading).toMatchObject({ kind: "refused", problemCount: 1, problems: [{ line, code, message }] });
    if (fix !== undefined) expect(reading).toMatchObject({ problems: [{ fix }] });
  });

  it("lists ten problems and counts the rest", () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},x`).join("\n");
    const reading = parseTrace(`${header}\n${rows}\n`);
    expect(reading).toMatchObject({ kind: "refused", problemCount: 30 });
    if (reading.kind === "refused")
      expect(reading.problems.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("names one gap once, however many rows follow", () => {
    const rows = Array.from({ length: 500 }, (_, i) => `${i < 250 ? i : i + 3},1`).join("\n");
    expect(parseTrace(`${header}\n${rows}\n`)).toMatchObject({ problemCount: 1, problems: [{ line: 252 }] });
  });
});
