import { readFileSync } from "node:fs";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { compareLimits, isRefuted } from "./limits-comparison.ts";
import type { CsvProblem } from "./limits-csv.ts";
import { parseReference } from "./limits-reference.ts";
import { renderComparison } from "./limits-report.ts";

export type LimitsOptions = { readonly reference: string; readonly json?: boolean };

export type LimitsResult = { readonly exitCode: ExitCode; readonly output: string };

const LISTED_PROBLEMS = 10;

/**
 * Sets the limits that Headgate works out beside known ones.
 *
 * @returns 0: no row speaks against the rules. 1: a figure called exact differs, or a safe estimate is above a limit that
 * was observed. 2: the file can't be read or used.
 * @throws never
 */
export const limits = ({ reference: file, json = false }: LimitsOptions): LimitsResult => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const because = (error as Error).message;
    const fix = "Check the path; it is relative to the current folder.";
    const output = json
      ? toJson({ kind: "unreadable", file, because, fix })
      : `${file}: can't be read: ${because}\n  ${fix}`;
    return { exitCode: EXIT.usage, output };
  }
  const reading = text.includes("\0") ? notText : parseReference(text);
  if (reading.kind === "refused") {
    const { problems } = reading;
    const output = json ? toJson({ kind: "refused", file, problems }) : renderCsvProblems(file, problems);
    return { exitCode: EXIT.usage, output };
  }
  const comparison = compareLimits(reading.rows);
  const exitCode = comparison.rows.some(isRefuted) ? EXIT.failed : EXIT.ok;
  const kind = exitCode === EXIT.ok ? "ok" : "refuted";
  return { exitCode, output: json ? toJson({ kind, file, ...comparison }) : renderComparison(file, comparison) };
};

const notText: { readonly kind: "refused"; readonly problems: readonly CsvProblem[] } = {
  kind: "refused",
  problems: [{ line: 1, message: "the file is not text", fix: "Give a CSV file saved as UTF-8." }],
};

const renderCsvProblems = (file: string, problems: readonly CsvProblem[]): string =>
  [
    ...problems.slice(0, LISTED_PROBLEMS).map(({ line, message, fix }) => `${file}:${line}: ${message}\n  ${fix}`),
    ...(problems.length > LISTED_PROBLEMS ? [`and ${problems.length - LISTED_PROBLEMS} more`] : []),
  ].join("\n");

const toJson = (value: unknown): string => JSON.stringify(value, null, 2);
