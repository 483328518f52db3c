export type CsvProblem = { readonly line: number; readonly message: string; readonly fix: string };

export type CsvRow = { readonly line: number; readonly fields: ReadonlyMap<string, string> };

export type CsvReading =
  | { readonly kind: "ok"; readonly rows: readonly CsvRow[] }
  | { readonly kind: "refused"; readonly problems: readonly CsvProblem[] };

/**
 * Reads a table with a header from CSV text.
 *
 * Commas separate; a field in double quotes may hold commas, and quotes written twice. A row is one line.
 *
 * @param text the whole file; a byte order mark, CRLF and empty lines at the end are accepted
 * @param required columns that must be there; more may be
 * @returns the fields by column, or every line that isn't a row, in order
 * @throws never
 */
export const readCsv = (text: string, required: readonly string[]): CsvReading => {
  const [headerLine = "", ...lines] = linesOf(text);
  const header = splitRow(headerLine)?.map((name) => name.trim().toLowerCase()) ?? [];
  const missing = required.filter((name) => !header.includes(name));
  const twice = header.find((name, i) => name !== "" && header.indexOf(name) !== i);
  if (headerLine.trim() === "") return refused(1, "the file is empty", beginWith(required));
  if (missing.length > 0)
    return refused(1, `no column ${missing.join(", ")}, found ${header.join(", ").slice(0, 80)}`, beginWith(required));
  if (twice !== undefined) return refused(1, `column ${twice} is there twice`, "Keep one column of that name.");
  if (lines.length === 0) return refused(1, "there is a header, but no row below it", "Add a row.");

  const rows: CsvRow[] = [];
  const problems: CsvProblem[] = [];
  for (const [i, text] of lines.entries()) {
    const line = i + 2;
    const fields = splitRow(text);
    if (text.trim() === "")
      problems.push({ line, message: "the line is empty, but rows follow", fix: "Remove the line." });
    else if (fields === null)
      problems.push({
        line,
        message: "a quote is not closed, or text follows a closed one",
        fix: 'Write "..." around the whole field, and "" for a quote in it; keep a row on one line.',
      });
    else if (fields.length !== header.length)
      problems.push({
        line,
        message: `expected ${header.length} fields as in the header, found ${fields.length}`,
        fix: fields.length > header.length ? 'Write "..." around a field with a comma.' : "Write one value per column.",
      });
    else rows.push({ line, fields: new Map(header.map((name, column) => [name, fields[column]!.trim()])) });
  }
  return problems.length > 0 ? { kind: "refused", problems } : { kind: "ok", rows };
};

const linesOf = (text: string): readonly string[] => {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  while (lines.length > 1 && lines.at(-1)!.trim() === "") lines.pop();
  return lines;
};

/** @returns `null`: the quotes don't fit */
const splitRow = (line: string): readonly string[] | null => {
  const fields: string[] = [];
  const field = /\s*"((?:[^"]|"")*)"\s*(,|$)|([^",]*)(,|$)/y;
  for (;;) {
    const match = field.exec(line);
    if (match === null) return null;
    const [, quoted, afterQuoted, plain, afterPlain] = match;
    fields.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if ((afterQuoted ?? afterPlain) === "") return fields;
  }
};

const beginWith = (required: readonly string[]): string => `Begin the file with the line \`${required.join(",")}\`.`;

const refused = (line: number, message: string, fix: string): CsvReading => ({
  kind: "refused",
  problems: [{ line, message, fix }],
});
