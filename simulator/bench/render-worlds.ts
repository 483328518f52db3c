import { formatPercent } from "../report/format-quantity.ts";
import type { BenchReport, BenchRow, BenchWorld, Spread } from "./bench-report.ts";
import { RowsOf } from "./bench-tables.ts";
import { targetControllers } from "./targets.ts";
import { columnsOf } from "./text-columns.ts";

const titles = { bound: "Bound by the database", "not-bound": "Not bound" } as const;

/** Ours, the best of the others and the bound in each world, with the spread over the runs: what sums and medians hide. */
export function renderWorlds(report: BenchReport): string {
  const tuning = report.worlds.flatMap(({ id, part }) => (part === "tuning" ? [id] : []));
  const blocks = [
    ...report.tables.map(({ binding, worlds }) => worldLines(report, titles[binding], worlds)),
    worldLines(report, "Tuning worlds, in no table and no target", tuning),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function worldLines(report: BenchReport, title: string, ids: readonly string[]): readonly string[] {
  const found = new RowsOf(report.worlds, report.rows);
  const ours = targetControllers.filter((name) => report.controllers.some((controller) => controller.name === name));
  const worlds = ids.flatMap((id) => report.worlds.filter((world) => world.id === id));
  if (worlds.length === 0) return [];
  const lines = worlds.map((world) => {
    const own = ours.map((name) => found.of(name, world.id));
    const any = own[0] ?? report.rows.find((row) => row.world === world.id);
    const others = [any?.ratios.toBestAws, any?.ratios.toHandSetCap, any?.ratios.toBound].map((to) => {
      const row = to == null ? null : found.of(to.to, world.id);
      return row === null ? "-" : `${figureCell(row, world)} ${shortName(row.controller)}`;
    });
    return [world.id, ...own.map((row) => figureCell(row, world)), ...others];
  });
  const heads = ["world", ...ours.map(shortName), "best AWS", "best hand cap", "bound"];
  return [
    `${title}: failed % where bound, violation minutes where not; mean (least-most) over the runs.`,
    ...columnsOf([heads, ...lines]),
  ];
}

function figureCell(row: BenchRow, { binding }: BenchWorld): string {
  return binding.kind === "bound"
    ? spreadCell(row.failedRatio, formatPercent)
    : spreadCell(row.sloViolationMinutes, (minutes) => minutes.toFixed(1));
}

function spreadCell({ mean, least, most }: Spread, format: (value: number) => string): string {
  return least === most ? format(mean) : `${format(mean)} (${format(least)}-${format(most)})`;
}

function shortName(name: string): string {
  return name.replace("target-tracking", "TT").replace("headgate-", "");
}
