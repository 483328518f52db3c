import type { Config } from "../../shared/config/config.ts";
import { suggestName } from "../../shared/config/nearest-name.ts";
import { shownText } from "../traces/shown-text.ts";
import type { RecordedPoint, SeriesName } from "./build-history.ts";
import type { HistoryProblem } from "./history.ts";
import type { HistoryProblemCode } from "./history-problem-codes.ts";
import { type HistoryColumn, parseHistoryHeader, splitFields } from "./parse-history-header.ts";
import { parseRecordedTime } from "./parse-recorded-time.ts";

/** One file's rows as points, with the line that each moment was first seen on. */
export type ParsedHistory = {
  readonly points: readonly RecordedPoint[];
  readonly rows: readonly RecordedRow[];
  readonly problems: readonly HistoryProblem[];
};

export type RecordedRow = { readonly service: string; readonly atMs: number; readonly line: number };

/** A recording that counts from its own beginning begins on this Monday. */
export const offsetStartMs = Date.parse("2026-01-05T00:00:00Z");

const number = /^\d+(\.\d*)?([eE][+-]?\d+)?$/;
const most = { requests: 1e12, cpu_percent: 100, running_tasks: 5000, desired_tasks: 5000, database_connections: 1e6 };
/** CPU above 100 is an average over a task that may burst; a little of it is rounding. */
const cpuRounding = 1.05;
const seriesOf: Readonly<Record<string, SeriesName>> = {
  requests: "requests",
  cpu_percent: "cpuPercent",
  running_tasks: "runningTasks",
  desired_tasks: "desiredTasks",
  database_connections: "connections",
};

/**
 * Reads one recording from CSV text. An empty field is unknown, not zero.
 *
 * @param file for problems, and for the service's name where there is no column `service`
 * @throws never
 */
export function parseHistoryCsv(text: string, file: string, config: Config): ParsedHistory {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  while (lines.length > 1 && lines.at(-1)!.trim() === "") lines.pop();
  const problems: HistoryProblem[] = [];
  const header = parseHistoryHeader(lines[0]!);
  if (header.kind === "refused")
    return {
      points: [],
      rows: [],
      problems: [{ file, line: 1, code: "header", message: header.message, fix: header.fix }],
    };
  const { columns, separator } = header;
  const ofFile = columns.some(({ kind }) => kind === "service") ? null : serviceOfFile(file, config);
  if (ofFile !== null && ofFile.kind === "refused")
    return {
      points: [],
      rows: [],
      problems: [{ file, line: 1, code: "unknown-service", message: ofFile.message, fix: ofFile.fix }],
    };
  const points: RecordedPoint[] = [];
  const rows: RecordedRow[] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const line = index + 1;
    const say: Say = (code, message, fix) => void problems.push({ file, line, code, message, fix });
    const fields = splitFields(lines[index]!, separator);
    if (fields.length === 1 && fields[0] === "") {
      say(
        "empty-line",
        "the line is empty, but rows follow",
        "Remove the line; a slot of which nothing is known needs no row.",
      );
      continue;
    }
    if (fields.length !== columns.length) {
      say(
        "field-count",
        `expected ${columns.length} fields as in the header, found ${fields.length}`,
        "Write one value for every column; numbers without thousands separators.",
      );
      continue;
    }
    const row = readRow(fields, columns, ofFile?.service ?? null, config, say);
    if (row === null) continue;
    rows.push({ service: row.service, atMs: row.atMs, line });
    points.push(...row.points);
  }
  if (lines.length === 1)
    problems.push({
      file,
      line: 1,
      code: "no-rows",
      message: "there is a header, but no row below it",
      fix: "Add a row for every slot.",
    });
  return { points, rows, problems };
}

type Say = (code: HistoryProblemCode, message: string, fix: string) => void;

function readRow(
  fields: readonly string[],
  columns: readonly HistoryColumn[],
  ofFile: string | null,
  config: Config,
  say: Say,
): { readonly service: string; readonly atMs: number; readonly points: readonly RecordedPoint[] } | null {
  const at = (wanted: HistoryColumn["kind"]): string => fields[columns.findIndex(({ kind }) => kind === wanted)] ?? "";
  const service = ofFile ?? at("service");
  const named = config.services.find(({ name }) => name === service);
  if (named === undefined) {
    const names = config.services.map(({ name }) => name);
    say(
      "unknown-service",
      `"${shownText(service)}" is no service of headgate.yml`,
      `Write its name there: ${suggestName(service, names)}`,
    );
    return null;
  }
  const atMs = columns.some(({ kind }) => kind === "timestamp")
    ? momentOf(at("timestamp"), say)
    : offsetOf(at("minute_offset"), say);
  if (atMs === null) return null;
  const points: RecordedPoint[] = [];
  for (const [index, column] of columns.entries()) {
    const series = seriesOf[column.kind];
    const text = fields[index]!;
    if (series === undefined || text === "") continue;
    const value = readValue(column.kind as keyof typeof most, text, say);
    if (value === null) return null;
    if (column.kind !== "database_connections") {
      points.push({ subject: service, series, atMs, value });
      continue;
    }
    const database = databaseOf(
      column.database,
      named.name,
      named.pools.map((pool) => pool.database),
      config,
      say,
    );
    if (database === null) return null;
    points.push({ subject: database, series, atMs, value });
  }
  return { service, atMs, points };
}

function momentOf(text: string, say: Say): number | null {
  const atMs = parseRecordedTime(text);
  if (atMs === null)
    say(
      "not-a-time",
      `timestamp is no moment: ${shownText(text)}`,
      "Write it as 2026-03-02T10:15:00Z, or as epoch seconds.",
    );
  return atMs;
}

function offsetOf(text: string, say: Say): number | null {
  if (/^\d{1,8}$/.test(text)) return offsetStartMs + Number(text) * 60_000;
  say(
    "not-a-time",
    `minute_offset is no whole number: ${shownText(text)}`,
    "Count minutes from the recording's beginning: 0, 1, 2.",
  );
  return null;
}

function readValue(column: keyof typeof most, text: string, say: Say): number | null {
  const value = Number(text);
  if (/^-\d/.test(text))
    say(
      "negative-number",
      `${column} is negative: ${shownText(text)}`,
      "Write 0 or more; leave it empty where it is unknown.",
    );
  else if (!number.test(text) || !Number.isFinite(value))
    say(
      "not-a-number",
      `${column} is not a number: ${shownText(text)}`,
      "Write a plain number such as 56.7; leave it empty where it is unknown.",
    );
  else if (column === "cpu_percent" && value > most.cpu_percent * cpuRounding)
    say(
      "too-large",
      `cpu_percent is above 100: ${shownText(text)}`,
      "Write the average of the tasks, in percent of what they reserve.",
    );
  else if (value > most[column] * cpuRounding)
    say("too-large", `${column} is too large: ${shownText(text)}`, `Write at most ${most[column]}.`);
  else return column === "cpu_percent" ? Math.min(100, value) : value;
  return null;
}

function databaseOf(
  column: string | null,
  service: string,
  databases: readonly string[],
  config: Config,
  say: Say,
): string | null {
  if (column !== null) {
    const names = config.databases.map(({ name }) => name);
    const found = names.find((name) => name.toLowerCase() === column);
    if (found === undefined)
      say("unknown-database", `"${shownText(column)}" is no database of headgate.yml`, suggestName(column, names));
    return found ?? null;
  }
  const [only, ...others] = [...new Set(databases)];
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined)
    say(
      "unclear-database",
      `${service} has no pool in headgate.yml, so its database_connections are nobody's`,
      "Leave the field empty, or configure its pool.",
    );
  else
    say(
      "unclear-database",
      `${service} has pools at ${databases.join(", ")}`,
      `Name the column after one of them: database_connections.${only}.`,
    );
  return null;
}

function serviceOfFile(
  file: string,
  config: Config,
):
  | { readonly kind: "ok"; readonly service: string }
  | { readonly kind: "refused"; readonly message: string; readonly fix: string } {
  const stem = file.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
  const names = config.services.map(({ name }) => name);
  const found = names.find((name) => name === stem) ?? (names.length === 1 ? names[0] : undefined);
  if (found !== undefined) return { kind: "ok", service: found };
  return {
    kind: "refused",
    message: `nothing says which service this is: there is no column service, and "${stem}" is none of headgate.yml`,
    fix: `Add a column service, or name the file after one: ${suggestName(stem, names)}`,
  };
}
