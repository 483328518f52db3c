import { suggestName } from "../../shared/config/nearest-name.ts";
import { shownText } from "../traces/shown-text.ts";

/** What a column of a recording holds. */
export type HistoryColumn =
  | { readonly kind: "timestamp" | "minute_offset" | "service" | "ignored" }
  | { readonly kind: "requests" | "cpu_percent" | "running_tasks" | "desired_tasks" }
  /** `null`: the one database of the service. */
  | { readonly kind: "database_connections"; readonly database: string | null };

export type HistoryHeader =
  | { readonly kind: "ok"; readonly columns: readonly HistoryColumn[]; readonly separator: string }
  | { readonly kind: "refused"; readonly message: string; readonly fix: string };

const plainNames = [
  "timestamp",
  "minute_offset",
  "service",
  "requests",
  "cpu_percent",
  "running_tasks",
  "desired_tasks",
];
const required = ["requests", "cpu_percent", "running_tasks"];
const connectionsName = "database_connections";
const example = "timestamp,requests,cpu_percent,running_tasks,database_connections";

/** Names are compared without case, quotes and blanks; columns of other names are ignored. */
export function parseHistoryHeader(line: string): HistoryHeader {
  if (line.trim() === "") return refuse("the file has no header", `Begin it with the line ${example}.`);
  const separator = [",", ";", "\t"].find((one) => line.includes(one)) ?? ",";
  const names = splitFields(line, separator).map((name) => name.toLowerCase());
  const columns = names.map(columnOf);
  const known = names.filter((_, index) => columns[index]?.kind !== "ignored");
  const twice = known.find((name, index) => known.indexOf(name) !== index);
  if (twice !== undefined) return refuse(`column ${shownText(twice)} is there twice`, "Keep one column of that name.");
  const times = columns.filter(({ kind }) => kind === "timestamp" || kind === "minute_offset").length;
  if (times === 0) return refuse(missing("timestamp or minute_offset", names), fixOf("timestamp", names));
  if (times === 2) return refuse("both timestamp and minute_offset are there", "Keep one of the two columns.");
  for (const name of required) {
    if (!names.includes(name)) return refuse(missing(name, names), fixOf(name, names));
  }
  return { kind: "ok", columns, separator };
}

/** Quotes around a field are spreadsheet output; a separator inside them shows up as a wrong number of fields. */
export function splitFields(line: string, separator: string): string[] {
  return line.split(separator).map((field) =>
    field
      .trim()
      .replace(/^"([^"]*)"$/, "$1")
      .trim(),
  );
}

function columnOf(name: string): HistoryColumn {
  if (name === connectionsName) return { kind: "database_connections", database: null };
  if (name.startsWith(`${connectionsName}.`))
    return { kind: "database_connections", database: name.slice(connectionsName.length + 1) };
  if (!plainNames.includes(name)) return { kind: "ignored" };
  return { kind: name as Exclude<HistoryColumn["kind"], "database_connections"> };
}

function missing(name: string, names: readonly string[]): string {
  const shown = names.slice(0, 5).map((one) => `"${shownText(one)}"`);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `no column ${name}, found ${shown.join(", ")}${more}`;
}

function fixOf(name: string, names: readonly string[]): string {
  const near = suggestName(name, names);
  const hint = near.startsWith("did you mean") ? ` (${near})` : "";
  return `Name the columns as in ${example}; one row per slot and service${hint}.`;
}

function refuse(message: string, fix: string): HistoryHeader {
  return { kind: "refused", message, fix };
}
