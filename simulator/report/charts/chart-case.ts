import type { TimelineSample } from "../replay.ts";

/** What is drawn of one world: the same rows of charts for every run, a row on one scale. */
export type ChartCase = {
  /** Of the timelines' seconds; the printed clock counts from it. */
  readonly zeroAtSeconds: number;
  readonly rows: readonly ChartRow[];
  readonly runs: readonly ChartRun[];
};

export type ChartRun = {
  readonly name: string;
  readonly notices: readonly { readonly atSeconds: number }[];
  readonly timeline: readonly TimelineSample[];
};

export type ChartRow = {
  /** Lower case with hyphens, once in a case. */
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  /** The scale's top for the highest value of all runs, in the row's unit. */
  readonly topOf: (peak: number) => number;
  /** Where a logarithmic scale begins, in the row's unit; `null`: linear, from 0. */
  readonly logFrom: number | null;
  /** What the values are held against. */
  readonly line: ReferenceLine | null;
  /** What a reader of one chart should take from it, by the run's place in the case. */
  readonly summary: (run: ChartRun, runIndex: number) => string;
};

export type ChartSeries = {
  readonly label: string;
  /** CSS custom property of the colour, without the dashes. */
  readonly colour: string;
  /** Lines differ in more than colour. */
  readonly style: "line" | "dashed" | "area" | "steps" | "dashed-steps";
  /** `null`: there is no value, which is not 0. */
  readonly read: (sample: TimelineSample) => number | null;
};

export type ReferenceLine = {
  /** One word or two, as drawn: `wall`, `objective`. */
  readonly label: string;
  readonly at: number;
};

/** The highest value of a run, in the row's unit; 0 where there is none. */
export function peakOf(run: ChartRun, read: ChartSeries["read"]): number {
  return run.timeline.reduce((peak, sample) => Math.max(peak, read(sample) ?? 0), 0);
}

/** The top of a row's scale, the same for every run of a case, in the row's unit. */
export function scaleTopOf(row: ChartRow, of: ChartCase): number {
  return row.topOf(Math.max(0, ...of.runs.flatMap((run) => row.series.map(({ read }) => peakOf(run, read)))));
}
