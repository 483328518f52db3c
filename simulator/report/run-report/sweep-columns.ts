import type { ControllerName } from "../../controllers/controller-names.ts";
import type { RunResult } from "../../runs/run-result.ts";
import { formatMinutes, formatPercent, formatTaskHours } from "../format-quantity.ts";
import type { ScenarioReport } from "./scenario-report.ts";

export type SweepRow = {
  readonly controller: ControllerName;
  readonly runs: number;
  readonly cells: readonly { readonly text: string; readonly bad: boolean }[];
};

export const sweepHeadings: readonly (readonly [string, string])[] = [
  ["runs", ""],
  ["collapsed", ""],
  ["failed %", "median"],
  ["failed %", "best–worst"],
  ["SLO miss min", "median"],
  ["SLO miss min", "best–worst"],
  ["task-hours", "median"],
];

/** What came out over the seeds and the sweep, by controller in the order of the records; empty where none was run. */
export function sweepRowsOf(report: ScenarioReport): readonly SweepRow[] {
  return report.records.flatMap(({ result: { controller } }) => {
    const results = report.sweepResults.filter((each) => each.controller === controller);
    return results.length === 0 ? [] : [sweepRow(controller, results)];
  });
}

function sweepRow(controller: ControllerName, results: readonly RunResult[]): SweepRow {
  const collapsed = results.filter((each) => each.collapsed).length;
  const failed = sorted(results.map(({ failedRatio }) => failedRatio));
  const missed = sorted(results.map(({ sloViolationSeconds }) => sloViolationSeconds));
  const hours = sorted(results.map(({ taskHours }) => taskHours));
  const plain = (text: string) => ({ text, bad: false });
  return {
    controller,
    runs: results.length,
    cells: [
      plain(String(results.length)),
      { text: `${collapsed} of ${results.length}`, bad: collapsed > 0 },
      plain(formatPercent(median(failed))),
      plain(`${formatPercent(failed[0]!)}–${formatPercent(failed.at(-1)!)}`),
      plain(formatMinutes(median(missed))),
      plain(`${formatMinutes(missed[0]!)}–${formatMinutes(missed.at(-1)!)}`),
      plain(formatTaskHours(median(hours) * 3600)),
    ],
  };
}

function sorted(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

/** Between the middle two of an even count. */
function median(ascending: readonly number[]): number {
  const middle = ascending.length / 2;
  return (ascending[Math.ceil(middle) - 1]! + ascending[Math.floor(middle)]!) / 2;
}
