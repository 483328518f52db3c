import { formatCount, formatPercent } from "./format-quantity.ts";
import type { Replay, ReplayCase, ReplayRun, TimelineSample } from "./replay.ts";

export type ChartRowId = "traffic" | "tasks" | "connections" | "failures";

export type ChartSeries = {
  readonly label: string;
  /** CSS custom property of the colour, without the dashes. */
  readonly colour: string;
  /** Lines differ in more than colour. */
  readonly style: "line" | "dashed" | "area" | "steps" | "dashed-steps";
  readonly read: (sample: TimelineSample) => number;
};

export type ChartRow = {
  readonly id: ChartRowId;
  readonly title: string;
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  /** What a reader of one chart should take from it. */
  readonly summary: (run: ReplayRun, of: ReplayCase) => string;
};

const peakOf = (run: ReplayRun, read: (sample: TimelineSample) => number) =>
  run.timeline.reduce((peak, sample) => Math.max(peak, read(sample)), 0);

export const chartRows: readonly ChartRow[] = [
  {
    id: "traffic",
    title: "Traffic",
    unit: "a second",
    series: [
      { label: "attempts with retries", colour: "attempts", style: "dashed", read: (s) => s.attemptsPerSecond },
      { label: "requests by users", colour: "requests", style: "line", read: (s) => s.requestsPerSecond },
    ],
    summary: (run) =>
      `peak ${formatCount(peakOf(run, (s) => s.requestsPerSecond))} requests/s, ` +
      `${formatCount(peakOf(run, (s) => s.attemptsPerSecond))} attempts/s`,
  },
  {
    id: "tasks",
    title: "Tasks",
    unit: "",
    series: [
      { label: "running", colour: "running", style: "steps", read: (s) => s.runningTasks },
      { label: "desired", colour: "desired", style: "dashed-steps", read: (s) => s.desiredTasks },
    ],
    summary: (run) => `peak ${formatCount(run.peakTasks)} tasks`,
  },
  {
    id: "connections",
    title: "Database connections",
    unit: "",
    series: [{ label: "open", colour: "connections", style: "area", read: (s) => s.connections }],
    summary: (run, of) => `peak ${formatCount(run.peakConnections)} of ${formatCount(of.usableConnections)}`,
  },
  {
    id: "failures",
    title: "Failed requests",
    unit: "%",
    series: [{ label: "failed", colour: "failed", style: "area", read: (s) => s.failedRatio * 100 }],
    summary: (run) => `worst ${formatPercent(peakOf(run, (s) => s.failedRatio))} %`,
  },
];

/** Least top of the failures' scale: below it noise would look like an outage. */
const FAILED_PERCENT_SCALE = 5;
const HEADROOM = 1.06;

/** The top of a row's scale, the same for every controller of a case, in the row's unit. */
export function scaleTopOf(row: ChartRow, of: ReplayCase): number {
  const peak = Math.max(...of.runs.flatMap((run) => row.series.map((series) => peakOf(run, series.read))));
  switch (row.id) {
    case "connections":
      return Math.max(peak, of.usableConnections) * HEADROOM;
    case "failures":
      return Math.min(100, Math.max(FAILED_PERCENT_SCALE, peak * HEADROOM));
    default:
      return Math.max(1, peak * HEADROOM);
  }
}

/** What the report's script draws from: columns of rounded numbers. */
export function chartDataOf(replay: Replay) {
  return replay.cases.map((of) => ({
    wall: of.usableConnections,
    tops: Object.fromEntries(chartRows.map((row) => [row.id, round(scaleTopOf(row, of))])),
    runs: of.runs.map((run) => ({
      times: run.timeline.map((sample) => sample.atSeconds - of.clock.zeroAtSeconds),
      columns: Object.fromEntries(
        chartRows.map((row) => [row.id, row.series.map(({ read }) => run.timeline.map((s) => round(read(s))))]),
      ),
      notices: run.notices.map((notice) => notice.atSeconds - of.clock.zeroAtSeconds),
    })),
    series: Object.fromEntries(
      chartRows.map((row) => [
        row.id,
        row.series.map(({ label, colour, style }) => ({ label, colour, style, unit: row.unit })),
      ]),
    ),
  }));
}

/** Four digits are more than a chart shows, and a third of the size. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
