import type { RunRecord } from "../../runs/run-result.ts";
import { chartDataOf } from "../charts/chart-data.ts";
import { columnsOf, renderCharts } from "../charts/render-charts.ts";
import { renderNotices } from "../charts/render-notices.ts";
import { renderTimelineTable, type TimelineFigure } from "../charts/render-timeline-table.ts";
import { escapeHtml } from "../escape-html.ts";
import { formatCount, formatPercent, formatSeconds } from "../format-quantity.ts";
import { renderChartScripts, renderPage, renderRemarks } from "../html-page.ts";
import { renderTable } from "../html-table.ts";
import type { ReportAssets } from "../report-assets.ts";
import { describeBreaches } from "./describe-breaches.ts";
import { runColumnsOf, summaryNote } from "./run-columns.ts";
import { scenarioChartsOf } from "./scenario-charts.ts";
import { INFERRED_HEADING, INFERRED_MARK, type ScenarioReport, titleOf } from "./scenario-report.ts";
import { sweepHeadings, sweepRowsOf } from "./sweep-columns.ts";

/**
 * The scenario as one HTML file that needs no network.
 *
 * @throws never
 */
export function renderRunHtml(report: ScenarioReport, assets: ReportAssets, writtenBy: string): string {
  const charts = scenarioChartsOf(report);
  return renderPage({
    title: report.scenario.title,
    kicker: "Headgate rehearsal",
    lead: `<p class="note"><code>${escapeHtml(report.scenario.name)}</code></p>`,
    main: `${renderSummary(report)}
${renderSweep(report)}
<section class="case" id="case-0" aria-labelledby="case-0-title">
<h2 id="case-0-title">Second by second</h2>
<p class="note">Time counts from the start. Charts of a row have one scale.</p>
<div class="grid heads" style="--runs:${columnsOf(report.records)}">${report.records.map((record) => renderHead(record, report)).join("")}</div>
${renderCharts(charts, 0)}
${report.records.map(({ result, notices }) => renderNotices(titleOf(report, result.controller), notices, 0)).join("")}
${renderTimelineTable(charts, timelineFigures)}
</section>
${renderBreaches(report)}
${renderRemarks(report.scenario.remarks)}
${renderInferences(report)}`,
    writtenBy,
    withoutScript: "The charts need JavaScript; every table is complete without it.",
    styles: [assets.chartCss, assets.reportCss],
    scripts: renderChartScripts(chartDataOf([charts]), assets),
  });
}

const timelineFigures: readonly TimelineFigure[] = [
  ["requests/s", (sample) => formatCount(sample.requestsPerSecond)],
  ["desired", (sample) => formatCount(sample.desiredTasks)],
  ["running", (sample) => formatCount(sample.runningTasks)],
  ["connect.", (sample) => (sample.connectionsByDatabase ?? [sample.connections]).map(formatCount).join(", ")],
  ["failed %", (sample) => formatPercent(sample.failedRatio)],
  ["p99 s", (sample) => (sample.p99Seconds > 0 ? formatSeconds(sample.p99Seconds) : "–")],
];

function renderSummary(report: ScenarioReport): string {
  const columns = runColumnsOf(report);
  const rows = report.records.map(({ result }) => ({
    name: nameCell(report, result.controller),
    cells: columns.map(({ cell, severity }) => ({ text: cell(result), bad: severity(result) === "bad" })),
  }));
  return `<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
${renderTable({ label: "Summary table", corner: "controller", headings: columns.map(({ heading }) => heading), rows })}
<p class="note">${escapeHtml(summaryNote)}</p>
</section>`;
}

function renderSweep(report: ScenarioReport): string {
  const rows = sweepRowsOf(report);
  if (rows.length === 0) return "";
  const named = rows.map(({ controller, cells }) => ({ name: nameCell(report, controller), cells }));
  return `<section aria-labelledby="sweep">
<h2 id="sweep">Over seeds and sweep</h2>
${renderTable({ label: "Over seeds and sweep", corner: "controller", headings: sweepHeadings, rows: named })}
<p class="note">A run collapsed when more than 30 % of the requests of its last ten minutes failed.</p>
</section>`;
}

/** The mark leads to the rules that a figure rests on. */
function nameCell(report: ScenarioReport, controller: RunRecord["result"]["controller"]): string {
  const title = escapeHtml(titleOf(report, controller));
  if ((report.inferences[controller] ?? []).length === 0) return title;
  return `${title} <a class="inferred" href="#inferred-${controller}" title="rests on inferred rules">${INFERRED_MARK}</a>`;
}

function renderHead({ result }: RunRecord, report: ScenarioReport): string {
  const collapse = result.collapsed ? "; it had not recovered at the end" : "";
  return `<div class="head"><h3>${escapeHtml(titleOf(report, result.controller))}</h3>
<p><strong>${formatPercent(result.failedRatio)} %</strong> of ${formatCount(result.requests)} requests failed${collapse}</p></div>`;
}

function renderBreaches(report: ScenarioReport): string {
  const broken = report.records
    .map(({ result }) => ({ title: titleOf(report, result.controller), sentences: describeBreaches(result) }))
    .filter(({ sentences }) => sentences.length > 0);
  if (broken.length === 0) return "";
  const lists = broken.map(
    ({ title, sentences }) =>
      `<h3>${escapeHtml(title)}</h3>\n<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("\n")}</ul>`,
  );
  return `<section aria-labelledby="over"><h2 id="over">What went over</h2>
${lists.join("\n")}</section>`;
}

function renderInferences(report: ScenarioReport): string {
  const inferred = report.records
    .map(({ result: { controller } }) => ({ controller, rules: report.inferences[controller] ?? [] }))
    .filter(({ rules }) => rules.length > 0);
  if (inferred.length === 0) return "";
  const lists = inferred.map(
    ({ controller, rules }) =>
      `<h3 id="inferred-${controller}">${escapeHtml(titleOf(report, controller))}</h3>\n<ul>${rules.map((rule) => `<li>${escapeHtml(rule)}</li>`).join("\n")}</ul>`,
  );
  return `<section aria-labelledby="inferred"><h2 id="inferred">${INFERRED_HEADING}</h2>
${lists.join("\n")}</section>`;
}
