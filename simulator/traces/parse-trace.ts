import { type HeaderReading, parseHeader } from "./parse-header.ts";
import { shownText } from "./shown-text.ts";
import type { TraceProblem, TraceReading } from "./trace.ts";
import type { TraceProblemCode } from "./trace-problem-codes.ts";

const LISTED_PROBLEMS = 10;
/** Rows that vote on the slot's length: enough to outvote a gap near the start. */
const SAMPLED_ROWS = 100;
/** Epoch milliseconds fit, and in seconds it still is a whole number that nothing is lost of. */
const MOST_OFFSET = 1e13;
/** Of a slot: the sum of any file is exact enough to divide. */
const MOST_REQUESTS = 1e15;
const NUMBER = /^\d+(\.\d*)?([eE][+-]?\d+)?$/;
const WHOLE = /^\d+$/;
/** One comma may be a decimal comma, so a single group of three counts only with other separators. */
const THOUSANDS = /^\d{1,3}([,.'’ _\u00A0\u202F]\d{3}){2,}$|^\d{1,3}['’ _\u00A0\u202F]\d{3}$/;

/**
 * Reads a traffic recording from CSV text.
 *
 * The header names `minute_offset` or `second_offset` and `requests`, in any order; further columns are ignored. Each
 * row has as many fields as the header. Offsets are whole, rise by one slot from row to row and may start anywhere; the
 * slot is the step most rows take. `requests` counts a slot's requests: a number >= 0, decimals with a point.
 *
 * @param text the whole file; a byte order mark, CRLF and empty lines at the end are accepted
 * @returns the trace, or the first ten problems in order of line
 * @throws never
 */
export function parseTrace(text: string): TraceReading {
  const lines = splitLines(text);
  const header = parseHeader(lines[0]!);
  if (header.kind === "refused") return refused([header.problem]);
  if (lines.length === 1)
    return refusedAt(1, "no-rows", "there is a header, but no row below it", "Add a row for every slot.");

  const step = commonestStep(
    lines.slice(1, SAMPLED_ROWS + 1).map((line) => fieldsOf(line, header)[header.offsetColumn]),
  );
  const problems: TraceProblem[] = [];
  const requestsPerSlot: number[] = [];
  let before: Place | null = null;
  for (let i = 1; i < lines.length; i++) {
    const line = i + 1;
    const fields = fieldsOf(lines[i]!, header);
    const rowProblem = checkFieldCount(fields, header.columnCount, line);
    if (rowProblem !== null) problems.push(rowProblem);
    if (fields.length === 1 && fields[0] === "") continue;

    // Also where the field count is wrong: a number split by its own comma must not be reported as a gap too.
    const offsetText = fields[header.offsetColumn] ?? "";
    if (WHOLE.test(offsetText) && Number(offsetText) <= MOST_OFFSET) {
      const here: Place = { offset: Number(offsetText), line };
      const stepProblem = before === null ? null : checkStep(header.offsetName, before, here, step);
      if (stepProblem !== null) problems.push(stepProblem);
      before = here;
    } else {
      if (rowProblem === null) problems.push({ line, ...describeBadNumber(header.offsetName, offsetText, true) });
      if (before !== null) before = { offset: before.offset + step, line };
    }

    if (rowProblem !== null) continue;
    const requestsText = fields[header.requestsColumn] ?? "";
    const requests = Number(requestsText);
    if (NUMBER.test(requestsText) && requests <= MOST_REQUESTS) requestsPerSlot.push(requests);
    else problems.push({ line, ...describeBadNumber("requests", requestsText, false) });
  }

  if (problems.length > 0) return refused(problems);
  if (requestsPerSlot.every((requests) => requests === 0))
    return refusedAt(2, "no-requests", "every row has 0 requests", "Take a recording that holds traffic.");
  return { kind: "ok", trace: { slotSeconds: step * header.unitSeconds, requestsPerSlot } };
}

type Place = { readonly offset: number; readonly line: number };
type Header = Extract<HeaderReading, { kind: "ok" }>;
type Advice = Omit<TraceProblem, "line">;

function refused(problems: readonly TraceProblem[]): TraceReading {
  return { kind: "refused", problems: problems.slice(0, LISTED_PROBLEMS), problemCount: problems.length };
}

function refusedAt(line: number, code: TraceProblemCode, message: string, fix: string): TraceReading {
  return refused([{ line, code, message, fix }]);
}

function splitLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  while (lines.length > 1 && lines.at(-1)!.trim() === "") lines.pop();
  return lines;
}

/** Quotes around a field are spreadsheet output; a comma inside them shows up as a wrong number of fields. */
function fieldsOf(line: string, header: Header): string[] {
  return line.split(header.separator).map((field) => {
    const trimmed = field.trim();
    return /^"[^"]*"$/.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed;
  });
}

/** The step most rows take; the smaller one on a tie, 1 where no two rows tell. */
function commonestStep(offsets: readonly (string | undefined)[]): number {
  const countByStep = new Map<number, number>();
  for (let i = 1; i < offsets.length; i++) {
    const step = Number(offsets[i]) - Number(offsets[i - 1]);
    if (Number.isInteger(step) && step > 0) countByStep.set(step, (countByStep.get(step) ?? 0) + 1);
  }
  return [...countByStep].sort(([a, countA], [b, countB]) => countB - countA || a - b)[0]?.[0] ?? 1;
}

function checkFieldCount(fields: readonly string[], expected: number, line: number): TraceProblem | null {
  if (fields.length === expected) return null;
  if (fields.length === 1 && fields[0] === "")
    return {
      line,
      code: "empty-line",
      message: "the line is empty, but rows follow",
      fix: "Remove the line, or write the row that is missing.",
    };
  return {
    line,
    code: "field-count",
    message: `expected ${expected} fields as in the header, found ${fields.length}`,
    fix:
      fields.length > expected
        ? "Write numbers without thousands separators, and decimals with a point."
        : "Write one value for every column of the header.",
  };
}

function checkStep(name: string, before: Place, here: Place, step: number): TraceProblem | null {
  const expected = before.offset + step;
  if (here.offset === expected) return null;
  if (here.offset === before.offset)
    return {
      line: here.line,
      code: "slot-repeated",
      message: `${name} ${here.offset} repeats line ${before.line}`,
      fix: "Keep one row for every slot, with the sum of both.",
    };
  const found = `expected ${name} ${expected}, found ${here.offset}`;
  if (here.offset < before.offset)
    return {
      line: here.line,
      code: "slot-order",
      message: `${found}, which is earlier`,
      fix: "Sort the rows by offset.",
    };
  if ((here.offset - before.offset) % step !== 0)
    return {
      line: here.line,
      code: "slot-length",
      message: `${found}, between two slots of ${step}`,
      fix: "Use slots of one length from the first row to the last.",
    };
  const missing = (here.offset - before.offset) / step - 1;
  return {
    line: here.line,
    code: "slot-missing",
    message: `${found}: ${missing} ${missing === 1 ? "row is" : "rows are"} missing`,
    fix: "Add a row for every slot, with requests 0 where nothing came.",
  };
}

function describeBadNumber(name: string, text: string, whole: boolean): Advice {
  const shown = shownText(text);
  if (text === "")
    return { code: "not-a-number", message: `${name} is empty`, fix: "Write a number; 0 where nothing came." };
  if (/^-\d/.test(text))
    return { code: "negative-number", message: `${name} is negative: ${shown}`, fix: "Write 0 or more." };
  if (THOUSANDS.test(text))
    return {
      code: "not-a-number",
      message: `${name} has thousands separators: ${shown}`,
      fix: `Write ${text.replace(/\D/g, "")}.`,
    };
  if (/^\d+,\d+$/.test(text))
    return {
      code: "not-a-number",
      message: `${name} has a comma in it: ${shown}`,
      fix: "Write decimals with a point, and no thousands separators.",
    };
  if (whole && NUMBER.test(text) && !WHOLE.test(text))
    return { code: "not-whole", message: `${name} is not whole: ${shown}`, fix: "Count slots in whole numbers." };
  if (NUMBER.test(text))
    return {
      code: "too-large",
      message: `${name} is too large: ${shown}`,
      fix: whole ? "Begin to count at 0." : "Write a number below 1e15.",
    };
  return {
    code: "not-a-number",
    message: `${name} is not a number: ${shown}`,
    fix: "Write a plain number such as 1234 or 56.7.",
  };
}
