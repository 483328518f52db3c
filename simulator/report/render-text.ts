import type { Replay, ReplayCase } from "./replay.ts";
import { describeCase, type ResultColumn, resultColumns } from "./result-table.ts";
import { type FigureCell, figureTableLines, paintCell } from "./text/figure-table.ts";
import { hang } from "./text/hang.ts";
import { noticeLines } from "./text/notice-lines.ts";
import { type Paint, paintWith } from "./text/paint.ts";
import { wrapText } from "./wrap-text.ts";

export type TextOptions = {
  /** Of the terminal. From 100 on controllers are rows, below they are columns. */
  readonly columns: number;
  readonly colour: boolean;
};

const WIDE_COLUMNS = 100;
const WIDEST_COLUMNS = 120;

/**
 * The replay as a terminal shows it.
 *
 * @returns lines no longer than `columns` (single words and the narrow table's three columns apart), without a line
 *   break at the end
 */
export function renderText(replay: Replay, options: TextOptions): string {
  const paint = paintWith(options.colour);
  const width = Math.max(40, Math.min(options.columns, WIDEST_COLUMNS));
  const lines = [paint("bold", replay.title), ""];
  for (const of of replay.cases) {
    const { title, bound } = describeCase(of);
    lines.push(paint("bold", title), ...wrapText(bound, width), "");
    lines.push(...(options.columns >= WIDE_COLUMNS ? wideTable(of, width, paint) : narrowTable(of, paint)), "");
    for (const check of of.checks) lines.push(...wrapText(check, width));
    if (of.checks.length > 0) lines.push("");
    lines.push(...noticeLines(of.runs, of.clock, width, paint));
  }
  if (replay.remarks.length > 0) {
    lines.push(paint("bold", "What this rests on"));
    for (const remark of replay.remarks) lines.push(...hang("- ", wrapText(remark, width - 2)));
  }
  return lines.join("\n").replace(/\n+$/, "");
}

/** One row per controller. */
function wideTable(of: ReplayCase, width: number, paint: Paint): string[] {
  const rows = of.runs.map((run) => ({
    name: run.controller,
    cells: resultColumns.map((column) => cellOf(column, run, of)),
  }));
  const headings = resultColumns.map(({ heading }) => heading);
  return figureTableLines({ corner: "controller", headings, rows }, width, paint);
}

/** One column per controller. */
function narrowTable(of: ReplayCase, paint: Paint): string[] {
  const labels = resultColumns.map((column) => column.heading.filter((text) => text !== "").join(" "));
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const names = of.runs.map((run) => wrapText(run.controller, 16));
  const body = resultColumns.map((column) => of.runs.map((run) => cellOf(column, run, of)));
  const widths = of.runs.map((_, r) =>
    Math.max(...names[r]!.map((text) => text.length), ...body.map((row) => row[r]!.text.length)),
  );
  const nameRows = Math.max(...names.map((rows) => rows.length));
  const lines: string[] = [];
  for (let row = 0; row < nameRows; row++) {
    const cells = names.map((rows, r) => (rows[row] ?? "").padStart(widths[r]!));
    lines.push(paint("dim", ["".padEnd(labelWidth), ...cells].join("  ").trimEnd()));
  }
  for (const [i, label] of labels.entries())
    lines.push([label.padEnd(labelWidth), ...body[i]!.map((cell, r) => paintCell(cell, widths[r]!, paint))].join("  "));
  return lines;
}

function cellOf(column: ResultColumn, run: ReplayCase["runs"][number], of: ReplayCase): FigureCell {
  return { text: column.cell(run, of), bad: column.severity(run, of) === "bad" };
}
