import { escapeHtml } from "./escape-html.ts";
import type { Replay, ReplayCase } from "./replay.ts";
import { describeCase, resultColumns } from "./result-table.ts";

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
