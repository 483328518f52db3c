import type { BenchReport, BenchRow, BenchWorld } from "../../bench/bench-report.ts";
import { formatCount, formatDollars, formatMinutes, formatPercent, formatTaskHours } from "../format-quantity.ts";
import { formatRatioTo, formatSpread } from "./ratio-text.ts";

/** A column of a world's table; `further` is the spread over its runs. */
export type WorldColumn = {
  readonly heading: readonly [string, string];
  readonly text: (row: BenchRow) => string;
  readonly further?: (row: BenchRow) => string;
};

const minutes = (of: number) => formatMinutes(of * 60);
const sum = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((total, each) => total + each, 0);

/** The first three are what the picture shows: the page's script reads them out of here. */
export const worldColumns: readonly WorldColumn[] = [
  {
    heading: ["failed", "%"],
    text: ({ failedRatio }) => formatPercent(failedRatio.mean),
    further: ({ failedRatio }) => formatSpread(failedRatio, formatPercent),
  },
  {
    heading: ["SLO miss", "min"],
    text: ({ sloViolationMinutes }) => minutes(sloViolationMinutes.mean),
    further: ({ sloViolationMinutes }) => formatSpread(sloViolationMinutes, minutes),
  },
  {
    heading: ["score", "dollars"],
    text: ({ scoreDollars }) => formatDollars(scoreDollars.mean),
  },
  { heading: ["task", "hours"], text: ({ taskHours }) => formatTaskHours(taskHours.mean * 3600) },
  { heading: ["peak", "of wall %"], text: ({ peakConnectionsRatio }) => formatCount(peakConnectionsRatio.mean * 100) },
  { heading: ["actions", ""], text: ({ actions }) => formatCount(actions.mean) },
  { heading: ["collapsed", "% of runs"], text: ({ collapsedRatio }) => formatCount(collapsedRatio * 100) },
  { heading: ["over wall", "s"], text: ({ overCommittedSeconds }) => formatCount(sum(overCommittedSeconds)) },
  {
    heading: ["rules", "broken"],
    text: ({ invariantBreaches }) => formatCount(invariantBreaches.reduce((total, { count }) => total + count, 0)),
  },
  { heading: ["x best", "AWS"], text: ({ ratios }) => formatRatioTo(ratios.toBestAws) },
  { heading: ["x hand", "cap"], text: ({ ratios }) => formatRatioTo(ratios.toHandSetCap) },
];

export type WorldGroup = { readonly title: string; readonly worlds: readonly BenchWorld[] };

/** What is scored apart from what controllers may be tuned on. */
export function worldGroupsOf({ worlds }: Pick<BenchReport, "worlds">): readonly WorldGroup[] {
  const group = (title: string, part: BenchWorld["part"], binding: BenchWorld["binding"]["kind"]) => ({
    title,
    worlds: worlds.filter((world) => world.part === part && world.binding.kind === binding),
  });
  return [
    group("Scored, bound by the database", "scored", "bound"),
    group("Scored, not bound", "scored", "not-bound"),
    group("Tuning only, bound by the database", "tuning", "bound"),
    group("Tuning only, not bound", "tuning", "not-bound"),
  ].filter((each) => each.worlds.length > 0);
}

export function describeBinding({ binding }: BenchWorld): string {
  switch (binding.kind) {
    case "not-bound":
      return "No database holds back.";
    case "bound": {
      const by = binding.by === "ideal" ? "just enough tasks would want" : `${binding.by} reached`;
      return `Bound by ${binding.database}: ${by} ${formatCount(binding.want)} connections of ${formatCount(binding.wall)}.`;
    }
  }
}
