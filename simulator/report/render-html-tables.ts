import { escapeHtml } from "./escape-html.ts";
import { formatClock, formatCount, formatPercent } from "./format-quantity.ts";
import type { Replay, ReplayCase, TimelineSample } from "./replay.ts";
import { describeCase, resultColumns } from "./result-table.ts";

const TIMELINE_ROWS = 40;

/** The terminal's table: the same columns, the same text in each cell. */
export function renderResultTable(replay: Replay): string {
  const headings = resultColumns.map(
    ({ heading: [what, unit] }) => `<th scope="col">${what}${unit === "" ? "" : `<br><small>${unit}</small>`}</th>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="Summary table"><table class="result">
<thead><tr><th scope="col">controller</th>${headings.join("")}</tr></thead>
${replay.cases.map(renderGroup).join("\n")}
</table></div>`;
}

function renderGroup(of: ReplayCase): string {
  const { title, bound } = describeCase(of);
  const rows = of.runs.map((run) => {
    const cells = resultColumns.map((column) => {
      const bad = column.severity(run, of) === "bad" ? ' class="bad"' : "";
      return `<td${bad}>${escapeHtml(column.cell(run, of))}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(run.controller)}</th>${cells.join("")}</tr>`;
  });
  return `<tbody><tr class="group"><th scope="rowgroup" colspan="${resultColumns.length + 1}">${escapeHtml(title)}<br><small>${escapeHtml(bound)}</small></th></tr>
${rows.join("\n")}</tbody>`;
}

/** The charts in figures, at most forty moments of them. */
export function renderTimelineTable(of: ReplayCase): string {
  const longest = of.runs.reduce((most, run) => Math.max(most, run.timeline.length), 0);
  if (longest === 0) return "";
  const stride = Math.ceil(longest / TIMELINE_ROWS);
  const figures: readonly (readonly [string, (sample: TimelineSample) => string])[] = [
    ["requests/s", (sample) => formatCount(sample.requestsPerSecond)],
    ["attempts/s", (sample) => formatCount(sample.attemptsPerSecond)],
    ["desired", (sample) => formatCount(sample.desiredTasks)],
    ["running", (sample) => formatCount(sample.runningTasks)],
    ["connect.", (sample) => formatCount(sample.connections)],
    ["failed %", (sample) => formatPercent(sample.failedRatio)],
  ];
  const rows: string[] = [];
  for (let i = 0; i < longest; i += stride) {
    const atSeconds = of.runs.find((run) => run.timeline[i] !== undefined)!.timeline[i]!.atSeconds;
    const cells = of.runs.flatMap((run) => {
      const sample = run.timeline[i];
      return figures.map(([, text]) => `<td>${sample === undefined ? "" : text(sample)}</td>`);
    });
    rows.push(`<tr><th scope="row">${formatClock(atSeconds - of.clock.zeroAtSeconds)}</th>${cells.join("")}</tr>`);
  }
  const groups = of.runs.map(
    (run) => `<th scope="colgroup" colspan="${figures.length}">${escapeHtml(run.controller)}</th>`,
  );
  const columns = of.runs.flatMap(() => figures.map(([name]) => `<th scope="col">${name}</th>`));
  return `<details><summary>The charts in figures</summary>
<div class="scroll" tabindex="0" role="region" aria-label="The charts in figures"><table class="timeline">
<thead><tr><th rowspan="2" scope="col">time</th>${groups.join("")}</tr><tr>${columns.join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div></details>`;
}
