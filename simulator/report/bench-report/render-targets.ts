import type { BenchReport, BenchTarget } from "../../bench/bench-report.ts";
import type { ControllerName } from "../../controllers/controller-names.ts";
import { escapeHtml } from "../escape-html.ts";
import { groupTargets, type TargetGroup } from "./target-groups.ts";
import { describeTally, formatFigure, formatLimit, verdictMarks } from "./target-text.ts";

/** A bar's own units across; the limit is in its middle. */
const BAR_WIDTH = 120;
/** The bar ends where the figure is this many times the limit. */
const WIDEST_FACTOR = 16;

/** How many were met, and a square for each that leads to it. */
export function renderTally(report: BenchReport): string {
  if (report.targets.length === 0) return "";
  const squares = report.targets.map((target) => {
    const label = `${target.verdict}: ${target.title} (${titleOf(report, target.controller)})`;
    return `<span class="${classOf(target)}" title="${escapeHtml(label)}">${verdictMarks[target.verdict]}</span>`;
  });
  return `<p class="tally"><a href="#targets">${escapeHtml(describeTally(report.targets))}</a></p>
<p class="squares" aria-hidden="true">${squares.join("")}</p>`;
}

/** Every target with its figures, what they may be at most, and why they are so. */
export function renderTargets(report: BenchReport): string {
  if (report.targets.length === 0) return "";
  const { measured, unmeasured } = groupTargets(report.targets);
  const controllers = [...new Set(report.targets.map(({ controller }) => controller))];
  const heads = controllers.map((controller) => `<th scope="col">${escapeHtml(titleOf(report, controller))}</th>`);
  const rows = measured.map((group) => renderGroup(group, controllers, report));
  const table =
    measured.length === 0
      ? ""
      : `<div class="scroll" tabindex="0" role="region" aria-label="Targets"><table class="targets">
<thead><tr><th scope="col">target</th><th scope="col">limit</th>${heads.join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>
<p class="note">Bars are logarithmic and end to the right of the limit where it is missed.</p>`;
  return `<section class="case" aria-labelledby="targets"><h2 id="targets">Targets</h2>
<p class="note">${escapeHtml(describeTally(report.targets))}.</p>
${table}
${renderUnmeasured(unmeasured, report)}</section>`;
}

function renderGroup(
  { title, targets }: TargetGroup,
  controllers: readonly ControllerName[],
  report: BenchReport,
): string {
  const cells = controllers.map((controller) => {
    const target = targets.find((each) => each.controller === controller);
    return target === undefined ? "<td></td>" : renderCell(target, report);
  });
  return `<tr><th scope="row">${escapeHtml(title)}</th><td class="figure">≤ ${escapeHtml(formatLimit(targets[0]!))}</td>${cells.join("")}</tr>`;
}

function renderCell(target: BenchTarget, report: BenchReport): string {
  const { verdict, why } = target;
  return `<td class="${classOf(target)}"><span class="verdict"><b aria-hidden="true">${verdictMarks[verdict]}</b> ${verdict}</span> <span class="figure">${escapeHtml(formatFigure(target))}</span>${renderBar(target)}<span class="why">${escapeHtml(why)}</span>${renderPerWorld(target, report)}</td>`;
}

/** How far from the limit, on a logarithmic scale; nothing where there is no limit to divide by. */
function renderBar({ figure, limit, verdict }: BenchTarget): string {
  if (verdict === "not measured" || limit === 0) return "";
  const factor = figure === null ? WIDEST_FACTOR : figure / limit;
  const reach = Math.log(Math.max(factor, 1 / WIDEST_FACTOR)) / Math.log(WIDEST_FACTOR);
  const width = Math.round((BAR_WIDTH / 2) * (1 + Math.max(-1, Math.min(1, reach))));
  return `<svg width="${BAR_WIDTH}" height="14" aria-hidden="true"><rect class="track" y="3" width="${BAR_WIDTH}" height="8"/><rect class="reach" y="3" width="${Math.max(3, width)}" height="8"/><path class="limit" d="M${BAR_WIDTH / 2} 0v14"/></svg>`;
}

function renderPerWorld({ perWorld, unit }: BenchTarget, { worlds }: BenchReport): string {
  if (perWorld.length === 0) return "";
  const titles = new Map(worlds.map(({ id, title }) => [id, title]));
  const items = perWorld.map(({ world, figure }) => {
    const text = figure === null ? "∞" : unit === "ratio" ? Number(figure.toPrecision(3)) : Number(figure.toFixed(1));
    return `<li>${escapeHtml(titles.get(world) ?? world)}: ${text}`;
  });
  return `<details><summary>per world</summary><ul>${items.join("")}</ul></details>`;
}

function renderUnmeasured(groups: readonly TargetGroup[], report: BenchReport): string {
  if (groups.length === 0) return "";
  const items = groups.map(({ title, targets }) => {
    const who = targets.map(({ controller }) => titleOf(report, controller)).join("; ");
    return `<li>${escapeHtml(`${title} (${who}): ${targets[0]!.why}`)}</li>`;
  });
  return `<h3>Not measured</h3>\n<ul class="note">${items.join("\n")}</ul>`;
}

function classOf({ verdict }: BenchTarget): string {
  return verdict.replace(" ", "-");
}

function titleOf({ controllers }: BenchReport, controller: ControllerName): string {
  return controllers.find(({ name }) => name === controller)?.title ?? controller;
}
