import { shownText } from "./shown-text.ts";
import type { TraceProblem } from "./trace.ts";

export type HeaderReading =
  | {
      readonly kind: "ok";
      readonly offsetName: "minute_offset" | "second_offset";
      readonly unitSeconds: 60 | 1;
      readonly offsetColumn: number;
      readonly requestsColumn: number;
      readonly columnCount: number;
      readonly separator: "," | ";" | "\t";
    }
  | { readonly kind: "refused"; readonly problem: TraceProblem };

const EXAMPLE = "Begin the file with the line `minute_offset,requests` or `second_offset,requests`.";

/** Names are compared without case, quotes and blanks. Spreadsheets write `;` or tabs in some countries: both are read. */
export function parseHeader(line: string): HeaderReading {
  if (line === "") return refused("the file has no header", EXAMPLE);
  const separator = line.includes(",") ? "," : line.includes(";") ? ";" : line.includes("\t") ? "\t" : ",";
  const names = line.split(separator).map((name) => name.trim().replace(/^"|"$/g, "").toLowerCase());
  for (const name of ["minute_offset", "second_offset", "requests"])
    if (names.indexOf(name) !== names.lastIndexOf(name))
      return refused(`column ${name} is there twice`, "Keep one column of that name.");
  const minuteColumn = names.indexOf("minute_offset");
  const secondColumn = names.indexOf("second_offset");
  const requestsColumn = names.indexOf("requests");
  if (minuteColumn >= 0 && secondColumn >= 0)
    return refused("both minute_offset and second_offset are there", "Keep one of the two columns.");
  if (minuteColumn < 0 && secondColumn < 0)
    return refused(`no column minute_offset or second_offset, found ${quoteNames(names)}`, EXAMPLE);
  if (requestsColumn < 0) return refused(`no column requests, found ${quoteNames(names)}`, EXAMPLE);
  const minutes = minuteColumn >= 0;
  return {
    kind: "ok",
    offsetName: minutes ? "minute_offset" : "second_offset",
    unitSeconds: minutes ? 60 : 1,
    offsetColumn: minutes ? minuteColumn : secondColumn,
    requestsColumn,
    columnCount: names.length,
    separator,
  };
}

function refused(message: string, fix: string): HeaderReading {
  return { kind: "refused", problem: { line: 1, code: "trace-header", message, fix } };
}

function quoteNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${shownText(name)}"`);
  return names.length > 5 ? `${shown.join(", ")} and ${names.length - 5} more` : shown.join(", ");
}
