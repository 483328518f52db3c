import { escapeHtml } from "../escape-html.ts";
import type { ChartCase, ChartRow, ChartRun } from "./chart-case.ts";

/** More would be too narrow to read; the others follow below, with their names. */
const MOST_COLUMNS = 4;

/** The place of every chart of a case; the report's script draws in it. `id` of the case is `case-<caseIndex>`. */
export function renderCharts(of: ChartCase, caseIndex: number): string {
  return `${of.rows.map((row) => renderRow(row, of, caseIndex)).join("\n")}
<p class="note hint">Drag across a chart to zoom all of them, double-click to go back. With the keyboard: arrows read, + and − zoom, 0 goes back.</p>`;
}

/** How many columns a grid of these runs has on a wide screen and on paper. */
export function columnsOf(runs: readonly unknown[]): number {
  return Math.max(1, Math.min(MOST_COLUMNS, runs.length));
}

function renderRow(row: ChartRow, of: ChartCase, caseIndex: number): string {
  const keys = row.series.map(
    (series) =>
      `<span class="key ${series.style}" style="--c:var(--${series.colour})">${escapeHtml(series.label)}</span>`,
  );
  if (row.line !== null)
    keys.push(`<span class="key wall" style="--c:var(--wall)">${escapeHtml(row.line.label)}</span>`);
  const figures = of.runs.map((run, runIndex) => renderFigure(row, run, runIndex, caseIndex));
  const wrapped = of.runs.length > MOST_COLUMNS ? " wrapped" : "";
  return `<div class="row"><h4>${escapeHtml(row.title)}${row.unit === "" ? "" : `, ${escapeHtml(row.unit)}`} ${keys.join(" ")}</h4>
<div class="grid${wrapped}" style="--runs:${columnsOf(of.runs)}">${figures.join("\n")}</div></div>`;
}

function renderFigure(row: ChartRow, run: ChartRun, runIndex: number, caseIndex: number): string {
  const summary = row.summary(run, runIndex);
  const marks = run.notices.length > 0 ? " Numbered marks are the notices listed below." : "";
  const label = `${row.title} over time under ${run.name}: ${summary}.${marks}`;
  // All charts of a case read the same moment, so one stop for the keyboard in each row is enough.
  const stop = runIndex === 0 ? ' tabindex="0"' : "";
  return `<figure><figcaption><span class="who">${escapeHtml(run.name)}</span> <span class="readout">${escapeHtml(summary)}</span></figcaption>
<div class="chart" role="img" aria-label="${escapeHtml(label)}"${stop} data-case="${caseIndex}" data-run="${runIndex}" data-row="${escapeHtml(row.id)}"></div></figure>`;
}
