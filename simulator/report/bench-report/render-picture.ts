import type { BenchController, BenchReport, BenchTable } from "../../bench/bench-report.ts";
import { escapeHtml } from "../escape-html.ts";
import { type Axis, LANE_WIDTH } from "./axis.ts";
import { markedTitle } from "./controller-text.ts";
import { type DotLane, type DotPanel, dotPanelsOf } from "./dot-panels.ts";

const LANE_HEIGHT = 34;
const DOTS_FROM = 6;
const DOTS_TO = 28;
/** Neighbouring worlds lie far apart in a lane: the golden ratio never repeats. */
const GOLDEN = 0.618034;
/** Outside of every lane: the places of the dots stay those of the worlds. */
const NOWHERE = "M-99 0h0";

/** Every controller in every world of a table: a lane each, a dot per world, at the same height in every lane. */
export function renderPicture(report: BenchReport, table: BenchTable): string {
  const panels = dotPanelsOf(report, table);
  const indices = table.worlds.map((id) => report.worlds.findIndex((world) => world.id === id));
  return `<div class="picture" data-worlds="${indices.join(" ")}">
${panels.map((panel, i) => renderPanel(panel, report.controllers, i === 0)).join("\n")}
</div>
<p class="note">A dot is a world, at the same height in every lane; the line through it is the spread over its runs, the bar is the median over the worlds. Scales are logarithmic.<span class="hint"> Point at a dot, or choose a world, to follow it through all lanes.</span></p>`;
}

/** @param named the lanes' names stand beside it; on a narrow screen every panel has them */
function renderPanel(panel: DotPanel, controllers: readonly BenchController[], named: boolean): string {
  const ticks = panel.axis.ticks.map(
    ({ place, label }) => `<span style="left:${percentOf(place)}%">${escapeHtml(label)}</span>`,
  );
  const lanes = controllers.map((controller, i) => renderLane(panel, controller, i));
  const aim = panel.aim === null ? "" : ` <small>${escapeHtml(panel.aim.label)}</small>`;
  return `<div class="panel${named ? " named" : ""}" data-panel="${panel.id}"><h4>${escapeHtml(panel.title)}${aim}</h4>
${lanes.join("\n")}
<div class="ticks" aria-hidden="true">${ticks.join("")}</div></div>`;
}

function renderLane(panel: DotPanel, controller: BenchController, index: number): string {
  const { axis } = panel;
  const lane = panel.lanes[index]!;
  const label = `${panel.title}: ${controller.title}, ${describeLane(panel, lane)}`;
  const zero =
    axis.zeroLaneWidth === 0 ? "" : `<rect class="zero" width="${axis.zeroLaneWidth}" height="${LANE_HEIGHT}"/>`;
  const aim = panel.aim === null ? "" : `<path class="aim" d="M${axis.place(panel.aim.value)} 0V${LANE_HEIGHT}"/>`;
  const median = lane.median === null ? "" : `<path class="median" d="M${axis.place(lane.median)} 3V31"/>`;
  return `<div class="lane f-${controller.family}" data-family="${controller.family}" data-row="c${index}"><span class="who">${escapeHtml(markedTitle(controller))}</span>
<svg viewBox="0 0 ${LANE_WIDTH} ${LANE_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(label)}">${zero}<path class="rule" d="${gridOf(axis)}"/>${aim}<path class="spread" d="${spreadsOf(lane, axis)}"/>${median}<path class="dots" d="${dotsOf(lane, axis)}"/></svg></div>`;
}

function describeLane({ text }: DotPanel, { dots, median }: DotLane): string {
  const means = dots.flatMap((dot) => (dot === null ? [] : [dot.mean]));
  if (median === null) return "did not play";
  const worlds = `${means.length} ${means.length === 1 ? "world" : "worlds"}`;
  return `${worlds}: median ${text(median)}, best ${text(Math.min(...means))}, worst ${text(Math.max(...means))}`;
}

function gridOf({ ticks }: Axis): string {
  return ticks.map(({ place }) => `M${place} 0V${LANE_HEIGHT}`).join("");
}

/** Lines of no length with round ends: dots that stay round however wide the lane gets, at nine bytes each. */
function dotsOf({ dots }: DotLane, { place }: Axis): string {
  return dots.map((dot, i) => (dot === null ? NOWHERE : `M${place(dot.mean)} ${heightOf(i)}h0`)).join("");
}

function spreadsOf({ dots }: DotLane, { place }: Axis): string {
  return dots
    .map((dot, i) => {
      if (dot === null || place(dot.least) === place(dot.most)) return "";
      return `M${place(dot.least)} ${heightOf(i)}H${place(dot.most)}`;
    })
    .join("");
}

function heightOf(index: number): number {
  return Math.round(DOTS_FROM + (((index + 1) * GOLDEN) % 1) * (DOTS_TO - DOTS_FROM));
}

function percentOf(place: number): number {
  return Number(((place / LANE_WIDTH) * 100).toFixed(1));
}
