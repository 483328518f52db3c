import type { TimelineSample } from "../replay.ts";
import { type ChartCase, scaleTopOf } from "./chart-case.ts";

/** More than a screen has pixels for; a day keeps its minutes. */
const MOST_POINTS = 1_440;
/** Of all runs of a case, so that a page with everybody stays small enough to send. */
const MOST_CASE_POINTS = 10_000;

/** What the report's script draws from: columns of rounded numbers, by case. */
export function chartDataOf(cases: readonly ChartCase[]) {
  return cases.map((of) => ({
    tops: Object.fromEntries(of.rows.map((row) => [row.id, round(scaleTopOf(row, of))])),
    logs: Object.fromEntries(of.rows.flatMap(({ id, logFrom }) => (logFrom === null ? [] : [[id, logFrom]]))),
    lines: Object.fromEntries(of.rows.flatMap(({ id, line }) => (line === null ? [] : [[id, line]]))),
    series: Object.fromEntries(
      of.rows.map((row) => [
        row.id,
        row.series.map(({ label, colour, style }) => ({ label, colour, style, unit: row.unit })),
      ]),
    ),
    runs: of.runs.map((run) => {
      const groups = groupSamples(run.timeline, Math.min(MOST_POINTS, MOST_CASE_POINTS / of.runs.length));
      return {
        times: groups.map((group) => group.at(-1)!.atSeconds - of.zeroAtSeconds),
        columns: Object.fromEntries(
          of.rows.map((row) => [row.id, row.series.map(({ read }) => groups.map((group) => average(group, read)))]),
        ),
        notices: run.notices.map((notice) => notice.atSeconds - of.zeroAtSeconds),
      };
    }),
  }));
}

/** Neighbours that become one point; each alone where there are few. */
function groupSamples(timeline: readonly TimelineSample[], mostPoints: number): readonly (readonly TimelineSample[])[] {
  const size = Math.ceil(timeline.length / mostPoints);
  return Array.from({ length: size === 0 ? 0 : Math.ceil(timeline.length / size) }, (_, i) =>
    timeline.slice(i * size, (i + 1) * size),
  );
}

function average(group: readonly TimelineSample[], read: (sample: TimelineSample) => number | null): number | null {
  const values = group.map(read).filter((value) => value !== null);
  if (values.length === 0) return null;
  return round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** Four digits are more than a chart shows, and a third of the size. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
