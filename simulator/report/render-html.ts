import type { ChartCase, ChartRow, ChartRun } from "./charts/chart-case.ts";
import { chartDataOf } from "./charts/chart-data.ts";
import { renderCharts } from "./charts/render-charts.ts";
import { renderNotices } from "./charts/render-notices.ts";
import { renderTimelineTable, type TimelineFigure } from "./charts/render-timeline-table.ts";
import { connectionsRow, failuresRow, tasksRow, trafficRow } from "./charts/standard-rows.ts";
import { escapeHtml } from "./escape-html.ts";
import { formatCount, formatPercent } from "./format-quantity.ts";
import { renderChartScripts, renderPage, renderRemarks } from "./html-page.ts";
import { renderResultTable } from "./render-html-tables.ts";
import type { Replay, ReplayCase, ReplayRun } from "./replay.ts";
import type { ReportAssets } from "./report-assets.ts";
import { describeCase, failedRatioOf } from "./result-table.ts";

/**
 * The replay as one HTML file that needs no network: styles, script and data are inside it.
 *
 * @throws never
 */
export function renderHtml(replay: Replay, assets: ReportAssets): string {
  const chartCases = replay.cases.map(chartCaseOf);
  return renderPage({
    title: replay.title,
    kicker: "Headgate rehearsal",
    lead: renderContents(replay),
    main: `<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
${renderResultTable(replay)}
<p class="note">Failed requests are given in % of all requests and by cause. SLO miss: minutes in which the service missed its objective. Connect.: the most connections ever open, others' included, against what the database lets clients open. Collapse: runs of the sweep (ramp, amplitude, seed) that did not recover.</p>
</section>
${replay.cases.map((of, i) => renderCase(of, chartCases[i]!, i)).join("\n")}
${renderRemarks(replay.remarks)}`,
    writtenBy: "npm start",
    withoutScript: "The charts need JavaScript; every table is complete without it.",
    styles: [assets.chartCss, assets.reportCss],
    scripts: renderChartScripts(chartDataOf(chartCases), assets),
  });
}

const timelineFigures: readonly TimelineFigure[] = [
  ["requests/s", (sample) => formatCount(sample.requestsPerSecond)],
  ["attempts/s", (sample) => formatCount(sample.attemptsPerSecond)],
  ["desired", (sample) => formatCount(sample.desiredTasks)],
  ["running", (sample) => formatCount(sample.runningTasks)],
  ["connect.", (sample) => formatCount(sample.connections)],
  ["failed %", (sample) => formatPercent(sample.failedRatio)],
];

function chartCaseOf(of: ReplayCase): ChartCase {
  const connections: ChartRow = connectionsRow({
    id: "connections",
    title: "Database connections",
    wall: of.usableConnections,
    read: (sample) => sample.connections,
    summary: (_, i) => `peak ${formatCount(of.runs[i]!.peakConnections)} of ${formatCount(of.usableConnections)}`,
  });
  return {
    zeroAtSeconds: of.clock.zeroAtSeconds,
    rows: [trafficRow, tasksRow((i) => of.runs[i]!.peakTasks), connections, failuresRow],
    runs: of.runs.map(({ controller, notices, timeline }): ChartRun => ({ name: controller, notices, timeline })),
  };
}

function renderContents(replay: Replay): string {
  if (replay.cases.length < 2) return "";
  const links = replay.cases.map((of, i) => `<a href="#case-${i}">${escapeHtml(of.name)}</a>`);
  return `<nav aria-label="Cases">${links.join(" ")}</nav>`;
}

function renderCase(of: ReplayCase, chartCase: ChartCase, caseIndex: number): string {
  const { title, bound } = describeCase(of);
  return `<section class="case" id="case-${caseIndex}" aria-labelledby="case-${caseIndex}-title">
<h2 id="case-${caseIndex}-title">${escapeHtml(title)}</h2>
<p class="note">${escapeHtml(bound)} Time counts from ${escapeHtml(of.clock.zeroMeans)}.</p>
${of.checks.map((check) => `<p class="note">${escapeHtml(check)}</p>`).join("\n")}
<div class="grid heads" style="--runs:${of.runs.length}">${of.runs.map(renderHead).join("")}</div>
${renderCharts(chartCase, caseIndex)}
${of.runs.map((run) => renderNotices(run.controller, run.notices, of.clock.zeroAtSeconds)).join("")}
${renderTimelineTable(chartCase, timelineFigures)}
</section>`;
}

function renderHead(run: ReplayRun): string {
  const collapse =
    run.collapse === null ? "" : `; ${run.collapse.collapsed} of ${run.collapse.runs} runs of the sweep collapsed`;
  return `<div class="head"><h3>${escapeHtml(run.controller)}</h3>
<p><strong>${formatPercent(failedRatioOf(run))} %</strong> of ${formatCount(run.requests)} requests failed${collapse}</p></div>`;
}
