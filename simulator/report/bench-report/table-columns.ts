import type { BenchTable, BenchTableRow } from "../../bench/bench-report.ts";
import { formatCount, formatDollars, formatMinutes, formatPercent, formatTaskHours } from "../format-quantity.ts";
import { formatMedian, formatSums } from "./ratio-text.ts";

/** A column of the two tables: the terminal shows some of the page's, word for word. */
export type BenchColumn = {
  readonly heading: readonly [string, string];
  readonly cell: (row: BenchTableRow, table: BenchTable) => string;
  /** Whether it is worth a place in a terminal. */
  readonly brief: boolean;
  /** How bad the figure is, for colour only. */
  readonly bad?: (row: BenchTableRow) => boolean;
};

const minutes = (of: number) => formatMinutes(of * 60);
const hours = (of: number) => formatTaskHours(of * 3600);

/** Connections that nobody could have opened. */
const fullWall = 1;

export const benchColumns: readonly BenchColumn[] = [
  {
    heading: ["failed %", "mean"],
    brief: true,
    cell: ({ failedRatio }, { worlds }) => formatPercent(failedRatio.sum / Math.max(1, worlds.length)),
  },
  { heading: ["failed %", "median"], brief: false, cell: ({ failedRatio }) => formatPercent(failedRatio.median) },
  { heading: ["SLO min", "sum"], brief: true, cell: ({ sloViolationMinutes }) => minutes(sloViolationMinutes.sum) },
  {
    heading: ["SLO min", "median"],
    brief: false,
    cell: ({ sloViolationMinutes }) => minutes(sloViolationMinutes.median),
  },
  { heading: ["task-hours", "sum"], brief: true, cell: ({ taskHours }) => hours(taskHours.sum) },
  { heading: ["score", "dollars"], brief: true, cell: ({ scoreDollars }) => formatDollars(scoreDollars.sum) },
  {
    heading: ["peak", "of wall"],
    brief: false,
    cell: ({ peakConnectionsRatio }) => `${formatCount(peakConnectionsRatio * 100)} %`,
    bad: ({ peakConnectionsRatio }) => peakConnectionsRatio >= fullWall,
  },
  { heading: ["actions", "median"], brief: false, cell: ({ actions }) => formatCount(actions.median) },
  {
    heading: ["over wall", "own s"],
    brief: true,
    cell: ({ overCommittedSeconds }) => formatCount(overCommittedSeconds.controller),
    bad: ({ overCommittedSeconds }) => overCommittedSeconds.controller > 0,
  },
  {
    heading: ["over wall", "other s"],
    brief: false,
    cell: ({ overCommittedSeconds: { deployment, start, replacement } }) =>
      formatCount(deployment + start + replacement),
  },
  { heading: ["x AWS", "sums"], brief: true, cell: ({ ratios }) => formatSums(ratios.toBestAws) },
  { heading: ["x AWS", "median"], brief: false, cell: ({ ratios }) => formatMedian(ratios.toBestAws) },
  { heading: ["x cap", "sums"], brief: true, cell: ({ ratios }) => formatSums(ratios.toHandSetCap) },
  { heading: ["x cap", "median"], brief: false, cell: ({ ratios }) => formatMedian(ratios.toHandSetCap) },
  { heading: ["x bound", "median"], brief: false, cell: ({ ratios }) => formatMedian(ratios.toBound) },
];

/** What a table is about, in a heading and a sentence. */
export function describeTable(table: BenchTable): { readonly title: string; readonly note: string } {
  const worlds = `${table.worlds.length} ${table.worlds.length === 1 ? "world" : "worlds"}`;
  switch (table.binding) {
    case "bound":
      return {
        title: `Bound by the database (${worlds})`,
        note: "More connections are wanted than clients can open. Ratios are of failed requests; below 0.01 % both count as clear.",
      };
    case "not-bound":
      return {
        title: `Not bound (${worlds})`,
        note: "No database holds back. Ratios are of SLO minutes; below 0.01 % of the time both count as clear.",
      };
  }
}

export const ratioNote =
  "Score: task-hours x $0.04 and SLO minutes x $0.20, or by the scenario's own prices. x AWS: to the best AWS policy without a cap; x cap: to the best with a hand-set cap; x bound: to the clairvoyant. Sums: one controller's sum over all worlds to the sum of the others' best in each world. Median: of the ratios per world; ∞: only the other one was clear. Over wall, own: seconds with commitments above a wall that the controller's own write raised; other: deployments, replacements and what ran at second 0.";
