import { formatCount, formatPercent, formatSeconds } from "../format-quantity.ts";
import { type ChartRow, type ChartRun, type ChartSeries, peakOf } from "./chart-case.ts";

const HEADROOM = 1.06;
/** Least top of the failures' scale: below it noise would look like an outage. */
const FAILED_PERCENT_SCALE = 5;
/** Faster answers than this are drawn as this: nobody waits for them. */
const FASTEST_DRAWN_SECONDS = 0.01;

const withHeadroom = (peak: number) => Math.max(1, peak * HEADROOM);

export const trafficRow: ChartRow = {
  id: "traffic",
  title: "Traffic",
  unit: "a second",
  series: [
    { label: "attempts with retries", colour: "attempts", style: "dashed", read: (s) => s.attemptsPerSecond },
    { label: "requests by users", colour: "requests", style: "line", read: (s) => s.requestsPerSecond },
  ],
  topOf: withHeadroom,
  logFrom: null,
  line: null,
  summary: (run) =>
    `peak ${formatCount(peakOf(run, (s) => s.requestsPerSecond))} requests/s, ` +
    `${formatCount(peakOf(run, (s) => s.attemptsPerSecond))} attempts/s`,
};

/** @param peakTasks of a run, by its place in the case: a timeline's averages may miss it */
export function tasksRow(peakTasks: (runIndex: number) => number): ChartRow {
  return {
    id: "tasks",
    title: "Tasks",
    unit: "",
    series: [
      { label: "running", colour: "running", style: "steps", read: (s) => s.runningTasks },
      { label: "desired", colour: "desired", style: "dashed-steps", read: (s) => s.desiredTasks },
    ],
    topOf: withHeadroom,
    logFrom: null,
    line: null,
    summary: (_, runIndex) => `peak ${formatCount(peakTasks(runIndex))} tasks`,
  };
}

/** @param wall what clients can open; `null` where several walls are in one chart */
export function connectionsRow(of: {
  readonly id: string;
  readonly title: string;
  readonly wall: number | null;
  readonly read: ChartSeries["read"];
  readonly summary: (run: ChartRun, runIndex: number) => string;
}): ChartRow {
  const { id, title, wall, read, summary } = of;
  return {
    id,
    title,
    unit: "",
    series: [{ label: "open", colour: "connections", style: "area", read }],
    topOf: (peak) => Math.max(1, peak, wall ?? 0) * HEADROOM,
    logFrom: null,
    line: wall === null ? null : { label: "wall", at: wall },
    summary,
  };
}

export const failuresRow: ChartRow = {
  id: "failures",
  title: "Failed requests",
  unit: "%",
  series: [{ label: "failed", colour: "failed", style: "area", read: (s) => s.failedRatio * 100 }],
  topOf: (peak) => Math.min(100, Math.max(FAILED_PERCENT_SCALE, peak * HEADROOM)),
  logFrom: null,
  line: null,
  summary: (run) => `worst ${formatPercent(peakOf(run, (s) => s.failedRatio))} %`,
};

/** @param sloSeconds the objective; `null` where services with users differ in it */
export function slownessRow(sloSeconds: number | null): ChartRow {
  const read = ({ p99Seconds }: { readonly p99Seconds: number }) =>
    p99Seconds > 0 ? Math.max(FASTEST_DRAWN_SECONDS, p99Seconds) : null;
  return {
    id: "p99",
    title: "Answer time, p99",
    unit: "s",
    series: [{ label: "p99", colour: "slowness", style: "line", read }],
    topOf: (peak) => Math.max(1, peak, sloSeconds ?? 0) * 2,
    logFrom: FASTEST_DRAWN_SECONDS,
    line: sloSeconds === null ? null : { label: "objective", at: sloSeconds },
    summary: (run) => `worst ${formatSeconds(peakOf(run, (s) => s.p99Seconds))} s`,
  };
}
