import type { BenchReport, BenchRow, BenchWorld } from "../../bench/bench-report.ts";
import { escapeHtml } from "../escape-html.ts";
import { describeBinding, worldColumns, worldGroupsOf } from "./world-columns.ts";

/**
 * Every figure of every world, folded away: the picture in numbers.
 *
 * Cells have no end tags, which HTML allows, and controllers their short names: thousands of them are half of the page.
 */
export function renderWorlds(report: BenchReport): string {
  const groups = worldGroupsOf(report).map(
    ({ title, worlds }) =>
      `<h3>${escapeHtml(title)} (${worlds.length})</h3>\n${worlds.map((world) => renderWorld(world, report)).join("\n")}`,
  );
  if (groups.length === 0) return "";
  return `<section class="worlds" aria-labelledby="worlds"><h2 id="worlds">Every world in figures</h2>
<p class="note">Means over a world's runs, with the spread below. What controllers may be tuned on is not scored.</p>
${groups.join("\n")}</section>`;
}

function renderWorld(world: BenchWorld, report: BenchReport): string {
  const index = report.worlds.indexOf(world);
  const remarks = [describeBinding(world), `Runs of each controller: ${world.runs}.`, ...world.remarks];
  const heads = worldColumns.map(({ heading }) => `<th>${escapeHtml(heading.join(" ").trim())}`);
  const rows = report.controllers.flatMap(({ name }, c) => {
    const row = report.rows.find((each) => each.world === world.id && each.controller === name);
    return row === undefined ? [] : [`<tr class=c${c}><th>${name}${cellsOf(row)}`];
  });
  return `<details class="world" id="world-${index}"><summary>${escapeHtml(world.title)}</summary>
<p class="note">${escapeHtml(remarks.join(" "))}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Figures of a world"><table class="result"><thead><tr><th>controller${heads.join("")}</thead><tbody>${rows.join("")}</table></div></details>`;
}

function cellsOf(row: BenchRow): string {
  return worldColumns
    .map(({ text, further }) => {
      const spread = further?.(row) ?? "";
      return `<td>${escapeHtml(text(row))}${spread === "" ? "" : `<i>${escapeHtml(spread)}</i>`}`;
    })
    .join("");
}
