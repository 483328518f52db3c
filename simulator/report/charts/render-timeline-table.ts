import { escapeHtml } from "../escape-html.ts";
import { formatClock } from "../format-quantity.ts";
import type { TimelineSample } from "../replay.ts";
import type { ChartCase } from "./chart-case.ts";

const TIMELINE_ROWS = 40;

/** A column under each run. */
export type TimelineFigure = readonly [heading: string, text: (sample: TimelineSample) => string];

/** The charts in figures, at most forty moments of them. */
export function renderTimelineTable(of: ChartCase, figures: readonly TimelineFigure[]): string {
  const longest = of.runs.reduce((most, run) => Math.max(most, run.timeline.length), 0);
  if (longest === 0) return "";
  const stride = Math.ceil(longest / TIMELINE_ROWS);
  const rows: string[] = [];
  for (let i = 0; i < longest; i += stride) {
    const atSeconds = of.runs.find((run) => run.timeline[i] !== undefined)!.timeline[i]!.atSeconds;
    const cells = of.runs.flatMap((run) => {
      const sample = run.timeline[i];
      return figures.map(([, text], f) => {
        const first = f === 0 ? ' class="first"' : "";
        return `<td${first}>${sample === undefined ? "" : escapeHtml(text(sample))}</td>`;
      });
    });
    rows.push(`<tr><th scope="row">${formatClock(atSeconds - of.zeroAtSeconds)}</th>${cells.join("")}</tr>`);
  }
  const groups = of.runs.map((run) => `<th scope="colgroup" colspan="${figures.length}">${escapeHtml(run.name)}</th>`);
  const columns = of.runs.flatMap(() =>
    figures.map(([name], f) => `<th scope="col"${f === 0 ? ' class="first"' : ""}>${escapeHtml(name)}</th>`),
  );
  return `<details><summary>The charts in figures</summary>
<div class="scroll" tabindex="0" role="region" aria-label="The charts in figures"><table class="timeline">
<thead><tr><th rowspan="2" scope="col">time</th>${groups.join("")}</tr><tr>${columns.join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div></details>`;
}
