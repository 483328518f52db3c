import type { ControllerName } from "../../controllers/controller-names.ts";
import type { TextOptions } from "../render-text.ts";
import { type FigureTable, figureTableLines } from "../text/figure-table.ts";
import { hang } from "../text/hang.ts";
import { noticeLines } from "../text/notice-lines.ts";
import { type Paint, paintWith } from "../text/paint.ts";
import { wrapText } from "../wrap-text.ts";
import { describeBreaches } from "./describe-breaches.ts";
import { runColumnsOf } from "./run-columns.ts";
import { INFERRED_HEADING, INFERRED_MARK, type ScenarioReport } from "./scenario-report.ts";
import { sweepHeadings, sweepRowsOf } from "./sweep-columns.ts";

const WIDEST_COLUMNS = 160;
const NARROWEST_COLUMNS = 40;

/**
 * The scenario as a terminal shows it.
 *
 * @returns lines no longer than `columns` (longer single words and figures apart), without a line break at the end
 */
export function renderRunText(report: ScenarioReport, options: TextOptions): string {
  const paint = paintWith(options.colour);
  const width = Math.max(NARROWEST_COLUMNS, Math.min(options.columns, WIDEST_COLUMNS));
  const clock = { zeroAtSeconds: 0, zeroMeans: "the start" };
  const speakers = report.records.map(({ result, notices }) => ({
    controller: result.controller,
    notices,
  }));
  const lines = [
    paint("bold", report.scenario.title),
    "",
    ...figureTableLines(summaryTable(report), width, paint),
    "",
    ...sweepLines(report, width, paint),
    ...breachLines(report, width, paint),
    ...noticeLines(speakers, clock, width, paint),
    ...sentences("What this rests on", report.scenario.remarks, width, paint),
    ...inferenceLines(report, width, paint),
  ];
  return lines.join("\n").replace(/\n+$/, "");
}

function summaryTable(report: ScenarioReport): FigureTable {
  const columns = runColumnsOf(report);
  return {
    corner: "controller",
    headings: columns.map(({ heading }) => heading),
    rows: report.records.map(({ result }) => ({
      name: markedNameOf(report, result.controller),
      cells: columns.map(({ cell, severity }) => ({ text: cell(result), bad: severity(result) === "bad" })),
    })),
  };
}

function sweepLines(report: ScenarioReport, width: number, paint: Paint): string[] {
  const rows = sweepRowsOf(report);
  if (rows.length === 0) return [];
  const named = rows.map(({ controller, cells }) => ({ name: markedNameOf(report, controller), cells }));
  const table = { corner: "controller", headings: sweepHeadings, rows: named };
  return [paint("bold", "Over seeds and sweep"), ...figureTableLines(table, width, paint), ""];
}

function breachLines(report: ScenarioReport, width: number, paint: Paint): string[] {
  return report.records.flatMap(({ result }) =>
    sentences(`What went over, under ${result.controller}`, describeBreaches(result), width, paint),
  );
}

/** Each rule once, with everybody who rests on it. */
function inferenceLines(report: ScenarioReport, width: number, paint: Paint): string[] {
  const controllersOf = new Map<string, string[]>();
  for (const { result } of report.records)
    for (const rule of report.inferences[result.controller] ?? [])
      controllersOf.set(rule, [...(controllersOf.get(rule) ?? []), result.controller]);
  const rules = [...controllersOf].map(([rule, controllers]) => `${rule} (${controllers.join(", ")})`);
  return sentences(INFERRED_HEADING, rules, width, paint);
}

/** The short name, which `--controller` takes, marked where its figures rest on inferred rules. */
function markedNameOf({ inferences }: ScenarioReport, controller: ControllerName): string {
  return (inferences[controller] ?? []).length > 0 ? `${controller} ${INFERRED_MARK}` : controller;
}

function sentences(heading: string, texts: readonly string[], width: number, paint: Paint): string[] {
  if (texts.length === 0) return [];
  return [paint("bold", heading), ...texts.flatMap((text) => hang("- ", wrapText(text, width - 2))), ""];
}
