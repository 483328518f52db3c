import { type ChartRow, chartDataOf, chartRows } from "./chart-data.ts";
import { escapeHtml, escapeScriptJson } from "./escape-html.ts";
import { formatClock, formatCount, formatPercent } from "./format-quantity.ts";
import { renderResultTable, renderTimelineTable } from "./render-html-tables.ts";
import type { Replay, ReplayCase, ReplayRun } from "./replay.ts";
import type { ReportAssets } from "./report-assets.ts";
import { describeCase, failedRatioOf } from "./result-table.ts";

/**
 * The replay as one HTML file that needs no network: styles, script and data are inside it.
 *
 * @throws never
 */
export function renderHtml(replay: Replay, assets: ReportAssets): string {
  const title = escapeHtml(replay.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title} · Headgate rehearsal</title>
<style>${assets.chartCss}
${assets.reportCss}</style>
</head>
<body>
<header>
<p class="kicker">Headgate rehearsal</p>
<h1>${title}</h1>
${renderContents(replay)}
</header>
<main>
<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
${renderResultTable(replay)}
<p class="note">Failed requests are given in % of all requests and by cause. SLO miss: minutes in which the service missed its objective. Connect.: the most connections ever open, others' included, against what the database lets clients open. Collapse: runs of the sweep (ramp, amplitude, seed) that did not recover.</p>
</section>
${replay.cases.map(renderCase).join("\n")}
${renderRemarks(replay)}
</main>
<footer><p>Simulated, not measured on AWS. Written by <code>npm start</code>.</p></footer>
<noscript><p class="note">The charts need JavaScript; every table is complete without it.</p></noscript>
<script type="application/json" id="replay-data">${escapeScriptJson(chartDataOf(replay))}</script>
<script>/*
${assets.chartLicence}
*/
${assets.chartScript}</script>
<script>${assets.reportScript}</script>
</body>
</html>
`;
}

function renderContents(replay: Replay): string {
  if (replay.cases.length < 2) return "";
  const links = replay.cases.map((of, i) => `<a href="#case-${i}">${escapeHtml(of.name)}</a>`);
  return `<nav aria-label="Cases">${links.join(" ")}</nav>`;
}

function renderCase(of: ReplayCase, caseIndex: number): string {
  const { title, bound } = describeCase(of);
  return `<section class="case" id="case-${caseIndex}" aria-labelledby="case-${caseIndex}-title">
<h2 id="case-${caseIndex}-title">${escapeHtml(title)}</h2>
<p class="note">${escapeHtml(bound)} Time counts from ${escapeHtml(of.clock.zeroMeans)}.</p>
${of.checks.map((check) => `<p class="note">${escapeHtml(check)}</p>`).join("\n")}
<div class="grid heads" style="--runs:${of.runs.length}">${of.runs.map(renderHead).join("")}</div>
${chartRows.map((row) => renderChartRow(row, of, caseIndex)).join("\n")}
<p class="note hint">Drag across a chart to zoom all of them, double-click to go back.</p>
${of.runs.map((run) => renderNotices(run, of)).join("")}
${renderTimelineTable(of)}
</section>`;
}

function renderHead(run: ReplayRun): string {
  const collapse =
    run.collapse === null ? "" : `; ${run.collapse.collapsed} of ${run.collapse.runs} runs of the sweep collapsed`;
  return `<div class="head"><h3>${escapeHtml(run.controller)}</h3>
<p><strong>${formatPercent(failedRatioOf(run))} %</strong> of ${formatCount(run.requests)} requests failed${collapse}</p></div>`;
}

function renderChartRow(row: ChartRow, of: ReplayCase, caseIndex: number): string {
  const keys = row.series.map(
    (series) =>
      `<span class="key ${series.style}" style="--c:var(--${series.colour})">${escapeHtml(series.label)}</span>`,
  );
  if (row.id === "connections") keys.push(`<span class="key wall" style="--c:var(--wall)">wall</span>`);
  const figures = of.runs.map((run, runIndex) => {
    const summary = row.summary(run, of);
    const marks = run.notices.length > 0 ? " Numbered marks are the notices listed below." : "";
    const label = `${row.title} over time under ${run.controller}: ${summary}.${marks}`;
    return `<figure><figcaption><span class="who">${escapeHtml(run.controller)}</span> <span class="readout">${escapeHtml(summary)}</span></figcaption>
<div class="chart" role="img" aria-label="${escapeHtml(label)}" data-case="${caseIndex}" data-run="${runIndex}" data-row="${row.id}"></div></figure>`;
  });
  return `<div class="row"><h4>${row.title}${row.unit === "" ? "" : `, ${row.unit}`} ${keys.join(" ")}</h4>
<div class="grid" style="--runs:${of.runs.length}">${figures.join("\n")}</div></div>`;
}

function renderNotices(run: ReplayRun, of: ReplayCase): string {
  if (run.notices.length === 0) return "";
  const items = run.notices.map((notice) => {
    const text = notice.text === "" ? "" : `<p>${escapeHtml(notice.text)}</p>`;
    const clock = formatClock(notice.atSeconds - of.clock.zeroAtSeconds);
    return `<li><span class="when">${clock}</span> <strong>${escapeHtml(notice.subject)}</strong> <code>${escapeHtml(notice.code)}</code>${text}</li>`;
  });
  return `<h3>What ${escapeHtml(run.controller)} said</h3>
<ol class="notices">${items.join("\n")}</ol>`;
}

function renderRemarks(replay: Replay): string {
  if (replay.remarks.length === 0) return "";
  return `<section aria-labelledby="remarks"><h2 id="remarks">What this rests on</h2>
<ul>${replay.remarks.map((remark) => `<li>${escapeHtml(remark)}</li>`).join("\n")}</ul></section>`;
}
