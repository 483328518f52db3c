import type { Problem } from "../shared/config/problems.ts";

/** As a compiler prints them: place, code, message, the line itself with a mark under the column, and the fix. */
export const renderProblems = (
  file: string,
  text: string,
  problems: readonly Problem[],
  severity: "error" | "warning",
): string => {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  return problems.map((problem) => renderProblem(file, lines[problem.line - 1] ?? "", problem, severity)).join("\n\n");
};

const WIDEST = 120;

const renderProblem = (file: string, line: string, problem: Problem, severity: string): string => {
  const place = problem.path === "" ? "" : ` ${problem.path}`;
  const head = `${file}:${problem.line}:${problem.column} ${severity} ${problem.code}${place}: ${problem.message}`;
  const gutter = `${problem.line} | `;
  const shownLine = printable(line).slice(0, WIDEST);
  const mark = problem.column <= WIDEST ? [`${" ".repeat(gutter.length + problem.column - 1)}^`] : [];
  const source = shownLine.trim() === "" ? [] : [`  ${gutter}${shownLine}`, ...mark.map((under) => `  ${under}`)];
  return [head, ...source, `  fix: ${problem.fix}`].join("\n");
};

/** Tabs and control characters take one column, so that the mark stands right. */
const printable = (line: string): string => line.replace(/\t/g, " ").replace(/\p{C}/gu, "?");
