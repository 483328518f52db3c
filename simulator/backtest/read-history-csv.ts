import { readFile, stat } from "node:fs/promises";
import type { Config } from "../../shared/config/config.ts";
import { buildHistory } from "./build-history.ts";
import type { HistoryProblem, HistoryReading } from "./history.ts";
import { parseHistoryCsv, type RecordedRow } from "./parse-history-csv.ts";

const mostBytes = 256 * 1024 * 1024;
const listedProblems = 10;
/** As long as a scenario may be. */
const mostDays = 31;

/**
 * Reads recordings, one file per service or a file with a column `service`.
 *
 * Missing rows and empty fields are gaps: allowed, counted, and never zero.
 *
 * @returns the history on one grid, or the first ten problems in order of file and line
 * @throws never
 */
export async function readHistoryCsv(files: readonly string[], config: Config): Promise<HistoryReading> {
  const problems: HistoryProblem[] = [];
  const points = [];
  const rows: (RecordedRow & { readonly file: string })[] = [];
  for (const file of files) {
    const text = await readText(file);
    if (typeof text !== "string") {
      problems.push(text);
      continue;
    }
    const parsed = parseHistoryCsv(text, file, config);
    problems.push(...parsed.problems);
    points.push(...parsed.points);
    for (const row of parsed.rows) rows.push({ ...row, file });
  }
  if (problems.length > 0) return refuse(problems);
  const slotSeconds = commonestStep(rows);
  const span = checkSpan(rows);
  if (span !== null) return refuse([span]);
  problems.push(...checkGrid(rows, slotSeconds));
  const [first] = rows;
  if (first === undefined || points.length === 0)
    problems.push({
      file: files[0] ?? "",
      line: 0,
      code: "no-rows",
      message: "nothing was recorded",
      fix: "Give rows with values.",
    });
  else if (slotSeconds % 60 !== 0)
    problems.push({
      file: first.file,
      line: first.line,
      code: "slot-length",
      message: `rows are ${slotSeconds} s apart`,
      fix: "Give one row for each minute, or for each 5 minutes: sums of requests, averages of the rest.",
    });
  return problems.length > 0 ? refuse(problems) : { kind: "ok", history: buildHistory(points, slotSeconds) };
}

async function readText(file: string): Promise<string | HistoryProblem> {
  const problem = (message: string, fix: string): HistoryProblem => ({
    file,
    line: 0,
    code: "file-unreadable",
    message,
    fix,
  });
  try {
    if ((await stat(file)).size > mostBytes) return problem("is larger than 256 MB", "Cut out the days of interest.");
    const bytes = await readFile(file);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return problem("is compressed", "Unpack it first: gunzip.");
    if (bytes.includes(0)) return problem("is not a text file", "Give a CSV file saved as UTF-8.");
    return bytes.toString("utf8");
  } catch (error) {
    return describeFileError(error as NodeJS.ErrnoException, problem);
  }
}

function describeFileError(
  { code, message }: NodeJS.ErrnoException,
  problem: (message: string, fix: string) => HistoryProblem,
): HistoryProblem {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return problem("does not exist", "Check the path; it is relative to the current folder.");
    case "EISDIR":
      return problem("is a folder", "Give the CSV files in it.");
    case "EACCES":
    case "EPERM":
      return problem("may not be read by this user", "Give the user the right to read it.");
    default:
      return problem(`can't be read: ${message}`, "Check the path.");
  }
}

function commonestStep(rows: readonly RecordedRow[]): number {
  const counts = new Map<number, number>();
  const last = new Map<string, number>();
  // Rows come in any order; a step is told between neighbours in time.
  for (const { service, atMs } of rows.toSorted((a, b) => a.atMs - b.atMs)) {
    const step = (atMs - (last.get(service) ?? atMs)) / 1000;
    last.set(service, atMs);
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b)[0]?.[0] ?? 60;
}

/** One mistyped year would make millions of unknown slots. */
function checkSpan(rows: readonly (RecordedRow & { readonly file: string })[]): HistoryProblem | null {
  const byTime = rows.toSorted((a, b) => a.atMs - b.atMs);
  const days = ((byTime.at(-1)?.atMs ?? 0) - (byTime[0]?.atMs ?? 0)) / 86_400_000;
  if (days <= mostDays) return null;
  const gaps = byTime.slice(1).map((row, index) => ({ row, gapMs: row.atMs - byTime[index]!.atMs }));
  const { row } = gaps.reduce((widest, gap) => (gap.gapMs > widest.gapMs ? gap : widest));
  const message = `the recording spans ${Math.ceil(days)} days, at most ${mostDays} are played; its widest gap ends with ${new Date(row.atMs).toISOString()} here`;
  return {
    file: row.file,
    line: row.line,
    code: "too-long",
    message,
    fix: "Correct the time, or cut out the days of interest.",
  };
}

function checkGrid(
  rows: readonly (RecordedRow & { readonly file: string })[],
  slotSeconds: number,
): readonly HistoryProblem[] {
  const problems: HistoryProblem[] = [];
  const startMs = rows.reduce((least, { atMs }) => Math.min(least, atMs), Number.POSITIVE_INFINITY);
  const seen = new Map<string, string>();
  for (const { service, atMs, file, line } of rows) {
    const moment = `${service} ${atMs}`;
    const before = seen.get(moment);
    if (before !== undefined)
      problems.push({
        file,
        line,
        code: "slot-repeated",
        message: `${service} repeats ${before}`,
        fix: "Keep one row for each moment.",
      });
    else if ((atMs - startMs) % (slotSeconds * 1000) !== 0)
      problems.push({
        file,
        line,
        code: "slot-length",
        message: `${new Date(atMs).toISOString()} lies between two slots of ${slotSeconds} s`,
        fix: "Use slots of one length from the first row to the last, in every file.",
      });
    seen.set(moment, `line ${line}`);
  }
  return problems;
}

function refuse(problems: readonly HistoryProblem[]): HistoryReading {
  return { kind: "refused", problems: problems.slice(0, listedProblems), problemCount: problems.length };
}
