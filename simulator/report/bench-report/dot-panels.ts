import type { BenchReport, BenchRow, BenchTable, Spread } from "../../bench/bench-report.ts";
import { formatMinutes, formatPercent } from "../format-quantity.ts";
import { type Axis, logAxis } from "./axis.ts";
import { formatFactor } from "./ratio-text.ts";

/** One figure of every controller in every world of a table. */
export type DotPanel = {
  readonly id: "failed" | "slo" | "cost";
  readonly title: string;
  readonly axis: Axis;
  /** By controller, in the report's order. */
  readonly lanes: readonly DotLane[];
  readonly text: (value: number) => string;
  /** What a reader should aim at, drawn across all lanes. */
  readonly aim: { readonly value: number; readonly label: string } | null;
};

export type DotLane = {
  /** By world, in the table's order; `null`: it did not play there. */
  readonly dots: readonly (Spread | null)[];
  /** Over the worlds; `null` where it played nowhere. */
  readonly median: number | null;
};

type Figure = (row: BenchRow, bound: BenchRow | undefined) => Spread | null;

const CLEAR_FAILED_RATIO = 0.0001;
const CLEAR_MINUTES = 1;
const COST_AIM = 1.25;
const decades = [0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000];
const factors = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000];

export function dotPanelsOf(report: BenchReport, table: BenchTable): readonly DotPanel[] {
  const rows = new Map(report.rows.map((row) => [`${row.world} ${row.controller}`, row]));
  const lanesOf = (figure: Figure): readonly DotLane[] =>
    report.controllers.map(({ name }) => {
      const dots = table.worlds.map((world) => {
        const row = rows.get(`${world} ${name}`);
        return row === undefined ? null : figure(row, rows.get(`${world} clairvoyant`));
      });
      return { dots, median: medianOf(dots.filter((dot) => dot !== null).map(({ mean }) => mean)) };
    });
  const failed = lanesOf((row) => row.failedRatio);
  const slo = lanesOf((row) => row.sloViolationMinutes);
  const cost = lanesOf(costToBound);
  return [
    {
      id: "failed",
      title: "Failed requests, %",
      axis: logAxis({
        from: CLEAR_FAILED_RATIO,
        to: 1,
        zeroLabel: "<0.01",
        ticks: decades.map((percent) => percent / 100),
        label: (ratio) => String(Number((ratio * 100).toPrecision(1))),
      }),
      lanes: failed,
      text: (ratio) => `${formatPercent(ratio)} %`,
      aim: null,
    },
    {
      id: "slo",
      title: "SLO missed, minutes",
      axis: logAxis({
        from: CLEAR_MINUTES,
        to: Math.max(10, mostOf(slo)),
        zeroLabel: "<1",
        ticks: decades,
        label: (minutes) => minutes.toLocaleString("en-US"),
      }),
      lanes: slo,
      text: (minutes) => `${formatMinutes(minutes * 60)} min`,
      aim: null,
    },
    {
      id: "cost",
      title: "Cost to the lower bound's, x",
      axis: logAxis({
        from: Math.min(0.8, leastOf(cost)),
        to: Math.max(2, mostOf(cost)),
        zeroLabel: null,
        ticks: factors,
        label: String,
      }),
      lanes: cost,
      text: (factor) => `${formatFactor(factor)} x`,
      aim: { value: COST_AIM, label: `dashed: ${COST_AIM}` },
    },
  ];
}

/** Task-hours and violation minutes in dollars, over the clairvoyant's in the same world. */
function costToBound({ scoreDollars }: BenchRow, bound: BenchRow | undefined): Spread | null {
  const base = bound?.scoreDollars.mean ?? 0;
  if (base <= 0) return null;
  return { mean: scoreDollars.mean / base, least: scoreDollars.least / base, most: scoreDollars.most / base };
}

function mostOf(lanes: readonly DotLane[]): number {
  return lanes.reduce((most, { dots }) => dots.reduce((max, dot) => Math.max(max, dot?.most ?? 0), most), 0);
}

function leastOf(lanes: readonly DotLane[]): number {
  const values = lanes.flatMap(({ dots }) =>
    dots.flatMap((dot) => (dot === null || dot.least <= 0 ? [] : [dot.least])),
  );
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length / 2;
  return (ascending[Math.ceil(middle) - 1]! + ascending[Math.floor(middle)]!) / 2;
}
