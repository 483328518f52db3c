import type { BenchReport, BenchTable } from "../../bench/bench-report.ts";
import type { TextOptions } from "../render-text.ts";
import { INFERRED_MARK } from "../run-report/scenario-report.ts";
import { figureTableLines } from "../text/figure-table.ts";
import { hang } from "../text/hang.ts";
import { type Paint, paintWith } from "../text/paint.ts";
import { wrapText } from "../wrap-text.ts";
import { describeReport } from "./describe-report.ts";
import { modeCells, modeGroupsOf, modeHeadings } from "./mode-columns.ts";
import { benchColumns, describeTable } from "./table-columns.ts";
import { groupTargets } from "./target-groups.ts";
import { describeTally, formatFigure, formatLimit, verdictMarks } from "./target-text.ts";

const WIDEST_COLUMNS = 160;
const NARROWEST_COLUMNS = 60;

/**
 * The bench as a terminal shows it: tables, modes, and the targets last, where the eye is when it ends.
 *
 * @returns lines no longer than `columns` (longer single words and figures apart), without a line break at the end
 */
export function renderBenchText(report: BenchReport, options: TextOptions): string {
  const paint = paintWith(options.colour);
  const width = Math.max(NARROWEST_COLUMNS, Math.min(options.columns, WIDEST_COLUMNS));
  const lines = [
    paint("bold", "Headgate bench"),
    ...describeReport(report).flatMap((sentence) => wrapText(sentence, width)),
    "",
    ...report.tables
      .filter(({ worlds }) => worlds.length > 0)
      .flatMap((table) => tableLines(table, report, width, paint)),
    ...modeLines(report, width, paint),
    ...inferenceLines(report, width),
    ...targetLines(report, width, paint),
  ];
  return lines.join("\n").replace(/\n+$/, "");
}

function tableLines(table: BenchTable, report: BenchReport, width: number, paint: Paint): string[] {
  const { title, note } = describeTable(table);
  const columns = benchColumns.filter(({ brief }) => brief);
  const rows = table.rows.map((row) => ({
    name: nameOf(report, row.controller),
    cells: columns.map(({ cell, bad }) => ({ text: cell(row, table), bad: bad?.(row) ?? false })),
  }));
  const figures = { corner: "controller", headings: columns.map(({ heading }) => heading), rows };
  return [paint("bold", title), ...wrapText(note, width), "", ...figureTableLines(figures, width, paint), ""];
}

function modeLines(report: BenchReport, width: number, paint: Paint): string[] {
  return modeGroupsOf(report).flatMap(({ title, rows }) => {
    const named = rows.map((row) => ({ name: nameOf(report, row.controller), cells: modeCells(row) }));
    const figures = { corner: "controller", headings: modeHeadings, rows: named };
    return [paint("bold", `A task without connections. ${title}`), ...figureTableLines(figures, width, paint), ""];
  });
}

function inferenceLines({ controllers }: BenchReport, width: number): string[] {
  if (controllers.every(({ inferences }) => inferences.length === 0)) return [];
  return [...wrapText(`${INFERRED_MARK} rests on inferred rules; the page lists them.`, width), ""];
}

function targetLines(report: BenchReport, width: number, paint: Paint): string[] {
  if (report.targets.length === 0) return [];
  const lines = [paint("bold", describeTally(report.targets))];
  for (const target of report.targets.filter(({ verdict }) => verdict !== "not measured")) {
    const mark = verdictMarks[target.verdict];
    const text = `${target.verdict}: ${target.title} (${target.controller}): ${formatFigure(target)}, limit ${formatLimit(target)}. ${target.why}`;
    const [first, ...rest] = hang("  ", wrapText(text, width - 2));
    lines.push(`${paint(target.verdict === "missed" ? "red" : "green", mark)} ${first!.trimStart()}`, ...rest);
  }
  for (const { title, targets } of groupTargets(report.targets).unmeasured) {
    const text = `not measured: ${title}. ${targets[0]!.why}`;
    lines.push(
      ...hang(`${verdictMarks["not measured"]} `, wrapText(text, width - 2)).map((line) => paint("dim", line)),
    );
  }
  return lines;
}

/** The short name, which `--controller` takes, marked where its figures rest on inferred rules. */
function nameOf({ controllers }: BenchReport, name: string): string {
  const inferred = controllers.some((controller) => controller.name === name && controller.inferences.length > 0);
  return inferred ? `${name} ${INFERRED_MARK}` : name;
}
