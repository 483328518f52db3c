import type { RunResult } from "../../runs/run-result.ts";
import { formatCount, formatDollars, formatMinutes, formatPercent, formatTaskHours } from "../format-quantity.ts";
import type { ScenarioReport } from "./scenario-report.ts";

/** A column of the summary: the terminal and the page show the same ones, word for word. */
export type RunColumn = {
  /** Two lines at most: what it is, and its unit or which one. */
  readonly heading: readonly [string, string];
  readonly cell: (result: RunResult) => string;
  /** How bad the figure is, for colour only. */
  readonly severity: (result: RunResult) => "plain" | "bad";
};

/** An outage counts as repeated from here on: more than one request in a hundred failed. */
const BAD_FAILED_RATIO = 0.01;

const plain = (): "plain" => "plain";
const badIf = (bad: boolean): "plain" | "bad" => (bad ? "bad" : "plain");

const causes = [
  ["refused", "refusedConnection"],
  ["timeout", "timeout"],
  ["shed", "shed"],
  ["borrow", "borrowTimeout"],
  ["error", "error"],
] as const;

/** Causes that nobody met and databases that nobody has are left out. */
export function runColumnsOf(report: ScenarioReport): readonly RunColumn[] {
  const results = report.records.map(({ result }) => result);
  const databases = report.scenario.world.databases.map(({ name }) => name);
  return [
    { heading: ["requests", ""], cell: (run) => formatCount(run.requests), severity: plain },
    {
      heading: ["failed", "%"],
      cell: (run) => formatPercent(run.failedRatio),
      severity: (run) => badIf(run.failedRatio > BAD_FAILED_RATIO),
    },
    ...causes
      .filter(([, cause]) => results.some((run) => run.failedByCause[cause] > 0))
      .map(
        ([name, cause]): RunColumn => ({
          heading: [name, "%"],
          cell: (run) => formatPercent(run.requests === 0 ? 0 : run.failedByCause[cause] / run.requests),
          severity: plain,
        }),
      ),
    { heading: ["SLO miss", "min"], cell: (run) => formatMinutes(run.sloViolationSeconds), severity: plain },
    { heading: ["task", "hours"], cell: (run) => formatTaskHours(run.taskHours * 3600), severity: plain },
    { heading: ["task", "dollars"], cell: (run) => formatDollars(run.dollars), severity: plain },
    { heading: ["score", "dollars"], cell: (run) => formatDollars(run.scoreDollars), severity: plain },
    { heading: ["tasks", "peak"], cell: (run) => formatCount(run.peakTasks), severity: plain },
    ...databases.map((database) => databaseColumn(database)),
    { heading: ["actions", ""], cell: (run) => formatCount(run.actions), severity: plain },
    {
      heading: ["over wall", "s"],
      cell: (run) => formatCount(overCommittedSecondsOf(run)),
      severity: (run) => badIf(overCommittedSecondsOf(run) > 0),
    },
    {
      heading: ["rules", "broken"],
      cell: (run) => formatCount(breachesOf(run)),
      severity: (run) => badIf(breachesOf(run) > 0),
    },
  ];
}

/** Most connections open at once against what clients can open. */
function databaseColumn(database: string): RunColumn {
  return {
    heading: [database, "peak/wall"],
    cell: (run) => {
      const found = run.databases[database];
      return found === undefined ? "–" : `${formatCount(found.peak)}/${formatCount(found.limit)}`;
    },
    severity: (run) => {
      const found = run.databases[database];
      return badIf(found !== undefined && found.peak >= found.limit);
    },
  };
}

export function breachesOf({ invariantBreaches }: RunResult): number {
  return invariantBreaches.reduce((sum, { count }) => sum + count, 0);
}

/** Seconds with commitments above a wall, whoever raised them there. */
export function overCommittedSecondsOf({ overCommittedSeconds }: RunResult): number {
  return Object.values(overCommittedSeconds).reduce((sum, seconds) => sum + seconds, 0);
}

export const summaryNote =
  "Failed requests in % of all requests and by cause. SLO miss: minutes in which the objective was missed. Score: task-hours and SLO minutes together, by the scenario's prices. Peak/wall: the most connections ever open, others' included, against what clients can open. Over wall: seconds in which all tasks with full pools would want more than that. Rules broken: how often a rule of Headgate's plan was.";
