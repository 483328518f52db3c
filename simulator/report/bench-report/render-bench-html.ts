import type { BenchReport, BenchTable } from "../../bench/bench-report.ts";
import { escapeHtml } from "../escape-html.ts";
import { formatCount } from "../format-quantity.ts";
import { renderPage } from "../html-page.ts";
import { renderTable } from "../html-table.ts";
import { INFERRED_HEADING, INFERRED_MARK } from "../run-report/scenario-report.ts";
import type { BenchAssets } from "./bench-assets.ts";
import { type Family, familyNames, markedTitle } from "./controller-text.ts";
import { describeReport } from "./describe-report.ts";
import { modeCells, modeGroupsOf, modeHeadings, modesNote } from "./mode-columns.ts";
import { renderPicture } from "./render-picture.ts";
import { renderTally, renderTargets } from "./render-targets.ts";
import { renderWorlds } from "./render-worlds.ts";
import { benchColumns, describeTable, ratioNote } from "./table-columns.ts";

/**
 * The bench as one HTML file that needs no network.
 *
 * @throws never
 */
export function renderBenchHtml(report: BenchReport, assets: BenchAssets): string {
  return renderPage({
    title: "Every controller in every world",
    kicker: "Headgate bench",
    lead: describeReport(report)
      .map((sentence) => `<p class="note">${escapeHtml(sentence)}</p>`)
      .join("\n"),
    main: `${renderTally(report)}
${renderFilters(report)}
${report.tables
  .filter(({ worlds }) => worlds.length > 0)
  .map((table) => renderBenchTable(table, report))
  .join("\n")}
${renderTargets(report)}
${renderModes(report)}
${renderWorlds(report)}
${renderControllers(report)}`,
    writtenBy: "npm run bench",
    withoutScript:
      "Following a world through the lanes and hiding families need JavaScript; every picture and table is complete without it.",
    styles: [assets.reportCss, assets.benchCss],
    scripts: `<div class="tip" role="status" hidden></div>
<script>${assets.benchScript}</script>`,
  });
}

function renderFilters({ controllers, worlds }: BenchReport): string {
  const present = (Object.keys(familyNames) as Family[]).filter((family) =>
    controllers.some((controller) => controller.family === family),
  );
  // Rows of the worlds' tables are known by their controller alone.
  const rowsOf = (family: Family) =>
    controllers.flatMap((controller, i) => (controller.family === family ? [`.world .c${i}`] : [])).join();
  const boxes = present.map(
    (family) =>
      `<label class="f-${family}"><input type="checkbox" value="${family}" data-rows="${rowsOf(family)}" checked> <i></i>${escapeHtml(familyNames[family])}</label>`,
  );
  const options = worlds.flatMap(({ title, part }, i) =>
    part === "scored" ? [`<option value="${i}">${escapeHtml(title)}</option>`] : [],
  );
  return `<form class="filters" aria-label="What is shown"><fieldset><legend>Shown</legend>${boxes.join("\n")}</fieldset>
<label class="follow">Follow a world <select><option value="">none</option>${options.join("")}</select></label></form>`;
}

function renderBenchTable(table: BenchTable, report: BenchReport): string {
  const { title, note } = describeTable(table);
  const controllers = new Map(report.controllers.map((controller) => [controller.name, controller]));
  const rows = table.rows.flatMap((row) => {
    const controller = controllers.get(row.controller);
    if (controller === undefined) return [];
    const mark =
      controller.inferences.length === 0
        ? ""
        : ` <a class="inferred" href="#controller-${controller.name}" title="rests on inferred rules">${INFERRED_MARK}</a>`;
    return [
      {
        name: `${escapeHtml(controller.title)}${mark}`,
        attributes: ` class="f-${controller.family}" data-family="${controller.family}"`,
        cells: benchColumns.map(({ cell, bad }) => ({ text: cell(row, table), bad: bad?.(row) ?? false })),
      },
    ];
  });
  return `<section class="case" aria-labelledby="table-${table.binding}">
<h2 id="table-${table.binding}">${escapeHtml(title)}</h2>
<p class="note">${escapeHtml(note)}</p>
${renderPicture(report, table)}
${renderTable({ label: title, corner: "controller", headings: benchColumns.map(({ heading }) => heading), rows })}
<p class="note">${escapeHtml(ratioNote)}</p>
</section>`;
}

function renderModes(report: BenchReport): string {
  const groups = modeGroupsOf(report);
  if (groups.length === 0) return "";
  const controllers = new Map(report.controllers.map((controller) => [controller.name, controller]));
  const tables = groups.map(({ title, rows }) => {
    const named = rows.map((row) => ({
      name: escapeHtml(controllers.get(row.controller)?.title ?? row.controller),
      attributes: ` data-family="${controllers.get(row.controller)?.family ?? ""}"`,
      cells: modeCells(row),
    }));
    return `<h3>${escapeHtml(title)}</h3>\n${renderTable({ label: title, corner: "controller", headings: modeHeadings, rows: named })}`;
  });
  return `<section class="case" aria-labelledby="modes"><h2 id="modes">A task without connections</h2>
<p class="note">${escapeHtml(modesNote)}</p>
${tables.join("\n")}</section>`;
}

function renderControllers({ controllers }: BenchReport): string {
  const items = controllers.map((controller) => {
    const rules = controller.inferences.map((rule) => `<li>${INFERRED_MARK} ${escapeHtml(rule)}</li>`);
    const list = rules.length === 0 ? "" : `<ul>${rules.join("\n")}</ul>`;
    return `<dt id="controller-${controller.name}" class="f-${controller.family}"><i></i>${escapeHtml(markedTitle(controller))} <code>${controller.name}</code></dt><dd>${escapeHtml(controller.purpose)}${list}</dd>`;
  });
  return `<section aria-labelledby="controllers"><h2 id="controllers">Who plays</h2>
<p class="note">${INFERRED_HEADING}: figures of a controller so marked rest on these rules. ${formatCount(controllers.length)} play.</p>
<dl>${items.join("\n")}</dl></section>`;
}
